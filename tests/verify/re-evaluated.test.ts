import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/ledger/engines/local/signer.ts';
import { verifyTrade, type CheckId } from '../../src/verify/index.ts';
import { drop, fixture, forge, leafOf, openedOf, recommit, rewrite, type Draft, type Leaf } from './forge.ts';

// cases/eng-reevaluated.json: decided, then evaluated again by order of the supervisor; one rejected bid came back and won
const trade = fixture('re-evaluated');
const verify = (text: string) => verifyTrade(text, trade.policy, { sha256: nodeSha256 });

it('a lot that was evaluated twice holds, both times', async () => {
  const held = await verify(trade.text);
  expect(held).toMatchObject({ ok: true, state: 'closed' });
  const rankings = held.ok ? held.checks.filter(({ id, en }) => id === 'ranking' && en.startsWith('the formulas')) : [];
  expect(rankings.map(({ detail }) => detail.split(',').length)).toEqual([3, 4]);
});

const step = (d: Draft): Leaf => leafOf(d, 'awd-decide', 0, 'step');
const sheets = (d: Draft, again: boolean): Leaf[] => {
  const at = step(d).body.at;
  return d.entries.map(({ leaf }) => leaf).filter(({ body }) => body.fp === 'evl-score' && body.kind === 'act' && (body.at >= at) === again);
};
const change = (d: Draft, again: boolean): void => {
  const leaf = sheets(d, again)[1] ?? expect.fail('no sheet');
  recommit(d, leaf, 'criterionScores', { ...(openedOf(d, leaf, 'criterionScores') as object), technical: '1' });
  rewrite(d, leaf, 'scoreSheet', (sheet) => { sheet['scores'] = { technical: '1' }; });
};

const forgeries: readonly (readonly [string, CheckId, (d: Draft) => void])[] = [
  ['a sheet of the first evaluation', 'scores', (d) => change(d, false)],
  ['a sheet of the second', 'scores', (d) => change(d, true)],
  ['a sheet left out of the second: the one before does not stand in', 'scores', (d) => drop(d, sheets(d, true)[2] ?? expect.fail())],
  ['the rank of the first', 'ranking', (d) => { leafOf(d, 'evl-summary', 0).body.public['rank'] = 2; }],
  ['the bids that came back', 'ranking', (d) => { step(d).body.public['reinstatedBidSeqs'] = []; }],
  ['the order it rests on', 'ranking', (d) => drop(d, leafOf(d, 'sup-order'))],
  ['the step itself', 'moves', (d) => drop(d, step(d))],
  ['the winner of the first award', 'award', (d) => { leafOf(d, 'awd-decide', 0).body.public['winnerName'] = leafOf(d, 'awd-decide', 1).body.public['winnerName']; }],
  ['the candidates of the second', 'award', (d) => { leafOf(d, 'awd-candidate', 1).body.public['candidateNames'] = leafOf(d, 'awd-candidate', 0).body.public['candidateNames']; }],
  ['the contract: the first award instead of the second', 'contract', (d) => { leafOf(d, 'ctr-sign').body.public['contractPrice'] = leafOf(d, 'awd-decide', 0).body.public['awardPrice']; }],
];

describe('signed by the log\'s own key after a change of', () => {
  it.each(forgeries)('%s: refused by %s', async (_what, check, forged) => {
    expect(await verify(forge(trade, forged))).toMatchObject({ ok: false, check });
  });
});
