import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { openBlobStore } from '../../platform/blobs.ts';
import { lotOf, playLot, proveAll, START, testMarket, type Company, type Trade } from '../../platform/testing/market.ts';
import { invitationsRead, inviteesRead, lotFile, specs } from './index.ts';
import { lotRead } from '../tender-doc/index.ts';

const invited = { category: 'engineering', kind: 'invited-tender' } as const;
const { m, p } = await testMarket(async (pool) => specs('ql-test', await openBlobStore(mkdtempSync(join(tmpdir(), 'qinglan-invited-')), pool)));
let firms: Company[];
let outsider: Company;
beforeAll(async () => {
  firms = [await m.company('受邀甲', ['bidder']), await m.company('受邀乙', ['bidder']), await m.company('受邀丙', ['bidder'])];
  outsider = await m.company('未受邀公司', ['bidder']);
});

const days = (n: number): string => new Date(Date.parse(START) + n * 86_400_000).toISOString();
const invitation = async (ids: string[] = firms.map(({ entityId }) => entityId)) => ({ inviteeIds: ids, invitationFile: await m.blob(p.tenderer.entityId), bidDeadline: days(30) });
const ctx = (actor: Company['actor'] | null) => ({ actor, now: START });

async function announced(): Promise<Trade> {
  const trade = await playLot(m, p, invited, 'reviewed');
  await m.act('not-invite', p.tenderer.actor, trade.lotId, await invitation());
  return trade;
}

async function issued(): Promise<Trade> {
  const trade = await announced();
  await proveAll(m, p, trade.lotId);
  await m.act('doc-issue', p.tenderer.actor, trade.lotId, { saleEnd: days(10), bidValidDays: 90 });
  return { ...trade, bidDeadline: days(30) };
}

it('three at least are invited, each a bidder, each once; whom does not show', async () => {
  const { lotId } = await playLot(m, p, invited, 'reviewed');
  const [a, b, c] = firms.map(({ entityId }) => entityId) as [string, string, string];
  const send = async (ids: string[], more: object = {}) => m.refused('not-invite', p.tenderer.actor, lotId, { ...(await invitation(ids)), ...more });
  expect(await send([a, b])).toBe('r-invite-min');
  expect(await send([a, b, b])).toBe('invitees');
  expect(await send([a, b, p.tenderer.entityId])).toBe('invitees');
  expect(await send([a, b, '11111111-2222-4333-8444-555555555555'])).toBe('invitees');
  expect(await send([a, b, c], { invitationFile: 'f'.repeat(64) })).toBe('blob-missing');
  expect(await send([a, b, c], { bidDeadline: START })).toBe('invalid-input');
  expect(await m.refused('not-invite', outsider.actor, lotId, await invitation())).toBe('not-found');
  const { receipt, result } = await m.act('not-invite', p.tenderer.actor, lotId, await invitation());
  expect(result).toEqual({ inviteeCount: 3, state: 'announced' });
  const { rows } = await m.pool.query<{ open: boolean; gate: string; body: string }>('select open, gate, body from leaf where id = $1', [receipt?.leafId]);
  expect(rows[0]).toMatchObject({ open: false, gate: 'bid-deadline' });
  expect(rows[0]?.body).not.toContain(a);
  // a warning for the too few that were tried
  const { rowCount } = await m.pool.query(`select 1 from record where kind = 'warning' and lot_id = $1 and data->>'warning' = 'w-few-bidders'`, [lotId]);
  expect(rowCount).toBe(1);
  // more may follow before the documents go out, the same ones may not
  expect(await send([a])).toBe('invitees');
  expect((await m.act('not-invite', p.tenderer.actor, lotId, await invitation([outsider.entityId]))).result).toMatchObject({ inviteeCount: 1 });
});

it('an invited tender has no notice, and an open one no invitations instead of it', async () => {
  const closed = await playLot(m, p, invited, 'reviewed');
  const notice = { title: '招标公告', noticeFile: await m.blob(p.tenderer.entityId) };
  expect(await m.refused('not-publish', p.tenderer.actor, closed.lotId, { ...notice, noticeType: 'tender', bidDeadline: days(30) })).toBe('state');
  expect(await m.refused('not-publish', p.tenderer.actor, closed.lotId, { ...notice, noticeType: 'prequalification', prequalDeadline: days(30) })).toBe('state');
  const open = await playLot(m, p, { category: 'engineering' }, 'reviewed');
  expect(await m.refused('not-invite', p.tenderer.actor, open.lotId, await invitation())).toBe('state');
  const told = await playLot(m, p, { category: 'engineering' }, 'announced');
  expect(await m.refused('not-invite', p.tenderer.actor, told.lotId, await invitation())).toBe('state');
  const sealed = await playLot(m, p, invited, 'sealed');
  expect(await m.refused('not-invite', p.tenderer.actor, sealed.lotId, await invitation())).toBe('state');
});

