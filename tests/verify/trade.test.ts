import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/ledger/engines/local/signer.ts';
import { parsePolicy } from '../../src/ledger/verify/index.ts';
import { verifyTrade, type CheckId } from '../../src/verify/index.ts';
import { drop, fixture, forge, leafOf, openedOf, recommit, rewrite, vkeyLine, type Draft, type Leaf } from './forge.ts';

const trade = fixture('drawn-coefficient');
const verify = (text: string, policy = trade.policy) => verifyTrade(text, policy, { sha256: nodeSha256 });

describe('a played trade', () => {
  it.each([['drawn-coefficient', 'closed'], ['too-few', 'failed'], ['publicity', 'candidate-publicity'], ['odd-prices', 'closed']])('%s holds, in state %s', async (name, state) => {
    const { text, policy } = fixture(name);
    expect(await verify(text, policy)).toMatchObject({ ok: true, state });
  });

  it('shows in its publicity neither list, digest nor reveals of the draw of experts', () => {
    const { entries, opened } = fixture('publicity').bundle;
    const leaves = entries.map(({ leaf }) => JSON.parse(leaf) as Leaf).filter(({ body }) => body.fp.startsWith('gov-chance-'));
    const t0 = leaves.find(({ body }) => body.fp === 'gov-chance-t0' && body.public['purpose'] === 'experts') ?? expect.fail('no draw of experts');
    expect(Object.keys(t0.body.commitments).sort()).toEqual(['inputHash', 'inputIds']);
    expect([t0.body.public['inputHash'], opened[t0.body.id]]).toEqual([undefined, undefined]);
    const own = leaves.filter(({ body }) => body.public['chanceId'] === t0.body.public['chanceId']);
    expect(own.map(({ body }) => body.fp).sort()).toEqual(['gov-chance-beacon', 'gov-chance-commit', 'gov-chance-commit', 'gov-chance-t0']);
  });

  it('holds in the portable form a browser runs', async () => {
    expect(await verifyTrade(trade.text, trade.policy)).toMatchObject({ ok: true });
  });

  it('is refused when another key signed it, however well', async () => {
    const other = new Uint8Array(32).fill(7);
    const resigned = forge(trade, () => undefined, other);
    expect(await verify(resigned)).toMatchObject({ ok: false, check: 'ledger', code: 'key-untrusted' });
    // the same bytes hold under the other key: only the reader's policy tells them apart
    expect(await verify(resigned, parsePolicy(vkeyLine(trade.bundle.origin, other)))).toMatchObject({ ok: true });
  });

  it('is made again by the forger without a change, so that what follows is about the change alone', async () => {
    const again = forge(trade, () => undefined);
    expect(JSON.parse(again)).toEqual(trade.bundle);
  });
});

type Forgery = readonly [what: string, check: CheckId, change: (draft: Draft) => void];

