import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stage } from '../../../tests/support/committee-stage.ts';
import { actorOf } from '../../platform/testing/scenario.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { cerVerify } from './cer-verify.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

it('is voided by two persons, not by two accounts of one', async () => {
  const at = await stage(database.pool, { state: 'closed', experts: 0 });
  const no = `QL-JZS-${randomUUID().slice(0, 8)}`;
  const id = randomUUID();
  await at.play.put({ kind: 'certificate', id, state: 'issued', lotId: at.lotId, ownerId: null, key: no, data: { certificateNo: no, certificateType: 'witness', issuedAt: '2026-11-01T00:00:00.000Z', fileDigest: 'a'.repeat(64), blockHeight: 1, leafCount: 1 } });
  const reviewer = async (personNo: string) => {
    const actor = actorOf(['centre-review']);
    await at.play.put({ kind: 'account', id: actor.accountId ?? '', state: 'active', lotId: null, ownerId: null, key: null, data: { name: 'x', roles: ['centre-review'], personNo } });
    return actor;
  };
  const [first, again, other] = [await reviewer('P-1'), await reviewer('P-1'), await reviewer('P-2')];
  const revoke = { certificateNo: no, action: 'revoke', reason: '数据有误' };
  expect((await at.play.act(cerVerify, first, at.lotId, revoke)).result).toMatchObject({ pending: true });
  expect(await at.play.refused(cerVerify, again, at.lotId, revoke)).toBe('r-revoke-authority');
  await at.play.act(cerVerify, other, at.lotId, revoke);
  expect((await at.play.get('certificate', id))?.state).toBe('revoked');
});
