import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProblemError } from '../../cli/lib/client.ts';
import { declarations } from '../../src/app/declarations.ts';
import { company, type Member } from '../support/cast.ts';
import { bearer, send } from '../support/hostile.ts';
import { iso, openLot, prepared, stage, submitted, type OpenLot, type Stage } from '../support/open-lot.ts';
import { openWorld, setClock, type World } from '../support/world.ts';

const FEW = 3;
const MANY = 60;
/** Sealed into every bid; nothing like it may be found anywhere before the opening. */
const price = '91827364';
const marker = `MARKER-${randomUUID()}`;

let world: World;
let at: Stage;
let few: OpenLot;
let many: OpenLot;
let bidders: Member[];
beforeAll(async () => {
  world = await openWorld();
  at = await stage(world);
  bidders = await Promise.all(Array.from({ length: MANY }, () => company(world, ['bidder'])));
  [few, many] = [await openLot(at, { settle: settled }), await openLot(at, { settle: settled })];
});
afterAll(() => world.close());

interface Seen { grown: { kind: string; bytes: number; at: string }[]; stream: string; lists: [before: string, after: string][] }

/** Everything that reaches a guest while `count` bidders hand in their bids: new leaves with their bytes, and the live channel. */
async function watch(lot: OpenLot, count: number): Promise<Seen> {
  await settled();
  const channel = new AbortController();
  let stream = '';
  const listening = fetch(`${world.url}/api/v1/events?channel=opening:${lot.lotId}`, { signal: channel.signal }).then(async ({ body }) => {
    for await (const chunk of body ?? []) stream += Buffer.from(chunk as Uint8Array).toString();
  }).catch(() => undefined);
  const before = await lists(lot);
  const from = await treeSize();
  await Promise.all(bidders.slice(0, count).map((member) => bid(lot, member)));
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const to = await treeSize();
  const after = await lists(lot);
  channel.abort();
  await listening;
  const grown = [];
  for (let index = from; index < to; index++) {
    const { text } = await send(world, `/api/v1/ledger/entries/${index}`);
    const { body } = JSON.parse(text) as { body: { kind?: string; fp?: string; at: string } };
    // the number of an entry takes as many digits as it takes
    grown.push({ kind: body.fp ?? '', bytes: text.replace(/"(seq|prev)":(\d+|null)/g, '"$1":0').length, at: body.at });
  }
  return { grown, stream, lists: before.map((text, i) => [text, after[i] ?? '']) };
}

/** Every public read that names no object: lists, sums, searches, feeds. The ledger's own are looked at leaf by leaf. */
async function lists(lot: OpenLot): Promise<string[]> {
  const paths = declarations().reads.filter(({ who, path }) => who === 'public' && !path.includes(':') && !path.includes('/ledger/')).map(({ path }) => path);
  expect(paths.length).toBeGreaterThan(4);
  return Promise.all([...paths, '/api/v1/lots?limit=100', '/api/v1/search?q=测试', '/api/v1/disclosures?limit=100'].map(async (path) => {
    const { status, text } = await send(world, path);
    return `${path} ${status} ${plain(text, lot).replaceAll(/"ledgerSize":\d+/g, '"ledgerSize":<n>')}`;
  }));
}

/** A bid, and attempts that are refused: they leave leaves as well, as blind as the bid's. */
async function bid(lot: OpenLot, member: Member): Promise<void> {
  const offer = { priceFen: price, duration: marker, file: marker };
  const { bidId } = await submitted(world, lot, member, offer);
  const second = await prepared(world, lot, member, offer);
  expect(await codeOf(member.client.act('bid-submit', lot.lotId, { bidId }))).toBe('state');
  expect(await codeOf(member.client.act('bid-submit', lot.lotId, { bidId: second.bidId }))).toBe('r-bid-latest-only');
}

const codeOf = (acted: Promise<unknown>): Promise<string> => acted.then(() => 'done', (error: unknown) => (error instanceof ProblemError ? error.code : String(error)));

async function treeSize(): Promise<number> {
  return Number((await send(world, '/api/v1/ledger/checkpoint')).text.split('\n')[1]);
}

