import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../cli/lib/client.ts';
import { declarations } from '../../src/app/declarations.ts';
import { answerTestShare, type TestShare } from '../../src/seal/index.ts';
import { company, type Member } from '../support/cast.ts';
import { bearer, send } from '../support/hostile.ts';
import { iso, nowOf, project, stage, type Stage } from '../support/open-lot.ts';
import { openWorld, setClock, type World } from '../support/world.ts';

// Who is invited and who has applied is asked of every read there is, as a guest, as a rival and as the tenderer, until it may be told.

let world: World;
let at: Stage;
let rival: Member;
let insiders: Member[];
let reads: string[];
beforeAll(async () => {
  world = await openWorld();
  at = await stage(world);
  rival = await company(world, ['bidder']);
  insiders = await Promise.all([1, 2, 3].map(() => company(world, ['bidder'])));
  reads = declarations().reads.map(({ path }) => path).filter((path) => /:(id|lotId)\b|^\/(feeds|api)/.test(path));
}, 60_000);
afterAll(() => world.close());

const day = 86_400_000;
const file = async (client: Client, text = randomUUID()) => (await client.uploadText(text)).sha256;

async function reviewed(kind: string, more: object = {}): Promise<{ lotId: string; docId: string }> {
  const { client } = at.tenderer;
  const projectId = randomUUID();
  const { result } = await client.gov<{ lots: { lotId: string }[] }>('project-draft', projectId, { ...project(), kind });
  const lotId = result.lots[0]?.lotId ?? '';
  await client.act('int-submit', projectId, { approvalFile: await file(client) });
  await client.act('int-promise', projectId, { promiseVersion: '1', promiseFile: await file(client), signerIdNo: '330100199001010000' });
  await at.officer.client.act('int-accept', projectId, { decisionCode: 'accept', intakeForm: await file(at.officer.client) });
  const sealed = await client.act<{ docId: string; docHash: string }>('doc-seal', lotId, {
    files: [{ sha256: await file(client), name: '招标文件.pdf' }], qualification: '三级及以上', custodianIds: at.custody.ids, evaluation: { method: 'lowest-evaluated' }, ...more,
  });
  const { docId, docHash } = sealed.result;
  await client.act('doc-fair-review', lotId, { docId, docHash, result: 'pass', reviewForm: await file(client) });
  return { lotId, docId };
}

async function prove(lotId: string): Promise<void> {
  for (const member of [at.custody.centre, at.custody.supervisor, at.custody.notary]) {
    const { items } = await member.client.get<{ items: { lotId: string; custodianId: string; test: TestShare }[] }>('/api/v1/custody/requests');
    for (const item of items.filter((one) => one.lotId === lotId)) {
      await member.client.gov('custody-prove', lotId, { custodianId: item.custodianId, answer: await answerTestShare(item.test, member.identity.encrypt.privateKey) });
    }
  }
}

/** Everything that this reader can fetch about the lot. */
async function everything(lotId: string, who: Member | null): Promise<string> {
  const headers = who === null ? {} : await bearer(world, who.identity);
  const answers: string[] = [];
  for (const path of reads) {
    // what is asked for is not an answer; one's own account is one's own
    if (path.startsWith('/api/v1/entities') || path.endsWith('openapi.json')) continue;
    answers.push((await send(world, `${path.replaceAll(/:[A-Za-z0-9]+/g, lotId)}${path.includes(':') ? '' : `?lotId=${lotId}`}`, { headers })).text);
  }
  return answers.join('\n');
}

function expectUnseen(text: string, secrets: readonly string[]): void {
  for (const secret of secrets) expect(text.includes(secret), secret).toBe(false);
}

