import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { company, type Member } from './cast.ts';
import { Invariants, invariants, type CheckOptions, type Premises } from './invariants.ts';
import { openLot, stage, submitted, type OpenLot } from './open-lot.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let lot: OpenLot;
let bidder: Member;
let bidId: string;
beforeAll(async () => {
  world = await openWorld();
  lot = await openLot(await stage(world));
  bidder = await company(world, ['bidder']);
  ({ bidId } = await submitted(world, lot, bidder));
});
afterAll(() => world.close());

const check = async (options: CheckOptions = {}, premises: Premises = world): Promise<string[]> => (await invariants(premises, options)).map((one) => `${one.check}: ${one.detail}`);
const sql = async (text: string, values: unknown[] = []): Promise<unknown> => world.pool.query(text, values);

it('finds nothing wrong where nothing is', async () => {
  await expect.poll(async () => check({ trades: true, atRest: true, files: true }), { timeout: 10_000 }).toEqual([]);
  const growing = await Invariants.open(world);
  expect(await growing.check()).toEqual([]);
  await submitted(world, lot, await company(world, ['bidder']));
  expect(await growing.check({ whole: false })).toEqual([]);
});

/** Each fault as a hand or a crash might leave it, what undoes it, and what must be said. */
const faults: [string, () => Promise<unknown>, () => Promise<unknown>, RegExp][] = [
  ['a state without a leaf', () => sql(`update record set state = 'withdrawn' where kind = 'bid' and id = $1`, [bidId]), () => sql(`update record set state = 'receipted' where kind = 'bid' and id = $1`, [bidId]), /^state: bid: the record stands in withdrawn, its leaves end in receipted/],
  ['a record that no leaf tells of', () => sql(`insert into record select 'contract', gen_random_uuid(), 'signed', lot_id, null, null, 1, '{}', now(), now() from record where kind = 'bid' and id = $1`, [bidId]), () => sql(`delete from record where kind = 'contract'`), /^state: contract: stands in signed, and no leaf tells/],
  ['a record that is gone', () => sql(`update record set kind = 'bid-lost' where kind = 'bid' and id = $1`, [bidId]), () => sql(`update record set kind = 'bid' where id = $1`, [bidId]), /^state: bid: the record stands in \(no record\)/],
  ['a body that was rewritten', () => sql(`update leaf set body = replace(body, '"kind":"act"', '"kind":"step"') where fp = 'bid-submit'`), () => sql(`update leaf set body = replace(body, '"kind":"step"', '"kind":"act"') where fp = 'bid-submit'`), /^leaf: bid-submit: the hash is not the body's/],
  ['a salt that is lost', () => sql(`update leaf set secrets = jsonb_set(secrets, '{bidderId,salt}', to_jsonb('AA' || (secrets#>>'{bidderId,salt}'))) where fp = 'bid-submit'`), () => sql(`update leaf set secrets = jsonb_set(secrets, '{bidderId,salt}', to_jsonb(substr(secrets#>>'{bidderId,salt}', 3))) where fp = 'bid-submit'`), /^leaf: bid-submit: what is kept does not open bidderId/],
  ['a gate that opened for the lot alone', () => sql(`update record set data = jsonb_set(data, '{openGates}', '["bid-deadline"]') where kind = 'lot' and id = $1`, [lot.lotId]), () => sql(`update record set data = jsonb_set(data, '{openGates}', '[]') where kind = 'lot' and id = $1`, [lot.lotId]), /^gate: bid-submit: its gate bid-deadline is open, the leaf is shut/],
  ['a receipt whose leaf is another', () => sql(`update idempotency set response = replace(response, '"bodyHash":"', '"bodyHash":"0') where response like '%bodyHash%'`), () => sql(`update idempotency set response = replace(response, '"bodyHash":"0', '"bodyHash":"')`), /^receipt: leaf .* has another hash/],
  ['a message that stands still', () => sql(`insert into outbox (topic, payload, next_at) values ('nobody-hears', '{}', 'infinity')`), () => sql(`delete from outbox where topic = 'nobody-hears'`), /^rest: message nobody-hears waits/],
];

it.each(faults)('%s', async (_name, plant, undo, said) => {
  await plant();
  const found = await check({ atRest: true });
  await undo();
  expect(found.join('\n')).toMatch(new RegExp(said.source, 'm'));
});

it('a file that is gone or another, and a log that was cut or rewritten', async () => {
  const { rows } = await world.pool.query<{ sha256: string }>('select sha256 from blob limit 1');
  const file = join(world.folder, 'blobs', rows[0]?.sha256.slice(0, 2) ?? '', rows[0]?.sha256 ?? '');
  const bytes = readFileSync(file);
  appendFileSync(file, 'x');
  expect((await check({ files: true })).join()).toMatch(/^file: has \d+ bytes/);
  rmSync(file);
  expect(await check({ files: true })).toEqual(['file: is not there']);
  writeFileSync(file, bytes);
  const auditor = await Invariants.open(world);
  expect(await auditor.check()).toEqual([]);
  // a copy is bent: the platform writes on in its own
  const folder = mkdtempSync(join(tmpdir(), 'invariants-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  cpSync(join(world.folder, 'ledger'), join(folder, 'ledger'), { recursive: true });
  const copy = { pool: world.pool, folder };
  const wal = join(folder, 'ledger', 'ledger.wal');
  const log = readFileSync(wal);
  const bent = Buffer.from(log);
  bent[Math.floor(log.length / 2)] = (bent[Math.floor(log.length / 2)] ?? 0) ^ 1;
  writeFileSync(wal, bent);
  expect((await check({}, copy)).join('\n')).toMatch(/^ledger: Error: the checkpoint vouches for/m);
  truncateSync(wal, Math.floor(log.length / 3));
  expect((await check({}, copy)).join('\n')).toMatch(/^ledger: Error: the checkpoint vouches for/m);
  expect(await check({ files: true })).toEqual([]);
});
