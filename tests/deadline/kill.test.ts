import { createHash, createPublicKey, randomInt, verify } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ProblemError, type Acted } from '../../cli/lib/client.ts';
import { canonical } from '../../src/kernel/canonical.ts';
import { freePort, launch, pause, postmasterPid, processesNaming, repository, type Process } from '../lifecycle/process.ts';
import { company, type Member } from '../support/cast.ts';
import { openLot, seal, stage, type OpenLot } from '../support/open-lot.ts';
import { setClock, type Place } from '../support/world.ts';

const rounds = 5 * Number(process.env.QINGLAN_SOAK ?? 1);
const crowd = 8;
/** What is killed, round by round. */
const victims = ['server', 'server', 'postgres', 'both', 'server'] as const;

const home = mkdtempSync(join(tmpdir(), 'qinglan-kill-'));
const data = join(home, 'data');
let server: Process | null = null;
afterAll(async () => {
  if (server && server.child.exitCode === null && server.child.signalCode === null) await server.stop('SIGTERM');
  rmSync(home, { recursive: true, force: true });
});

type Receipt = NonNullable<Acted['receipt']>;
interface Kept { receipts: { member: Member; receipt: Receipt }[]; submitted: { member: Member; bidId: string }[]; blobs: { member: Member; sha256: string }[] }

test(`whatever is killed in a rush of submissions, every receipt given out is honoured (${rounds} rounds)`, async () => {
  // the mark of a finished city: the people of this test are enough
  mkdirSync(join(data, 'demo-keys'), { recursive: true, mode: 0o700 });
  writeFileSync(join(data, 'demo-keys', 'city.json'), '{}');
  const port = await freePort();
  server = await start(port);
  const place = await placeOf(port);
  const lot = await openLot(await stage(place));
  const members = await Promise.all(Array.from({ length: crowd }, () => company(place, ['bidder'])));
  const envelopes = new Map(await Promise.all(members.map(async (member) => [member.id, await seal(place, lot, member)] as const)));
  const receiptKey = await members[0]?.client.get<{ spki: string }>('/api/v1/platform/receipt-key') ?? expect.fail('nobody');
  const kept: Kept = { receipts: [], submitted: [], blobs: [] };
  for (let round = 0; round < rounds; round++) {
    const before = kept.submitted.length;
    let over = false;
    const rush = Promise.all(members.map((member) => hurry(lot, { member, sealed: envelopes.get(member.id) ?? expect.fail('no envelope') }, kept, () => over)));
    await until(() => kept.submitted.length >= before + crowd);
    await pause(randomInt(400));
    const victim = victims[round % victims.length] ?? 'server';
    await kill(server, victim);
    // a database is back before everyone has noticed
    over = true;
    await rush;
    // a server whose database died starts it again by itself
    if (victim !== 'postgres') server = await start(port);
    await honoured(lot, kept, receiptKey.spki);
  }
  await setClock(place, lot.bidDeadline, false);
  await durable(lot, kept);
  expect(await server.stop('SIGTERM')).toBe(0);
  expect(processesNaming(data)).toEqual([]);
}, 150_000 * Math.ceil(rounds / 5));

async function start(port: number): Promise<Process> {
  const started = launch({ data, port, args: [join(repository, 'cli/main.ts'), 'start'] });
  await started.until(() => /http:\/\/\S+/.test(started.stdout));
  return started;
}

async function placeOf(port: number): Promise<Place> {
  const url = `http://127.0.0.1:${port}`;
  const { deployment } = await (await fetch(`${url}/api/v1/platform`)).json() as { deployment: string };
  return { url, deployment, folder: data };
}

