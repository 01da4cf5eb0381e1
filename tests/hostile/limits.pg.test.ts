import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceDesk } from '../../src/modules/witness-ledger/index.ts';
import { UploadAllowance } from '../../src/platform/http/allowance.ts';
import { company, type Member } from '../support/cast.ts';
import { bearer, refused, send, type Answer } from '../support/hostile.ts';
import { openLot, stage } from '../support/open-lot.ts';
import { openWorld, type World } from '../support/world.ts';

const DAY_BYTES = 1_000_000;
const CHALLENGES = 60;
let world: World;
let member: Member;
let auth: Record<string, string>;
beforeAll(async () => {
  world = await openWorld({ env: { QINGLAN_UPLOAD_BYTES_A_DAY: String(DAY_BYTES), QINGLAN_CHALLENGES_A_MINUTE: String(CHALLENGES) } });
  member = await company(world, ['tenderer', 'bidder']);
  auth = await bearer(world, member.identity);
});
afterAll(() => world.close());

const upload = (bytes: number, headers = auth): Promise<Answer> =>
  send(world, '/api/v1/blobs', { method: 'POST', body: Buffer.alloc(bytes, String(Math.random())), headers: { 'content-type': 'application/octet-stream', ...headers } });

describe('uploads of a day', () => {
  it('have a limit for each account, which others do not use up', async () => {
    // many at once find no more room than one after the other
    const answers = await Promise.all(Array.from({ length: 6 }, () => upload(300_000)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 429, 429, 429]);
    const { headers } = await refused(world, () => upload(300_000), 429, 'rate-limited');
    // the day is over at midnight in Beijing
    const wait = Number(headers.get('retry-after'));
    expect(Math.abs((Date.now() + wait * 1_000 + 8 * 3_600_000) % 86_400_000)).toBeLessThan(20_000);
    expect((await upload(1_000)).status).toBe(201);
    const other = await company(world, ['bidder']);
    expect((await upload(300_000, await bearer(world, other.identity))).status).toBe(201);
  });

  it('are counted from the files kept when the platform starts, and anew the next day', async () => {
    const { rows } = await world.pool.query<{ owner: string; bytes: string }>('select owner_id as owner, sum(size)::text as bytes from blob group by owner_id order by sum(size) desc limit 1');
    const { owner = '', bytes = '0' } = rows[0] ?? {};
    let now = Date.now();
    const restarted = new UploadAllowance(world.pool, Number(bytes) + 10, () => now);
    await expect(restarted.take(owner, 11)).rejects.toThrow('rate-limited');
    const settle = await restarted.take(owner, 10);
    await expect(restarted.take(owner, 1)).rejects.toThrow('rate-limited');
    settle(0);
    (await restarted.take(owner, 10))(10);
    now += 86_400_000;
    await restarted.take(owner, Number(bytes));
  });
});

describe('evidence', () => {
  it('is made once for a size of the log, two at once, and asked for by nobody who may not know the lot', async () => {
    const at = await stage(world);
    const lots = [await openLot(at), await openLot(at), await openLot(at)];
    const ask = evidenceDesk(world.ledger, { id: world.deployment });
    const asked = await Promise.allSettled([...lots, ...lots].map(({ lotId }) => ask(world.pool, { actor: null, lotId })));
    const reasons = asked.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    expect(asked.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(2);
    for (const reason of reasons) expect(reason).toContain('rate-limited');
    await expect(ask(world.pool, { actor: null, lotId: crypto.randomUUID() })).rejects.toThrow('not-found');
    // once they are made, there is room again; at the same size of the log it is the same object
    for (;;) {
      const before = world.ledger.size;
      const [one, two] = [await ask(world.pool, { actor: null, lotId: lots[2]?.lotId ?? '' }), await ask(world.pool, { actor: null, lotId: lots[2]?.lotId ?? '' })];
      if (world.ledger.size !== before) continue;
      expect(two).toBe(one);
      break;
    }
  });
});

describe('sign-in', () => {
  it('gives an address so many challenges a minute', async () => {
    const ask = (): Promise<Answer> => send(world, '/api/v1/sessions/challenge', { method: 'POST' });
    const answers: Answer[] = [];
    for (let i = 0; i <= 2 * CHALLENGES && answers.at(-1)?.status !== 429; i++) answers.push(await ask());
    expect(answers.at(-1)).toMatchObject({ status: 429, code: 'rate-limited', json: { type: 'urn:qinglan:problem:rate-limited', detailEn: expect.any(String) } });
    const wait = Number(answers.at(-1)?.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    // who is signed in goes on
    expect((await send(world, '/api/v1/me', { headers: auth })).status).toBe(200);
  });
});