/** Until whatever the acts before set in motion is in the ledger. */
async function settled(): Promise<void> {
  await world.platform.outbox.drain();
  for (;;) {
    const { rows } = await world.pool.query<{ n: number }>(`select count(*)::int as n from leaf where open and idx is null`);
    if (rows[0]?.n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What differs between any two lots whatever happens in them. */
function plain(text: string, lot: OpenLot): string {
  return text.replaceAll(lot.lotId, '<lot>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<at>')
    .replaceAll(/[0-9a-f]{64}/g, '<hash>').replaceAll(/(UD)?ENG330100\d{8}[0-9A-F]+/g, '<code>').replaceAll(/QL-([A-Z]+)-[0-9A-F]{6,}/g, '<no>')
    .replaceAll(/[A-Za-z0-9+/_-]{22,}={0,2}/g, '<b64>')
    .replaceAll(/"(index|seq|prev|size|lastEventId|cursor|nextCursor)":("[^"]*"|\d+|null)/g, '"$1":<n>');
}

function told(path: string, text: string, lot: OpenLot): string {
  if (path.endsWith('/evidence')) return evidence(text, lot);
  // of a packed answer: what is in it, by name
  if (text.startsWith('PK')) return plain(JSON.stringify([...new Set(text.match(/[\w./-]+\.(json|txt|pdf|pem|html|csv|md)\b/g) ?? [])].toSorted()), lot);
  return plain(text, lot);
}

/** A bundle of evidence holds paths whose length follows from where a leaf stands; what it tells of the lot is its leaves. */
function evidence(text: string, lot: OpenLot): string {
  const { entries, ...rest } = JSON.parse(text) as { entries: { leaf: string }[] };
  const leaves = entries.map(({ leaf }) => JSON.parse(leaf) as { body: { lotId?: string } }).filter(({ body }) => body.lotId === lot.lotId);
  // what the platform publishes after an act comes a moment later, in an order of its own
  return [Object.keys(rest).join(' '), String(entries.length - leaves.length), ...leaves.map((leaf) => plain(JSON.stringify(leaf), lot)).toSorted()].join('\n');
}

it('a lot with three bids and a lot with sixty look the same from outside', async () => {
  const [a, b] = [await watch(few, FEW), await watch(many, MANY)];
  for (const { grown, lists: told } of [a, b]) {
    for (const [before, after] of told) expect(after).toBe(before);
    expect(new Set(grown.map(({ kind }) => kind))).toEqual(new Set(['sealed-batch']));
    // never more than one a second, whatever happens (a busy machine may be late)
    const times = grown.map((leaf) => Date.parse(leaf.at));
    const elapsed = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    expect(grown.length, String(times)).toBeLessThanOrEqual(elapsed + 2);
  }
  expect(new Set([...a.grown, ...b.grown].map(({ bytes }) => bytes)).size).toBe(1);
  const events = (seen: Seen, lot: OpenLot) => [...new Set(plain(seen.stream, lot).split('\n\n'))];
  expect(events(b, many)).toEqual(events(a, few));
}, 120_000);

it('no reader who is not the bidder is told a different thing of the two', async () => {
  await settled();
  await setClock(world, iso(Date.parse(few.bidDeadline < many.bidDeadline ? few.bidDeadline : many.bidDeadline) - 1));
  const readers: [string, Record<string, string>][] = [
    ['guest', {}], ['tenderer', await bearer(world, at.tenderer.identity)], ['host', await bearer(world, at.host.identity)],
    ['supervisor', await bearer(world, at.custody.supervisor.identity)], ['another bidder', await bearer(world, (await company(world, ['bidder'])).identity)],
  ];
  const words = (lot: OpenLot): Record<string, string> => ({ id: lot.lotId, lotId: lot.lotId });
  const paths = declarations().reads.map(({ path }) => path).filter((path) => /:(id|lotId)\b/.test(path));
  paths.push('/api/v1/ledger/leaves?lotId=:lotId&limit=100', '/api/v1/ledger/leaves?subject=:lotId&limit=100', '/api/v1/disclosures?lotId=:lotId');
  expect(paths.length).toBeGreaterThan(6);
  for (const [who, headers] of readers) {
    for (const path of paths) {
      const [one, two] = await Promise.all([few, many].map(async (lot) => {
        const answer = await send(world, path.replaceAll(/:(id|lotId)\b/g, (_all, name: string) => words(lot)[name] ?? ''), { headers });
        return { status: answer.status, length: answer.headers.get('content-length'), etag: answer.headers.get('etag'), text: told(path, answer.text, lot) };
      }));
      expect(two?.status, `${who} ${path}`).toBe(one?.status);
      expect(two?.text, `${who} ${path}`).toBe(one?.text);
      expect([one?.etag, two?.etag]).toEqual([null, null]);
    }
  }
}, 120_000);

it('neither plaintext nor price is in the database, the files or the ledger before the deadline', async () => {
  const dump = await everything();
  // the search sees what is there: a tender document in the files, a project in the database
  expect(find(dump, `tender document ${few.lotId}`)).not.toEqual([]);
  expect(find(dump, '测试道路工程')).not.toEqual([]);
  // and sees it spelt in hexadecimal or base64 as well
  for (const shift of ['', 'x', 'xy']) expect(find([{ name: 'planted', bytes: Buffer.from(Buffer.from(`${shift}${price} and more`).toString('base64')) }], price)).toEqual(['planted']);
  expect(find([{ name: 'planted', bytes: Buffer.from(Buffer.from(price).toString('hex')) }], price)).toEqual(['planted']);
  for (const secret of [marker, price]) expect(find(dump, secret)).toEqual([]);
});

interface Part { name: string; bytes: Buffer }

async function everything(): Promise<Part[]> {
  const { rows } = await world.pool.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`);
  const tables: Part[] = [];
  for (const { name } of rows) {
    const content = await world.pool.query<{ line: string }>(`select t::text as line from "${name}" t`);
    tables.push({ name: `table ${name}`, bytes: Buffer.from(content.rows.map(({ line }) => line).join('\n')) });
  }
  const files = readdirSync(world.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => ({ name: join(entry.parentPath, entry.name), bytes: readFileSync(join(entry.parentPath, entry.name)) }));
  expect(tables.length).toBeGreaterThan(10);
  expect(files.length).toBeGreaterThan(60);
  return [...tables, ...files];
}

/** In the clear, as hexadecimal, or in base64 at any of its three offsets. */
function find(parts: readonly Part[], secret: string): string[] {
  const bytes = Buffer.from(secret);
  // exactly the characters that the secret alone decides: fewer of them also stand in the digests of an envelope's header by chance
  const shifted = [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').slice(Math.ceil(shift * 8 / 6), Math.floor((shift + bytes.length) * 8 / 6)));
  const forms = [bytes, Buffer.from(bytes.toString('hex')), ...shifted.map((text) => Buffer.from(text)), ...shifted.map((text) => Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_')))];
  return parts.filter((part) => forms.some((form) => part.bytes.includes(form))).map(({ name }) => name);
}
