import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../cli/lib/client.ts';
import { readArchive } from '../../cli/lib/archive.ts';
import { papersRead, type PapersRead } from '../../src/contracts/reads.ts';
import { nodeSha256 } from '../../src/ledger/engines/local/signer.ts';
import { parsePolicy } from '../../src/ledger/verify/index.ts';
import { verifyArchive } from '../../src/verify/archive.ts';
import { company, type Member } from '../support/cast.ts';
import { iso, openLot, stage, submitted, type OpenLot } from '../support/open-lot.ts';
import { openWorld, setClock, type World } from '../support/world.ts';

let world: World;
let bidders: Member[];
let lot: OpenLot;
beforeAll(async () => {
  world = await openWorld();
  const at = await stage(world);
  bidders = await Promise.all([1, 2].map(() => company(world, ['bidder'])));
  lot = await openLot(at);
  for (const bidder of bidders) await submitted(world, lot, bidder);
});
afterAll(() => world.close());

const own = (): Member => bidders[0] ?? expect.fail('no bidder');
const papers = async (client: Client): Promise<PapersRead['items']> => papersRead.parse(await client.get(`/api/v1/lots/${lot.lotId}/papers`)).items;
const kinds = async (client: Client): Promise<string[]> => (await papers(client)).map(({ kind }) => kind);
const logged = async (): Promise<string[]> => (await world.pool.query<{ kind: string }>(
  `select (body::jsonb)->'public'->>'docKind' as kind from leaf where fp = 'gov-document' and idx is not null order by idx`)).rows.map(({ kind }) => kind);
const archive = async (client: Client) => new Map(readArchive(await client.getBytes(`/api/v1/lots/${lot.lotId}/archive`)) ?? []);
const verify = (files: Parameters<typeof verifyArchive>[0]) => verifyArchive(files, parsePolicy(`log ${world.ledger.vkey}\n`), nodeSha256);

it('prints the notice for everyone when its act is done, and witnesses the file', async () => {
  await expect.poll(() => kinds(world.guest), { timeout: 20_000 }).toEqual(['notice']);
  const [notice] = await papers(world.guest);
  const pdf = await world.guest.getBytes(`/api/v1/papers/${notice?.paperId}/file`);
  expect(Buffer.from(nodeSha256(pdf)).toString('hex')).toBe(notice?.sha256);
  await expect.poll(logged, { timeout: 10_000 }).toEqual(['notice']);
});

it('gives a receipt to its bidder alone, once, and neither list nor log tells anybody else of it before the deadline', async () => {
  const asked = await Promise.all([kinds(own().client), kinds(own().client)]);
  expect(asked).toEqual([['notice', 'bid-receipt'], ['notice', 'bid-receipt']]);
  const receipt = (await papers(own().client)).find(({ kind }) => kind === 'bid-receipt');
  expect(receipt).toMatchObject({ own: true, sealed: true });
  expect((await own().client.getBytes(`/api/v1/papers/${receipt?.paperId}/file`)).length).toBe(receipt?.size);
  for (const stranger of [world.guest, bidders[1]?.client ?? world.guest]) {
    await expect(stranger.getBytes(`/api/v1/papers/${receipt?.paperId}/file`)).rejects.toMatchObject({ code: 'not-found' });
    await expect(stranger.getBytes(`/api/v1/blobs/${receipt?.sha256}`)).rejects.toMatchObject({ code: 'not-found' });
  }
  expect(await kinds(world.guest)).toEqual(['notice']);
  expect(await logged()).toEqual(['notice']);
  expect(JSON.stringify([...(await archive(world.guest)).keys()])).not.toContain('receipt');
});

it('packs an archive that verifies offline, the same bytes while the log stands still, and no changed one does', async () => {
  const packed = () => world.guest.getBytes(`/api/v1/lots/${lot.lotId}/archive`);
  await expect.poll(async () => Buffer.compare(Buffer.from(await packed()), Buffer.from(await packed())), { timeout: 10_000 }).toBe(0);
  const files = await archive(world.guest);
  expect(await verify(files)).toMatchObject({ ok: true, archive: { papers: 1 } });
  const paper = [...files.keys()].find((path) => path.startsWith('papers/')) ?? '';
  const document = [...files.keys()].find((path) => path.startsWith('documents/')) ?? '';
  expect(document).not.toBe('');
  for (const path of [...files.keys()].filter((one) => one.startsWith('documents/'))) expect(path).toMatch(/\.[a-z]{3,5}$/);
  for (const path of [paper, document]) {
    const changed = new Map(files);
    const bytes = Uint8Array.from(files.get(path) ?? []);
    bytes[100 % bytes.length] = (bytes[100 % bytes.length] ?? 0) ^ 1;
    changed.set(path, bytes);
    expect(await verify(changed)).toMatchObject({ ok: false });
    // with a manifest that has been changed to fit, the ledger still says no
    const manifest = new TextDecoder().decode(files.get('manifest.json')).replaceAll(hex(files.get(path)), hex(bytes));
    expect(await verify(changed.set('manifest.json', new TextEncoder().encode(manifest)))).toMatchObject({ ok: false, en: expect.stringContaining('does not vouch') });
  }
  const without = new Map(files);
  without.delete(paper);
  const manifest = JSON.parse(new TextDecoder().decode(files.get('manifest.json'))) as { files: { kind: string }[] };
  without.set('manifest.json', new TextEncoder().encode(JSON.stringify({ ...manifest, files: manifest.files.filter(({ kind }) => kind !== 'paper') })));
  expect(await verify(without)).toMatchObject({ ok: false, en: expect.stringContaining('not here') });
  expect(await verify(new Map(files).set('more.txt', new Uint8Array(1)))).toMatchObject({ ok: false, en: expect.stringContaining('not in the manifest') });
  expect(readArchive(zipSync({ a: new Uint8Array(1) }))?.get('a')).toEqual(new Uint8Array(1));
});

it('lets the receipt into the log when the deadline has passed, with the place it was sealed in', async () => {
  await setClock(world, iso(Date.parse(lot.bidDeadline) + 1));
  await expect.poll(async () => (await logged()).toSorted(), { timeout: 15_000 }).toEqual(['bid-receipt', 'notice']);
  const { rows } = await world.pool.query<{ batch: string | null }>(`select batch::text from leaf where fp = 'gov-document' and gate = 'bid-deadline'`);
  expect(rows.map(({ batch }) => batch !== null)).toEqual([true]);
  expect(await kinds(world.guest)).toEqual(['notice']);
  expect(await verify(await archive(world.guest))).toMatchObject({ ok: true, archive: { papers: 1 } });
  expect(await verify(await archive(own().client))).toMatchObject({ ok: true, archive: { papers: 2 } });
  expect(await kinds(bidders[1]?.client ?? world.guest)).toEqual(['notice', 'bid-receipt']);
});

function hex(bytes: Uint8Array | undefined): string { return Buffer.from(nodeSha256(bytes ?? new Uint8Array())).toString('hex'); }