it('the documents go out no earlier than the invitation said', async () => {
  const trade = await announced();
  await proveAll(m, p, trade.lotId);
  const terms = { saleEnd: days(10), bidValidDays: 90 };
  expect(await m.refused('doc-issue', p.tenderer.actor, trade.lotId, { ...terms, bidDeadline: days(29) })).toBe('deadline-earlier');
  expect(await m.refused('doc-issue', p.tenderer.actor, trade.lotId, { ...terms, docKind: 'prequalification' })).toBe('state');
  await m.act('doc-issue', p.tenderer.actor, trade.lotId, terms);
  expect((await lotOf(m, trade.lotId)).data.bidDeadline).toBe(days(30));
});

it('only those invited download, ask and bid', async () => {
  const { lotId, docId } = await issued();
  for (const [id, input] of [
    ['doc-download', { docId }], ['doc-question', { text: '可否分包？' }],
    ['bid-encrypt', { envelope: 'a'.repeat(64), plainSha256: 'b'.repeat(64), cipherSuite: 'qinglan-seal-v1' }],
  ] as const) expect(await m.refused(id, outsider.actor, lotId, input), id).toBe('not-invited');
  const bidId = '99999999-2222-4333-8444-555555555555';
  await m.s.put({ kind: 'bid', id: bidId, state: 'sealed', lotId, ownerId: outsider.entityId, key: null, data: { bidSeq: 100_009, bidderId: outsider.entityId, cipherSha256: '0'.repeat(64) } });
  expect(await m.refused('bid-submit', outsider.actor, lotId, { bidId })).toBe('not-invited');
  const [first] = firms as [Company];
  expect((await m.act('doc-download', first.actor, lotId, { docId })).result).toMatchObject({ docId, bidDeadline: days(30) });
  expect((await m.act('doc-question', first.actor, lotId, { text: '可否分包？' })).result).toMatchObject({ timely: true });
});

it('its files are for those invited until the deadline, then for everybody', async () => {
  const { lotId, docId } = await issued();
  const [first] = firms as [Company];
  const { document } = (await lotOf(m, lotId)).data;
  const sha256 = document?.files[0]?.sha256 ?? '';
  const isPublic = async () => (await m.pool.query<{ public: boolean }>('select public from blob where sha256 = $1', [sha256])).rows[0]?.public;
  expect(await isPublic()).toBe(false);
  expect(await lotFile(m.pool, ctx(first.actor), { id: lotId, sha256 })).toMatchObject({ sha256, name: '招标文件.pdf' });
  await expect(lotFile(m.pool, ctx(outsider.actor), { id: lotId, sha256 })).rejects.toMatchObject({ code: 'not-found' });
  await expect(lotFile(m.pool, ctx(null), { id: lotId, sha256 })).rejects.toMatchObject({ code: 'not-signed-in' });
  expect((await lotRead(m.pool, ctx(first.actor), { id: lotId })).documents).toMatchObject([{ docId, sha256 }]);
  expect((await lotRead(m.pool, ctx(first.actor), { id: lotId })).tenderDocument).toMatchObject({ docId });
  for (const other of [outsider.actor, null]) {
    const { documents, tenderDocument, evaluation } = await lotRead(m.pool, ctx(other), { id: lotId });
    expect(documents).toEqual([]);
    expect(tenderDocument).toBeUndefined();
    expect(evaluation).not.toHaveProperty('prelimItems');
  }
  const mine = await invitationsRead(m.pool, ctx(first.actor));
  expect(mine.items.map((one) => one.lotId)).toContain(lotId);
  expect((await invitationsRead(m.pool, ctx(outsider.actor))).items.map((one) => one.lotId)).not.toContain(lotId);
  const { invitationFile } = mine.items.find((one) => one.lotId === lotId) ?? expect.fail();
  expect((await lotFile(m.pool, ctx(first.actor), { id: lotId, sha256: invitationFile })).name).toBe('投标邀请书');
  const invitees = async (actor: Company['actor'] | null) => (await inviteesRead(m.pool, ctx(actor), { id: lotId })).items.map(({ inviteeName }) => inviteeName).sort();
  expect(await invitees(p.tenderer.actor)).toEqual(['受邀丙', '受邀乙', '受邀甲'].sort());
  for (const who of [null, outsider.actor, first.actor]) expect(await invitees(who)).toEqual([]);
  await m.s.setNow(days(31));
  await m.system('timer:bid-deadline', lotId);
  expect(await isPublic()).toBe(true);
  expect(await invitees(null)).toHaveLength(3);
  expect(await lotRead(m.pool, ctx(null), { id: lotId })).toMatchObject({ documents: [{ docId }], tenderDocument: { docId } });
  await m.s.setNow(START);
});

it('procurement invites as well', async () => {
  const { lotId } = await playLot(m, p, { category: 'gov-procurement', kind: 'invited-tender' }, 'reviewed');
  expect((await m.act('not-invite', p.tenderer.actor, lotId, await invitation())).result).toMatchObject({ state: 'announced' });
});
