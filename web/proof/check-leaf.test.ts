import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { canonical } from '../../src/kernel/canonical.ts';
import { leafHash, treePath, treeRoot } from '../../src/kernel/merkle.ts';
import { checkpointBody, encodeLeaf, encodeTlogProof, encodeVkey, signedNote, verifierKey } from '../../src/ledger/core/index.ts';
import { checkLeaf } from './check-leaf.ts';
import { fitsLeaf } from './salted-digest.ts';
import { toBase64Url } from './tlog.ts';

// What the ledger writes is what the page must read: entry, proof and key are made by the ledger's own code.
const origin = 'ledger.test.example/main';
const id = '7f3f8a8e-58a1-4a53-8f6a-1b2f7b1d0c01';
const body = canonical({ v: 1, id, kind: 'act', fp: 'not-publish', subject: 'lot', at: '2026-11-24T01:00:00.000Z', public: { noticeType: '招标公告' } });
const entry = new TextEncoder().encode(encodeLeaf({ log: origin, subject: 'lot', seq: 0, prev: null, body }));
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const key = verifierKey(origin, publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
const tree = Array.from({ length: 11 }, (_, n) => leafHash(n === 6 ? entry : new TextEncoder().encode(`other ${n}`)));
const noteBody = checkpointBody({ origin, size: tree.length, root: treeRoot(tree) });
const checkpoint = signedNote(noteBody, key, sign(null, Buffer.from(noteBody), privateKey));
const good = {
  entryBytes: entry, vkey: encodeVkey(key), proofText: encodeTlogProof({ index: 6, path: treePath(tree, 6), checkpoint }),
  receipt: { leafId: id, bodyHash: createHash('sha256').update(body).digest('hex'), state: 'durable' as const, index: 6 },
};

/** A check that cannot even read the files is a refusal like any other. */
const passes = async (files: typeof good) => checkLeaf(files).then((check) => check.good, () => false);

describe('a leaf checked in the browser', () => {
  const bad: number[] = [];
  beforeAll(async () => {
    for (let at = 0; at < entry.length; at += 1) {
      const entryBytes = entry.map((byte, n) => (n === at ? byte ^ 1 : byte));
      if (await passes({ ...good, entryBytes })) bad.push(at);
    }
  });

  test('passes as the ledger wrote it', async () => {
    const check = await checkLeaf(good);
    expect(check.steps.map((step) => step.good)).toEqual([true, true, true, true, true]);
    expect(check.entry.body.public).toEqual({ noticeType: '招标公告' });
  });

  test('fails with any byte changed', () => {
    expect(bad).toEqual([]);
  });

  test('fails at another index, for another receipt, and re-signed by another key', async () => {
    const other = generateKeyPairSync('ed25519');
    const resigned = signedNote(noteBody, key, sign(null, Buffer.from(noteBody), other.privateKey));
    expect(await passes({ ...good, proofText: good.proofText.replace('index 6', 'index 7') })).toBe(false);
    expect(await passes({ ...good, receipt: { ...good.receipt, bodyHash: '0'.repeat(64) } })).toBe(false);
    expect(await passes({ ...good, receipt: { ...good.receipt, leafId: id.replace('7', '8') } })).toBe(false);
    expect(await passes({ ...good, proofText: encodeTlogProof({ index: 6, path: treePath(tree, 6), checkpoint: resigned }) })).toBe(false);
    expect(await passes({ ...good, vkey: encodeVkey(verifierKey(origin, other.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))) })).toBe(false);
  });
});

test('a file fits its salted digest, alone or in a list', () => {
  const salt = Buffer.alloc(16, 7);
  const digest = 'ab'.repeat(32);
  const list = [digest, 'cd'.repeat(32)];
  const commit = (bytes: Uint8Array) => createHash('sha256').update(salt).update(bytes).digest('base64url');
  expect(fitsLeaf(commit(Buffer.from(digest, 'hex')), toBase64Url(salt), digest, undefined)).toBe(true);
  expect(fitsLeaf(commit(Buffer.from(canonical(list))), toBase64Url(salt), digest, list)).toBe(true);
  expect(fitsLeaf(commit(Buffer.from(canonical(list))), toBase64Url(salt), 'ef'.repeat(32), list)).toBe(false);
  expect(fitsLeaf(undefined, toBase64Url(salt), digest, undefined)).toBe(false);
});