/** Signed by the log's own key and consistent in every hash: only what the leaves say gives them away. */
const forgeries: readonly Forgery[] = [
  ['a score on one leaf', 'scores', (d) => recommit(d, leafOf(d, 'evl-score'), 'criterionScores', { ...score(d), technical: '1' })],
  ['a score on leaf and sheet', 'scores', (d) => {
    const leaf = leafOf(d, 'evl-score', 3);
    const scores = { ...(openedOf(d, leaf, 'criterionScores') as object), technical: '1' };
    recommit(d, leaf, 'criterionScores', scores);
    rewrite(d, leaf, 'scoreSheet', (sheet) => { sheet['scores'] = { technical: '1' }; });
  }],
  ['a score on leaf, sheet and calculation', 'ranking', (d) => {
    const leaf = leafOf(d, 'evl-score', -1);
    recommit(d, leaf, 'criterionScores', { ...(openedOf(d, leaf, 'criterionScores') as object), technical: '30' });
    let [bidSeq, seat] = [0, ''];
    rewrite(d, leaf, 'scoreSheet', (sheet) => { sheet['scores'] = { technical: '30' }; bidSeq = Number(sheet['bidSeq']); seat = String(sheet['seatNo']); });
    rewrite(d, leafOf(d, 'evl-summary', 0, 'move'), 'calculationSheet', (content) => {
      const { bids } = content['input'] as { bids: { bidId: string; sheets: { expert: string; scores: object }[] }[] };
      const bidId = Object.entries(content['bidSeqs'] as Record<string, number>).find(([, seq]) => seq === bidSeq)?.[0];
      for (const sheet of bids.find((one) => one.bidId === bidId)?.sheets ?? []) if (sheet.expert === seat) sheet.scores = { technical: '30' };
    });
  }],
  ['a sheet that was handed in', 'scores', (d) => drop(d, leafOf(d, 'evl-score', 2))],
  ['a price as announced', 'opening', (d) => { leafOf(d, 'opn-announce').body.public['bidPrice'] = '1'; }],
  ['a name as announced', 'opening', (d) => { leafOf(d, 'opn-announce').body.public['bidderName'] = '另一家'; }],
  ['the ranks of two bids', 'ranking', (d) => {
    const [a, b] = [leafOf(d, 'evl-summary', 0).body.public, leafOf(d, 'evl-summary', 1).body.public];
    [a['rank'], b['rank']] = [b['rank'], a['rank']];
  }],
  ['a total', 'ranking', (d) => { leafOf(d, 'evl-summary').body.public['totalScore'] = '99.99'; }],
  ['the benchmark', 'ranking', (d) => { leafOf(d, 'evl-summary', 0, 'move').body.public['benchmarkFen'] = '1'; }],
  ['a submission after the deadline', 'order', (d) => {
    const at = new Date(Date.parse(String(leafOf(d, 'doc-issue').body.public['bidDeadline'])) + 1).toISOString();
    const leaf = leafOf(d, 'bid-submit', -1);
    const receipt = d.entries.find((one) => one.leaf.body.fp === 'bid-receipt' && one.leaf.body.public['bidSeq'] === leaf.body.public['bidSeq'])?.leaf;
    if (!receipt) throw new Error('no receipt');
    for (const { body } of [leaf, receipt]) body.at = at;
    leaf.body.public['submittedAt'] = at;
    receipt.body.public['receivedAt'] = at;
  }],
  ['the time on a receipt', 'receipts', (d) => { leafOf(d, 'bid-receipt').body.public['receivedAt'] = '2026-01-01T00:00:00.000Z'; }],
  ['the envelope on a receipt', 'receipts', (d) => recommit(d, leafOf(d, 'bid-receipt'), 'cipherFile', 'a'.repeat(64))],
  ['a receipt taken out', 'moves', (d) => drop(d, leafOf(d, 'bid-receipt'))],
  ['the number of bids', 'opening', (d) => { leafOf(d, 'opn-start').body.public['bidCount'] = 3; }],
  ['an opening before the deadline', 'order', (d) => { leafOf(d, 'doc-issue').body.public['bidDeadline'] = new Date(Date.parse(leafOf(d, 'opn-start').body.at) + 1).toISOString(); }],
  ['shares given before the start', 'order', (d) => { leafOf(d, 'gov-custody-release', 0, 'gov').body.at = leafOf(d, 'liv-start').body.at; }],
  ['the bidder of two bids', 'opening', (d) => {
    const [one, two] = [leafOf(d, 'bid-encrypt', 0), leafOf(d, 'bid-encrypt', 1)];
    const bidSeq = two.body.public['bidSeq'];
    const own = d.entries.map(({ leaf }) => leaf).filter(({ body }) => ['bid-encrypt', 'bid-submit', 'bid-receipt'].includes(body.fp) && body.kind === 'act' && body.public['bidSeq'] === bidSeq);
    for (const leaf of own) recommit(d, leaf, 'bidderId', openedOf(d, one, 'bidderId'));
  }],
  ['a leaf that did not wait in a batch', 'sealed', (d) => { delete leafOf(d, 'evl-score').sealed; }],
  ['a signature left out', 'signatures', (d) => { delete d.signatures[leafOf(d, 'bid-submit').body.id]; }],
  ['a move of no row', 'moves', (d) => { const [move] = leafOf(d, 'awd-decide').body.moves; if (move) move['to'] = 'closed'; }],
  ['a role that may not', 'moves', (d) => { leafOf(d, 'opn-start').body['actorRole'] = 'bidder'; }],
  ['what was revealed', 'draw', (d) => { leafOf(d, 'gov-chance-reveal', 0, 'gov').body.public['r'] = '0'.repeat(64); }],
  ['the list of a secret draw', 'draw', (d) => { const leaf = secretDraw(d); recommit(d, leaf, 'inputIds', (openedOf(d, leaf, 'inputIds') as string[]).slice(1)); }],
  ['the digest of a secret list', 'draw', (d) => recommit(d, secretDraw(d), 'inputHash', 'a'.repeat(64))],
  ['a reveal of a secret draw that did not wait for the award', 'sealed', (d) => { delete secretReveal(d).sealed; }],
  ['what was revealed behind the gate', 'draw', (d) => { secretReveal(d).body.public['r'] = '0'.repeat(64); }],
  ['a reveal of a secret draw taken out', 'experts', (d) => drop(d, secretReveal(d))],
  ['a party that never committed', 'draw', (d) => drop(d, leafOf(d, 'gov-chance-commit', 0, 'gov'))],
  ['the coefficient drawn', 'draw', (d) => { leafOf(d, 'opn-coefficient').body.public['drawnValue'] = otherValue(d); }],
  ['the values it is drawn from', 'draw', (d) => { (leafOf(d, 'opn-coefficient').body.public['candidates'] as string[]).reverse(); }],
  ['the beacon', 'draw', (d) => { leafOf(d, 'gov-chance-beacon', 0, 'gov').body.public['beacon'] = 'b'.repeat(64); }],
  ['experts in another order', 'experts', (d) => {
    const leaf = leafOf(d, 'exp-draw-run');
    recommit(d, leaf, 'expertIds', [...(openedOf(d, leaf, 'expertIds') as string[])].reverse());
  }],
  ['an expert whom nobody drew', 'experts', (d) => recommit(d, leafOf(d, 'exp-draw-run'), 'expertIds', ['E-999999'])],
  ['settings other than sealed', 'config', (d) => rewrite(d, leafOf(d, 'doc-issue'), 'evaluationConfig', (config) => { config['priceMax'] = '10'; })],
  ['the publicity', 'periods', (d) => { const { body } = leafOf(d, 'awd-candidate'); body.public['publicityEnd'] = new Date(Date.parse(body.at) + 86_400_000).toISOString(); }],
  ['the order of the candidates', 'award', (d) => { (leafOf(d, 'awd-candidate').body.public['candidateNames'] as string[]).reverse(); }],
  ['the winner', 'award', (d) => { leafOf(d, 'awd-decide').body.public['winnerName'] = (leafOf(d, 'awd-candidate').body.public['candidateNames'] as string[])[1]; }],
  ['the price of the award', 'award', (d) => { leafOf(d, 'awd-decide').body.public['awardPrice'] = '1'; }],
  ['the price of the contract', 'contract', (d) => { leafOf(d, 'ctr-sign').body.public['contractPrice'] = '1'; }],
  ['a history with a hole', 'ledger', (d) => { d.entries = d.entries.filter(({ leaf }) => leaf !== leafOf(d, 'evl-prelim')); }],
  ['another lot\'s name', 'history', (d) => { [d.lotId, d.projectId] = [d.projectId, d.lotId]; }],
];

