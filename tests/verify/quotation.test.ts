import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/ledger/engines/local/signer.ts';
import { verifyTrade, type CheckId } from '../../src/verify/index.ts';
import { drop, fixture, forge, leafOf, openedOf, recommit, rewrite, type Draft, type Leaf } from './forge.ts';

// cases/gp-negotiation-three-rounds.json as it was played: five suppliers quote in three rounds, one leaves, one is silent in the end.
const trade = fixture('negotiation');
const verify = (text: string) => verifyTrade(text, trade.policy, { sha256: nodeSha256 });

it('a negotiation with three rounds holds, its final quotes as the prices', async () => {
  const held = await verify(trade.text);
  expect(held).toMatchObject({ ok: true, state: 'closed' });
  expect(held.ok && held.checks.find((check) => check.id === 'quotes')?.detail).toBe('3 轮 rounds, 3');
});

type Forgery = readonly [what: string, check: CheckId, change: (draft: Draft) => void];

const finals = (d: Draft): Leaf[] => d.entries.map(({ leaf }) => leaf).filter(({ body }) => body.fp === 'gpr-quote' && body.kind === 'act' && body.public['round'] === 3);
const final = (d: Draft, i = 0): Leaf => finals(d)[i] ?? expect.fail('no final quote');
const opened = (d: Draft, round: number): Leaf => d.entries.map(({ leaf }) => leaf).find(({ body }) => body['step'] === 'do-next-round' && body.public['round'] === round) ?? expect.fail('no round');
const ended = (d: Draft, round: number): Leaf => d.entries.map(({ leaf }) => leaf).find(({ body }) => body.fp === 'gpr-quote' && body.kind === 'move' && body.public['round'] === round) ?? expect.fail('no end');
const later = (at: unknown, ms: number): string => new Date(Date.parse(String(at)) + ms).toISOString();
/** What the formulas took of the bid of this quote, changed with it. */
const computed = (d: Draft, quote: Leaf, priceFen: string): void => rewrite(d, leafOf(d, 'evl-summary', 0, 'move'), 'calculationSheet', (content) => {
  const { bids } = content['input'] as { bids: { bidId: string; priceFen: string }[] };
  const bidId = Object.entries(content['bidSeqs'] as Record<string, number>).find(([, seq]) => seq === quote.body.public['bidSeq'])?.[0];
  for (const bid of bids) if (bid.bidId === bidId) bid.priceFen = priceFen;
});

const forgeries: readonly Forgery[] = [
  ['a quote', 'scores', (d) => recommit(d, final(d), 'quotePrice', '100')],
  ['a quote and what was computed from it', 'ranking', (d) => { recommit(d, final(d), 'quotePrice', '100000000'); computed(d, final(d), '100000000'); }],
  ['a price in the calculation alone', 'scores', (d) => computed(d, final(d), '1')],
  ['a final quote above the budget', 'quotes', (d) => recommit(d, final(d), 'quotePrice', '198000001')],
  ['the time of a final quote: late', 'quotes', (d) => { const { body } = final(d); body.at = later(opened(d, 3).body.public['quoteEnd'], 1); body.public['quotedAt'] = body.at; }],
  ['the time of a quote: before its round', 'moves', (d) => { final(d).body.at = later(opened(d, 3).body.at, -1); }],
  ['a second final quote of one supplier', 'quotes', (d) => { final(d, 1).body.public['bidSeq'] = final(d, 0).body.public['bidSeq']; }],
  ['whose quote it is', 'quotes', (d) => recommit(d, final(d), 'bidderId', openedOf(d, final(d, 1), 'bidderId'))],
  ['a final quote taken out', 'quotes', (d) => drop(d, final(d))],
  ['a final quote taken out, its number and its round told anew', 'quotes', (d) => { drop(d, final(d)); ended(d, 3).body.public['quoted'] = 2; ended(d, 3).body.at = later(opened(d, 3).body.public['quoteEnd'], 5); }],
  ['which round is final', 'quotes', (d) => { opened(d, 2).body.public['isFinal'] = true; ended(d, 2).body.public['isFinal'] = true; }],
  ['the end of a round that was cut short', 'moves', (d) => { ended(d, 2).body.at = later(opened(d, 2).body.at, 5); }],
  ['how long a round was open', 'quotes', (d) => { opened(d, 3).body.public['quoteEnd'] = later(final(d).body.at, -1); }],
  ['a price read out at the opening', 'opening', (d) => { leafOf(d, 'opn-announce').body.public['bidPrice'] = '1'; }],
  ['the ranks of two', 'ranking', (d) => {
    const [a, b] = [leafOf(d, 'evl-summary', 0).body.public, leafOf(d, 'evl-summary', 1).body.public];
    [a['rank'], b['rank']] = [b['rank'], a['rank']];
  }],
  ['the price of the award: the first offer', 'award', (d) => { leafOf(d, 'awd-decide').body.public['awardPrice'] = '199000000'; }],
  ['the price of the contract', 'contract', (d) => { leafOf(d, 'ctr-sign').body.public['contractPrice'] = '199000000'; }],
  ['a quote that did not wait for the award', 'sealed', (d) => { delete final(d).sealed; }],
];

describe('signed by the log\'s own key after a change of', () => {
  it.each(forgeries)('%s: refused by %s', async (_what, check, change) => {
    expect(await verify(forge(trade, change))).toMatchObject({ ok: false, check });
  });
});
