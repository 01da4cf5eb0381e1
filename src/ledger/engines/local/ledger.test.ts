import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeLeaf, decodeVkey, encodeVkey, parseTlogProof, verifyInclusion, verifyNote } from '../../core/index.ts';
import { openLedger } from './index.ts';
import type { Ledger, NewEntry } from './ledger.ts';
import { auditLedger, codeOf, ORIGIN, sampleEntry, SEED, temporaryFolder } from './testing/entries.ts';

let folder: ReturnType<typeof temporaryFolder>;
let ledger: Ledger;
const entries = (from: number, to: number): NewEntry[] => Array.from({ length: to - from }, (_, i) => sampleEntry(from + i));
const reopen = () => openLedger({ dir: folder.dir, origin: ORIGIN, seed: SEED });

beforeEach(async () => {
  folder = temporaryFolder();
  ledger = await reopen();
});
afterEach(async () => {
  await ledger.close();
  folder.remove();
});

describe('local ledger', () => {
  it('begins empty, with a signed checkpoint', async () => {
    expect(ledger.size).toBe(0);
    expect(ledger.checkpoint()).toMatch(/^ledger\.example\/main\n0\n47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— /);
  });

  it('gives index, seq and prev, and keeps them over a restart', async () => {
    const done = await ledger.append(entries(0, 7));
    expect(done.map(({ index, seq, prev }) => [index, seq, prev])).toEqual([[0, 0, null], [1, 0, null], [2, 0, null], [3, 1, 0], [4, 1, 1], [5, 1, 2], [6, 2, 3]]);
    const before = { checkpoint: ledger.checkpoint(), ids: auditLedger(ledger) };
    await ledger.close();
    ledger = await reopen();
    expect({ checkpoint: ledger.checkpoint(), ids: auditLedger(ledger) }).toEqual(before);
    expect(ledger.subjectEntries('lot:0').map(({ index }) => index)).toEqual([0, 3, 6]);
    expect(ledger.subjectEntries('lot:none')).toEqual([]);
    expect((await ledger.append([sampleEntry(9)]))[0]).toMatchObject({ index: 7, seq: 3, prev: 6 });
  });

  it('drops repeats by id: in one call, across calls in flight, later and after a restart', async () => {
    const [first, second] = await Promise.all([ledger.append([sampleEntry(0), sampleEntry(0)]), ledger.append([sampleEntry(0), sampleEntry(1)])]);
    expect(first.map(({ index }) => index)).toEqual([0, 0]);
    expect(second.map(({ index }) => index)).toEqual([0, 1]);
    await ledger.close();
    ledger = await reopen();
    expect((await ledger.append(entries(0, 3))).map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(ledger.size).toBe(3);
    expect(ledger.findById(sampleEntry(1).id)?.index).toBe(1);
    expect(ledger.findById(sampleEntry(5).id)).toBe(null);
  });

  it('refuses an id with another body and goes on', async () => {
    await ledger.append([sampleEntry(0)]);
    const other = { ...sampleEntry(0), body: sampleEntry(0).body.replace('bid-submit', 'bid-withdra') };
    expect(await codeOf(() => ledger.append([other]))).toBe('id-conflict');
    expect((await ledger.append([sampleEntry(1)]))[0]?.index).toBe(1);
  });

  it('refuses what no leaf can be, before anything is written', async () => {
    const good = sampleEntry(0);
    expect(await codeOf(() => ledger.append([{ ...good, body: '{' }]))).toBe('json-malformed');
    expect(await codeOf(() => ledger.append([{ ...good, body: ` ${good.body}` }]))).toBe('not-canonical');
    expect(await codeOf(() => ledger.append([{ ...good, id: sampleEntry(1).id }]))).toBe('id-mismatch');
    expect(await codeOf(() => ledger.append([{ ...good, subject: 'lot:9' }]))).toBe('subject-mismatch');
    expect(await codeOf(() => ledger.append([good, sampleEntry(1, 3, 70_000)]))).toBe('entry-too-large');
    expect(ledger.size).toBe(0);
  });

  it('gives proofs that a stranger can check with the key alone', async () => {
    await ledger.append(entries(0, 21));
    const key = decodeVkey(ledger.vkey);
    expect(encodeVkey(key)).toBe(ledger.vkey);
    for (let index = 0; index < 21; index += 1) {
      const proof = parseTlogProof(ledger.tlogProof(index));
      await verifyNote(proof.note, [key]);
      const [done] = await ledger.append([sampleEntry(index)]);
      if (done === undefined) throw new Error('no answer');
      expect(verifyInclusion({ ...proof.note.checkpoint, index, path: proof.path, leafHash: done.leafHash })).toBe(true);
    }
    expect(auditLedger(ledger).length).toBe(21);
  });

  it('keeps the sealed place in the wrapper', async () => {
    const sealed = { batch: 0, slot: 4, salt: 'A'.repeat(43), path: ['A'.repeat(43)] };
    await ledger.append([{ ...sampleEntry(0), sealed }]);
    expect(decodeLeaf(ledger.entry(0).leaf).sealed).toEqual(sealed);
  });

  it('shows nothing that is not yet durable, and refuses places outside', async () => {
    const pending = ledger.append(entries(0, 2));
    expect(ledger.size).toBe(0);
    await pending;
    for (const ask of [() => ledger.entry(2), () => ledger.entry(-1), () => ledger.root(3), () => ledger.inclusion(0, 3), () => ledger.consistency(1, 3)]) {
      expect(await codeOf(ask)).toBe('index-out-of-range');
    }
  });

  it('answers all that was asked before it closes, and nothing after', async () => {
    const asked = Promise.all(Array.from({ length: 50 }, (_, n) => ledger.append([sampleEntry(n)])));
    await ledger.close();
    expect((await asked).length).toBe(50);
    expect(await codeOf(() => ledger.append([sampleEntry(50)]))).toBe('ledger-closed');
  });

  it('holds ten thousand entries of many subjects', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => sampleEntry(n, 997));
    await ledger.append(many);
    await ledger.close();
    ledger = await reopen();
    expect(ledger.size).toBe(10_000);
    for (const n of [0, 1023, 1024, 5000, 9999]) expect(ledger.findById(sampleEntry(n, 997).id)?.index).toBe(n);
    expect(ledger.subjectEntries('lot:3').length).toBe(11);
  });
});
