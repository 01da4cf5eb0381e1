import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/ledger/engines/local/signer.ts';
import { verifyTrade, type CheckId } from '../../src/verify/index.ts';
import { drop, fixture, forge, leafOf, type Draft } from './forge.ts';

// cases/gp-framework.json as it was played: the first stage, and its order by competition, which is a lot of its own.
const stage = fixture('framework');
const order = fixture('framework-order');
const verify = (text: string, { policy }: ReturnType<typeof fixture>) => verifyTrade(text, policy, { sha256: nodeSha256 });

it.each([['first stage', stage], ['order', order]])('the %s holds', async (_what, trade) => {
  expect(await verify(trade.text, trade)).toMatchObject({ ok: true, state: 'closed' });
});

type Forgery = readonly [what: string, check: CheckId, change: (draft: Draft) => void];
const chosen = (d: Draft) => leafOf(d, 'gpr-framework').body.public;
const admitted = (d: Draft) => leafOf(d, 'awd-decide').body.public['admitted'] as { bidSeq: number; unitPrice: string; supplierName: string }[];

const orders: readonly Forgery[] = [
  ['the price', 'award', (d) => { chosen(d)['price'] = '1'; }],
  ['an offer that was lower', 'award', (d) => { const [first] = chosen(d)['offers'] as { price: string }[]; if (first) first.price = '100'; }],
  ['all offers but one', 'award', (d) => { (chosen(d)['offers'] as unknown[]).splice(0, 2); }],
  ['the way it was given', 'award', (d) => { chosen(d)['mode'] = 'direct'; }],
  ['the unit price it is bound by', 'award', (d) => { chosen(d)['unitPrice'] = '1'; }],
  ['the framework it is given under', 'history', (d) => { chosen(d)['frameworkId'] = d.lotId; }],
  ['the supplier of the result', 'contract', (d) => { leafOf(d, 'awd-result').body.public['winnerName'] = '另一家'; }],
  ['the price of the contract', 'contract', (d) => { leafOf(d, 'ctr-sign').body.public['contractPrice'] = '1'; }],
];
const stages: readonly Forgery[] = [
  ['the order of those admitted', 'award', (d) => { admitted(d).reverse(); }],
  ['the price one is bound to', 'award', (d) => { const last = admitted(d).at(-1); if (last) last.unitPrice = '1'; }],
  ['who is admitted', 'award', (d) => { const last = admitted(d).at(-1); if (last) last.supplierName = '另一家'; }],
  ['how many are admitted: one', 'award', (d) => { admitted(d).splice(1); }],
  ['that others are admitted at all', 'award', (d) => { delete leafOf(d, 'awd-decide').body.public['admitted']; }],
];

const offer = (d: Draft, n = 0) => leafOf(d, 'gov-order-offer', n, 'gov');
const over = (d: Draft) => leafOf(d, 'gov-gates-opened', 0, 'gov').body;
/** The last offer and the leaf that opened all of them change their places in the log. */
function afterTheOpening(d: Draft): void {
  const opener = d.entries.findIndex(({ leaf }) => leaf.body === over(d));
  const [last, next] = [d.entries[opener - 1], d.entries[opener]];
  if (!last || !next || last.leaf !== offer(d, -1)) throw new Error('the last offer stands elsewhere');
  const [{ seq, prev }, after] = [last.leaf, { seq: next.leaf.seq, prev: next.leaf.prev }];
  [last.leaf, next.leaf] = [Object.assign(next.leaf, { seq, prev }), Object.assign(last.leaf, after)];
}
const competitions: readonly Forgery[] = [
  ['an offer, left out', 'sealed', (d) => { drop(d, offer(d, 1)); }],
  ['an offer, entered after the opening', 'sealed', afterTheOpening],
  ['an offer, never sealed', 'sealed', (d) => { delete offer(d).sealed; }],
  ['the time of an offer', 'sealed', (d) => { offer(d).body.at = over(d).at; }],
  ['the competition an offer is in', 'sealed', (d) => { offer(d).body.public['callId'] = d.lotId; }],
  ['how many offered', 'sealed', (d) => { over(d).public['offers'] = 2; }],
  ['when offers were opened', 'sealed', (d) => { over(d).at = String(leafOf(d, 'gov-order-call', 0, 'gov').body.public['offerEnd']); }],
  ['that offers were opened', 'sealed', (d) => { over(d).public['gates'] = []; }],
];

describe('signed by the log\'s own key after a change of', () => {
  it.each(orders)('an order: %s: refused by %s', async (_what, check, change) => {
    expect(await verify(forge(order, change), order)).toMatchObject({ ok: false, check });
  });
  it.each(competitions)('a competition: %s: refused by %s', async (_what, check, change) => {
    expect(await verify(forge(stage, change), stage)).toMatchObject({ ok: false, check });
  });
  it.each(stages)('the first stage: %s: refused by %s', async (_what, check, change) => {
    expect(await verify(forge(stage, change), stage)).toMatchObject({ ok: false, check });
  });
});