/** One bidder, as fast as it can: upload, register, submit, replace, and again, until nobody answers. */
async function hurry(lot: OpenLot, { member, sealed }: { member: Member; sealed: Awaited<ReturnType<typeof seal>> }, kept: Kept, over: () => boolean): Promise<void> {
  const { client } = member;
  const keep = <R>(acted: Acted<R>): R => {
    if (acted.receipt) kept.receipts.push({ member, receipt: acted.receipt });
    return acted.result;
  };
  try {
    while (!over()) {
      const { items } = await ownBids(lot, member);
      const live = items.find(({ state }) => state === 'receipted');
      const { sha256 } = await client.upload(sealed.envelope);
      kept.blobs.push({ member, sha256 });
      const { bidId } = keep(await client.act<{ bidId: string }>('bid-encrypt', lot.lotId, { envelope: sha256, plainSha256: sealed.plainDigest, cipherSuite: 'qinglan-seal-v1' }));
      keep(await client.act('bid-fingerprint', lot.lotId, { bidId, clientKind: 'cli', fileMetadata: 'b'.repeat(64) }));
      keep(await client.act('bid-submit', lot.lotId, { bidId, replacesBidSeq: live?.bidSeq ?? null }));
      kept.submitted.push({ member, bidId });
    }
  } catch (error) {
    // a refusal in the rush would be a fault of the platform; that nobody answers is what this test is about
    if (error instanceof ProblemError && error.status < 500) throw error;
  }
}

async function kill(running: Process, victim: (typeof victims)[number]): Promise<void> {
  const postgres = postmasterPid(data);
  const backs = (): number => running.stderr.split('the database is back').length;
  const before = backs();
  if (victim !== 'server' && postgres !== undefined) process.kill(postgres, 'SIGKILL');
  if (victim !== 'postgres') running.child.kill('SIGKILL');
  if (victim === 'postgres') await running.until(() => backs() > before);
  else await running.ended;
}

async function ownBids(lot: OpenLot, member: Member) {
  const answer = await member.client.get<{ bidId: string; bidSeq: number; state: string }[] | { items: { bidId: string; bidSeq: number; state: string }[] }>(`/api/v1/lots/${lot.lotId}/bids/mine`);
  return { items: Array.isArray(answer) ? answer : answer.items };
}

async function until(found: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!found()) {
    if (Date.now() > end) throw new Error('the rush stands still');
    await pause(5);
  }
}

/** Eight at a time. */
async function side<T>(items: readonly T[], check: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await check(item);
  }));
}

async function honoured(lot: OpenLot, kept: Kept, spki: string): Promise<void> {
  const key = createPublicKey({ key: Buffer.from(spki, 'base64url'), format: 'der', type: 'spki' });
  await side(kept.receipts, async ({ member, receipt }) => {
    expect(verify(null, Buffer.from(receipt.bodyHash, 'hex'), key, Buffer.from(receipt.platformSignature, 'base64url'))).toBe(true);
    const found = await member.client.get<{ bodyHash: string; at?: string }>(`/api/v1/receipts/${receipt.leafId}`);
    expect(found.bodyHash).toBe(receipt.bodyHash);
  });
  for (const member of new Set(kept.submitted.map((one) => one.member))) {
    const { items } = await ownBids(lot, member);
    for (const { bidId } of kept.submitted.filter((one) => one.member === member)) {
      expect(['receipted', 'replaced']).toContain(items.find((one) => one.bidId === bidId)?.state);
    }
    expect(items.filter(({ state }) => state === 'receipted')).toHaveLength(1);
  }
  for (const { member, sha256 } of kept.blobs.slice(-crowd)) {
    expect(createHash('sha256').update(await member.client.getBytes(`/api/v1/blobs/${sha256}`)).digest('hex')).toBe(sha256);
  }
}

/** Past the deadline every leaf that was promised stands in the ledger with the very bytes that were signed. */
async function durable(lot: OpenLot, kept: Kept): Promise<void> {
  const indexes = new Set<number>();
  const end = Date.now() + 30_000;
  await side(kept.receipts, async ({ member, receipt }) => {
    let index: number | undefined;
    while (index === undefined) {
      if (Date.now() > end) throw new Error(`leaf ${receipt.leafId} of lot ${lot.lotId} does not become durable`);
      ({ index } = await member.client.get<{ index?: number }>(`/api/v1/receipts/${receipt.leafId}`));
      if (index === undefined) await pause(100);
    }
    const entry = await member.client.get<{ body: unknown }>(`/api/v1/ledger/entries/${index}`);
    expect(createHash('sha256').update(canonical(entry.body)).digest('hex')).toBe(receipt.bodyHash);
    indexes.add(index);
  });
  expect(indexes.size).toBe(kept.receipts.length);
}