describe('signed by the log\'s own key after a change of', () => {
  it.each(forgeries)('%s: refused by %s', async (_what, check, change) => {
    const forged = await verify(forge(trade, change));
    expect(forged).toMatchObject({ ok: false, check });
  });
});

/** The experts' draw: its list is committed to and opened from the award on. */
function secretDraw(d: Draft): Leaf {
  const found = d.entries.find(({ leaf: { body } }) => body.fp === 'gov-chance-t0' && body.public['purpose'] === 'experts');
  if (!found) throw new Error('no draw of experts');
  return found.leaf;
}

function secretReveal(d: Draft): Leaf {
  const chanceId = secretDraw(d).body.public['chanceId'];
  const found = d.entries.find(({ leaf: { body } }) => body.fp === 'gov-chance-reveal' && body.public['chanceId'] === chanceId);
  if (!found) throw new Error('no reveal');
  return found.leaf;
}

describe('bids whose price is none (abc, -5, 21 digits), sealed by another tool', () => {
  const odd = fixture('odd-prices');
  const after = async (change: (draft: Draft) => void) => verifyTrade(forge(odd, change), odd.policy, { sha256: nodeSha256 });
  const oddBid = (d: Draft, price: string): Leaf => {
    const found = d.entries.find(({ leaf: { body } }) => body.fp === 'opn-announce' && body.public['bidPrice'] === price);
    if (!found) throw new Error(`no bid of ${price}`);
    return found.leaf;
  };
  const computed = (d: Draft, price: string, change: (bid: Record<string, unknown>) => void): void => {
    const bidId = oddBid(d, price).body.moves.find(({ machine }) => machine === 'bid')?.['subject'];
    rewrite(d, leafOf(d, 'evl-summary', 0, 'move'), 'calculationSheet', (content) => {
      for (const bid of (content['input'] as { bids: Record<string, unknown>[] }).bids) if (bid['bidId'] === bidId) change(bid);
    });
  };

  it('are computed with as nothing: another price is refused', async () => {
    expect(await after((d) => computed(d, '-5', (bid) => { bid['priceFen'] = '-5'; }))).toMatchObject({ ok: false, check: 'scores' });
    expect(await after((d) => computed(d, 'abc', (bid) => { bid['decrypted'] = true; }))).toMatchObject({ ok: false, check: 'scores' });
  });

  it('fall by rule: one left in is refused', async () => {
    expect(await after((d) => computed(d, '9'.repeat(21), (bid) => { bid['valid'] = true; }))).toMatchObject({ ok: false, check: 'scores' });
  });

  it('are told as they were read out', async () => {
    expect(await after((d) => { oddBid(d, 'abc').body.public['bidPrice'] = 'abd'; })).toMatchObject({ ok: false, check: 'opening' });
  });
});

function score(d: Draft): Record<string, string> {
  return openedOf(d, leafOf(d, 'evl-score'), 'criterionScores') as Record<string, string>;
}

function otherValue(d: Draft): string {
  const { candidates, drawnValue } = leafOf(d, 'opn-coefficient').body.public as { candidates: string[]; drawnValue: string };
  return candidates.find((one) => one !== drawnValue) ?? '';
}
