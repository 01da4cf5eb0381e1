import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../cli/lib/client.ts';
import { nodeSha256 } from '../../src/ledger/engines/local/signer.ts';
import { parsePolicy } from '../../src/ledger/verify/index.ts';
import { digestsRead } from '../../src/contracts/reads.ts';
import { verifyTrade } from '../../src/verify/index.ts';
import { company, type Member } from '../support/cast.ts';
import { iso, openLot, project, stage, submitted, type OpenLot, type Stage } from '../support/open-lot.ts';
import { openWorld, setClock, type World } from '../support/world.ts';
import type { Draft } from './forge.ts';

let world: World;
let at: Stage;
let bidders: Member[];
let lot: OpenLot;
let bids: Awaited<ReturnType<typeof submitted>>[];
beforeAll(async () => {
  world = await openWorld();
  at = await stage(world);
  bidders = await Promise.all([1, 2, 3].map(() => company(world, ['bidder'])));
  lot = await openLot(at);
  bids = await Promise.all(bidders.map((bidder) => submitted(world, lot, bidder)));
});
afterAll(() => world.close());

const text = (client: Client, lotId: string) => client.getText(`/api/v1/lots/${lotId}/evidence`);
const verify = (bundle: string) => verifyTrade(bundle, parsePolicy(`log ${world.ledger.vkey}\n`), { sha256: nodeSha256 });

it('tells nothing of the bids before the deadline, and holds as far as it goes', async () => {
  const evidence = await text(world.guest, lot.lotId);
  for (const secret of [...bidders.map(({ id }) => id), ...bids.flatMap(({ bidId, bidSeq, receipt }) => [bidId, String(bidSeq), receipt?.leafId ?? 'no receipt']), 'bid-submit', 'bid-encrypt']) {
    expect(evidence).not.toContain(secret);
  }
  expect(await verify(evidence)).toMatchObject({ ok: true, state: 'noticed' });
});

it('is not found for a lot that is not public, but by its parties', async () => {
  const drafted = await at.tenderer.client.gov<{ lots: { lotId: string }[] }>('project-draft', randomUUID(), project());
  const lotId = drafted.result.lots[0]?.lotId ?? '';
  await expect(text(world.guest, lotId)).rejects.toMatchObject({ code: 'not-found' });
  await expect(text(bidders[0]?.client ?? world.guest, lotId)).rejects.toMatchObject({ code: 'not-found' });
});

it('says where a published file was committed to, and of any other not even that it is known', async () => {
  const { opened } = JSON.parse(await text(world.guest, lot.lotId)) as Draft;
  const file = Object.values(opened).map((fields) => fields['docFile']?.value).find((value) => typeof value === 'string');
  const found = digestsRead.parse(await world.guest.get(`/api/v1/digests/${file}`));
  expect(found.items).toMatchObject([{ kind: 'document', name: '招标文件.pdf', lotId: lot.lotId, field: 'docFile' }]);
  const notice = Object.values(opened).map((fields) => fields['noticeFile']?.value).find((value) => typeof value === 'string');
  expect(digestsRead.parse(await world.guest.get(`/api/v1/digests/${notice}`)).items).toMatchObject([{ kind: 'notice', name: '公告发布', nameEn: 'Notice publication' }]);
  const envelope = (await world.pool.query<{ sha256: string }>(`select data->>'cipherSha256' as sha256 from record where kind = 'bid' limit 1`)).rows[0]?.sha256;
  expect(await world.guest.get(`/api/v1/digests/${envelope}`)).toEqual({ items: [] });
  await expect(world.guest.get('/api/v1/digests/x')).rejects.toMatchObject({ code: 'not-found' });
});

it('shows from the deadline on who has bid with which envelope, and no more', async () => {
  await setClock(world, iso(Date.parse(lot.bidDeadline) + 1));
  await expect.poll(async () => (await text(world.guest, lot.lotId)).split('"fp\\":\\"bid-receipt').length - 1, { timeout: 10_000 }).toBe(3);
  const evidence = await text(world.guest, lot.lotId);
  expect(await verify(evidence)).toMatchObject({ ok: true, state: 'deadline-passed' });
  const bundle = JSON.parse(evidence) as Draft;
  expect(Object.values(bundle.opened).map((fields) => fields['bidderId']?.value).filter(Boolean).sort()).toEqual(bidders.flatMap(({ id }) => [id, id, id]).sort());
  const names = new Set(Object.values(bundle.opened).flatMap((fields) => Object.keys(fields)));
  expect([...names].sort()).toEqual(['bidderId', 'cipherFile', 'docFile', 'evaluationConfig', 'noticeFile']);
  // what the container holds, the address it came from and the machine it was made on stay inside
  const { rows } = await world.pool.query<{ secrets: Record<string, { value: unknown }> }>(`select secrets from leaf where fp in ('bid-encrypt', 'bid-submit', 'bid-fingerprint') and lot_id = $1`, [lot.lotId]);
  for (const { secrets } of rows) {
    for (const field of ['plainFile', 'ipAddress', 'fileMetadata']) if (secrets[field]) expect(evidence).not.toContain(JSON.stringify(secrets[field].value));
  }
});
