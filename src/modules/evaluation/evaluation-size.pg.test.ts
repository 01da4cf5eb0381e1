import { afterAll, beforeAll, expect, it } from 'vitest';
import { opened, system } from '../../../tests/support/committee-stage.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import type { Lot } from '../project-intake/index.ts';
import { evaluationOfLot, resultsOfLot, specs, type Evaluation } from './index.ts';
import { resultsRead } from '../../contracts/reads.ts';

const spec = (id: string) => specs.find((one) => one.id === id) ?? expect.fail(`no spec ${id}`);
let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

it('62 bids and five members take seconds, and sheets stay sealed until all are in', { timeout: 60_000 }, async () => {
  const criteria = [{ id: 'technical', zh: '施工组织设计', max: '30', subjective: true }, { id: 'credit', zh: '企业信用', max: '10', subjective: false }];
  const plans = Array.from({ length: 62 }, (_, i) => ({ price: String(1_200_000_000 + i * 1_000_000) }));
  const at = await opened(database.pool, plans, { config: { method: 'comprehensive', benchmark: 'bm-mean', benchmarkBase: 'valid', priceFormula: 'ps-deviation', priceMax: '60', criteria }, lot: { ceilingFen: '1260500000' } });
  const act = (id: string, who: (typeof at.members)[number], input: unknown) => at.play.act(spec(id), who, at.lotId, input);
  const begin = performance.now();
  await system(at.play, spec('session-open'), at.lotId);
  for (const who of at.members) await act('evl-checkin', who, { witnessed: true });
  for (const who of at.members) await act('evl-avoid', who, { declared: 'clear' });
  for (const who of at.members) await act('evl-chair', who, { votedSeatNo: 1 });
  const valid = at.bidIds.slice(0, 61);
  for (const bidId of valid) for (const who of at.members) await act('evl-prelim', who, { bidId, items: [{ code: 'form', result: 'pass' }, { code: 'qualification', result: 'pass' }] });
  for (const [b, bidId] of valid.entries()) {
    for (const [m, who] of at.members.entries()) await act('evl-score', who, { bidId, scores: { technical: 20 + ((b + m) % 10) }, ...(m === 0 ? { objective: { credit: 8 } } : {}) });
    if (b === 0) {
      const desk = await evaluationOfLot(database.pool, { actor: at.members[1] ?? expect.fail() }, at);
      expect(JSON.stringify(desk)).toContain('"ownSheet":{');
      expect(desk).toHaveProperty('bidList.0.otherSheets', []);
      expect(desk).toHaveProperty('bidList.0.objective', null);
    }
  }
  const scored = performance.now();
  expect(scored - begin).toBeLessThan(30_000);
  await expect(resultsOfLot(database.pool, { actor: null }, at)).rejects.toThrow('not-found');
  const lot = (await at.play.get<Lot>('lot', at.lotId)) ?? expect.fail();
  const session = (await at.play.get<Evaluation>('evaluation', lot.data.evaluationSessionId ?? '')) ?? expect.fail();
  for (const who of at.members) await act('evl-report', who, { reportDigest: session.data.report?.digest, position: 'agree' });
  await expect(resultsOfLot(database.pool, { actor: null }, at)).rejects.toThrow('not-found');
  await database.pool.query("update record set data = jsonb_set(data, '{openGates}', '[\"candidate-publicity\"]') where id = $1", [at.lotId]);
  const results = resultsRead.parse(await resultsOfLot(database.pool, { actor: null }, at));
  expect(results.rows).toHaveLength(62);
  expect(results.rows.at(-1)).toMatchObject({ bidderName: '投标人62', rejectedFor: '报价超过最高投标限价' });
  expect(results.candidates).toHaveLength(3);
});