it('nobody but those invited can tell who they are, or read their documents, before the deadline', async () => {
  const { lotId, docId } = await reviewed('invited-tender');
  const { client } = at.tenderer;
  const deadline = iso(await nowOf(client) + 30 * day);
  const invitationFile = await file(client);
  const { receipt } = await client.act('not-invite', lotId, { inviteeIds: insiders.map(({ id }) => id), invitationFile, bidDeadline: deadline });
  await prove(lotId);
  await client.act('doc-issue', lotId, { saleEnd: iso(await nowOf(client) + 10 * day), bidValidDays: 90 });
  const [first] = insiders;
  if (!first) throw new Error('nobody invited');
  const { result } = await first.client.act<{ files: { sha256: string }[] }>('doc-download', lotId, { docId });
  const document = result.files[0]?.sha256 ?? '';
  const secrets = [...insiders.flatMap(({ id, name }) => [id, name]), invitationFile, document, receipt?.leafId ?? 'no receipt'];
  for (const who of [null, rival]) expectUnseen(await everything(lotId, who), secrets);
  for (const sha256 of [document, invitationFile]) {
    for (const path of [`/api/v1/blobs/${sha256}`, `/api/v1/lots/${lotId}/files/${sha256}`]) expect((await send(world, path, { headers: await bearer(world, rival.identity) })).status, path).toBe(404);
    expect((await send(world, `/api/v1/lots/${lotId}/files/${sha256}`, { headers: await bearer(world, first.identity) })).status).toBe(200);
    expect((await send(world, `/api/v1/lots/${lotId}/files/${sha256}`)).status).toBe(401);
  }
  // one who is invited does not learn of the others
  expectUnseen(await everything(lotId, first), insiders.slice(1).flatMap(({ id, name }) => [id, name]));
  await setClock(world, iso(Date.parse(deadline) + 1_000));
  await expect.poll(async () => (await send(world, `/api/v1/lots/${lotId}/evidence`)).text.includes(first.id), { timeout: 10_000 }).toBe(true);
  expect((await send(world, `/api/v1/blobs/${document}`)).status).toBe(200);
}, 60_000);

it('nobody can tell who has applied, or how many, before the applications are due, and the public not before the bids are', async () => {
  const { client } = at.tenderer;
  const { lotId } = await reviewed('open-tender', { prequalification: { files: [{ sha256: await file(client), name: '资格预审文件.pdf' }], method: 'qualified-all' } });
  const now = await nowOf(client);
  const due = now + 12 * day;
  await client.act('not-publish', lotId, { noticeType: 'prequalification', title: '资格预审公告', noticeFile: await file(client), prequalDeadline: iso(due), items: { docObtainEnd: iso(now + 5 * day + 60_000) } });
  await client.act('doc-issue', lotId, { docKind: 'prequalification', saleEnd: iso(now + 5 * day + 60_000), bidValidDays: 90 });
  const applied: { seq: number; sha256: string; leafId: string }[] = [];
  for (const { client: own } of insiders) {
    const sha256 = await file(own);
    const { result, receipt } = await own.act<{ applicationSeq: number }>('bid-prequal-apply', lotId, { applicationFile: sha256 });
    applied.push({ seq: result.applicationSeq, sha256, leafId: receipt?.leafId ?? 'no receipt' });
  }
  const secrets = [...insiders.flatMap(({ id, name }) => [id, name]), ...applied.flatMap(({ seq, sha256, leafId }) => [`${seq}`, sha256, leafId])];
  for (const who of [null, rival, at.tenderer]) expectUnseen(await everything(lotId, who), secrets);
  expect((await send(world, `/api/v1/lots/${lotId}/files/${applied[0]?.sha256}`, { headers: await bearer(world, at.tenderer.identity) })).status).toBe(404);
  await setClock(world, iso(due + 1_000));
  await client.act('bid-prequal-result', lotId, { reviewReport: await file(client), results: applied.map(({ seq }) => ({ applicationSeq: seq, qualified: true })) });
  expect(await everything(lotId, at.tenderer)).toContain(applied[0]?.sha256 ?? '');
  for (const who of [null, rival]) expectUnseen(await everything(lotId, who), secrets);
  await client.act('not-invite', lotId, { invitationFile: await file(client), bidDeadline: iso(due + 40 * day) });
  for (const who of [null, rival]) expectUnseen(await everything(lotId, who), secrets);
}, 60_000);
