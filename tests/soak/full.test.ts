import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProblemBody } from '../../src/contracts/problems.ts';
import { signingIdentity, type Client, type Identity } from '../../src/play/client.ts';
import { found, type Company } from '../../src/play/people.ts';
import { toBase64 } from '../../src/seal/index.ts';
import { pause } from '../lifecycle/process.ts';
import { minutes, tell } from './scale.ts';
import { limitFiles, sizeOf, SmallDisks } from './squeeze.ts';
import { Town } from './town.ts';

/**
 * No room: for uploaded files, for the ledger's log, for PostgreSQL. Each is told by a code or ends the server aloud; nothing that was
 * acknowledged is lost, and when there is room again everything goes on.
 */
const disks = SmallDisks.make({ blobs: 24, ledger: 8, postgres: 220 });
if (!disks) tell('full: small file systems cannot be mounted here (that takes root on Linux): only the limits of a process are tested');

let town: Town;
let owner: Company;
let admin: Client;
let candidate: Identity;
beforeAll(async () => {
  town = await Town.open({ experts: 1, ...(disks ? { data: disks.data } : {}) });
  owner = await found(town.stage.platform, '写满磁盘的单位', 'tenderer');
  admin = await town.stage.staff.as('admin-1');
  candidate = await signingIdentity(town.url, { personName: '写满磁盘的人', personNo: 'DEMO-full' });
}, 5 * minutes);
afterAll(async () => {
  expect(await town.close()).toEqual([]);
  disks?.remove();
}, minutes);

interface Answer { status: number; code: string; again: string | null }

/** Asked once, as it comes: the wire would insist. */
async function upload(bytes: number): Promise<Answer> {
  return answerOf(await town.wire.ask('/api/v1/blobs', { method: 'POST', body: randomBytes(bytes), headers: { 'content-type': 'application/octet-stream', authorization: tokenOf(owner.client) } }));
}

/** The smallest act with a leaf of its own: a post is proposed. */
async function propose(): Promise<Answer> {
  const [subject, key] = [randomUUID(), randomUUID()];
  const body = await admin.signed('account-propose', subject, { name: '写满磁盘的岗位', roles: ['bank'], organ: '示例银行', signCertificate: toBase64(candidate.sign.certificate) }, key);
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, authorization: tokenOf(admin) };
  const answer = await answerOf(await town.wire.ask('/api/v1/gov/account-propose', { method: 'POST', body: JSON.stringify(body), headers }));
  if (answer.status === 201) kept.add(subject);
  return answer;
}
const kept = new Set<string>();
const tokenOf = (client: Client): string => `Bearer ${Reflect.get(client, 'token') as string}`;

async function answerOf(response: Response): Promise<Answer> {
  const body = await response.json().catch(() => ({})) as Partial<ProblemBody>;
  return { status: response.status, code: body.code ?? '', again: response.headers.get('retry-after') };
}

/** Every proposal that was acknowledged is there; one that was not answered may be. */
async function lost(): Promise<string[]> {
  const there = new Set((await town.query<{ id: string }>(`select id from record where kind = 'account-proposal'`)).map(({ id }) => id));
  return [...kept].filter((id) => !there.has(id));
}

const ended = (): boolean => town.server.child.exitCode !== null || town.server.child.signalCode !== null;

async function sound(): Promise<void> {
  expect(await lost()).toEqual([]);
  expect(await town.wire.dishonoured(0, 10)).toEqual([]);
  expect(await town.auditAtRest({ files: true })).toEqual([]);
}

describe('a limit of the process', () => {
  it('on the size of files: a larger upload is told 507, acts go on', async () => {
    const { pid } = town.server.child;
    const log = sizeOf(join(town.data, 'ledger', 'ledger.wal'));
    if (pid === undefined || !limitFiles(pid, log + 2_000_000)) return tell('full: prlimit is not here');
    expect(await upload(log + 3_000_000)).toEqual({ status: 507, code: 'storage-full', again: '3' });
    expect((await propose()).status).toBe(201);
    limitFiles(pid, null);
    expect((await upload(log + 3_000_000)).status).toBe(201);
    await sound();
  }, minutes);

  it('on the ledger\'s log: the server ends aloud, and starts again where it stood', async () => {
    const { pid } = town.server.child;
    if (pid === undefined || !limitFiles(pid, sizeOf(join(town.data, 'ledger', 'ledger.wal')))) return;
    expect((await propose()).status).toBe(201);
    expect(await town.server.ended).toBe(1);
    expect(town.server.stderr).toMatch(/qinglan: stopping: .*(EFBIG|file too large)/i);
    await town.start();
    expect((await propose()).status).toBe(201);
    await sound();
  }, minutes);
});

describe.runIf(disks !== null)('a full disk', () => {
  it('for files: uploads are told 507 and acts go on; with room again they are taken', async () => {
    disks?.fill('blobs');
    for (const size of [2_000, 700_000]) expect(await upload(size)).toEqual({ status: 507, code: 'storage-full', again: '3' });
    expect((await propose()).status).toBe(201);
    disks?.free('blobs');
    for (const size of [2_000, 700_000]) expect((await upload(size)).status).toBe(201);
    await sound();
  }, minutes);

  it('for the ledger: the server ends aloud, and with room again it starts where it stood', async () => {
    disks?.fill('ledger');
    for (let tries = 0; tries < 40 && !ended(); tries += 1) {
      await propose().catch(() => undefined);
      await pause(100);
    }
    expect(await town.server.ended).toBe(1);
    expect(town.server.stderr).toContain('ENOSPC');
    disks?.free('ledger');
    await town.start();
    expect((await propose()).status).toBe(201);
    await sound();
  }, 2 * minutes);

  it('for PostgreSQL\'s tables: acts are told 507, and taken again when there is room', async () => {
    disks?.fill('postgres');
    const told = await tell507();
    expect(told).toContain('storage-full');
    expect(ended()).toBe(false);
    disks?.free('postgres');
    await takenAgain();
  }, 5 * minutes);

  it('for PostgreSQL\'s own log, at which it gives up: the server says so and has it back when there is room', async () => {
    disks?.fill('postgres');
    // the segment under way has room yet, and so may have one that was made before: the next has none
    for (let tries = 0; tries < 8; tries += 1) await town.query('select pg_switch_wal(), pg_logical_emit_message(true, $1, $1)', ['soak']).catch(() => undefined);
    await tell507();
    expect(ended()).toBe(false);
    disks?.free('postgres');
    await takenAgain();
    tell(`full: the server said of its database: ${town.server.stderr.split('\n').filter((line) => /the database is/.test(line)).slice(-2).join(' / ')}`);
  }, 5 * minutes);
});

/** Asks until five acts were not taken; what they were told. */
async function tell507(): Promise<string[]> {
  const told = new Map<string, number>();
  for (let tries = 0; tries < 3_000 && [...told].reduce((sum, [code, n]) => sum + (code === 'done' ? 0 : n), 0) < 5; tries += 1) {
    const { status, code } = await propose();
    const word = status === 201 ? 'done' : code;
    told.set(word, (told.get(word) ?? 0) + 1);
  }
  tell(`full: PostgreSQL without room: ${[...told].map(([code, n]) => `${n} × ${code}`).join(', ')}`);
  expect([...told.keys()].filter((code) => !['done', 'storage-full', 'unavailable'].includes(code))).toEqual([]);
  return [...told.keys()];
}

async function takenAgain(): Promise<void> {
  await expect.poll(async () => (await propose()).status, { timeout: 2 * minutes, interval: 500 }).toBe(201);
  await sound();
}
