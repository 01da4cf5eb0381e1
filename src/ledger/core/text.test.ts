import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, fromBase64Url, fromHex, toBase64Url, utf8 } from './bytes.ts';
import { decodeLeaf, encodeLeaf, idOfBody, batchBody, parseBody } from './leaf.ts';
import { canonicalJson, isPlainlyCanonical, parseCanonical } from './jcs.ts';
import { checkpointBody, decodeVkey, encodeVkey, parseCheckpoint, signaturesBy, signedNote, verifierKey } from './note.ts';
import { LedgerRefusal } from './refusal.ts';
import { verifyEd25519 } from './signature.ts';
import { encodeTlogProof, parseTlogProof } from './tlog-proof.ts';

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof LedgerRefusal) return error.code;
    throw error;
  }
  return 'accepted';
}

/** The full form, or what cannot have one. */
function canonicalOf(value: unknown): string {
  return codeOf(() => canonicalJson(value)) === 'accepted' ? canonicalJson(value) : '"no canonical form"';
}

const BODY = canonicalJson({ v: 1, id: '5f0c0d5e-8f43-4a68-9a2b-0f5d5b3f5e10', kind: 'act', fp: 'bid-submit', subject: 'lot:1', public: { 名称: '清兰' } });
const LEAF = encodeLeaf({ log: 'ledger.example/main', subject: 'lot:1', seq: 3, prev: 17, body: BODY, sealed: { batch: 4, slot: 9, salt: toBase64Url(new Uint8Array(32)), path: [] } });

describe('encodings', () => {
  it('accept one text per value', () => {
    expect(codeOf(() => fromBase64('AAB='))).toBe('encoding-malformed');
    expect(codeOf(() => fromBase64('AAA'))).toBe('encoding-malformed');
    expect(codeOf(() => fromBase64(' AAA='))).toBe('encoding-malformed');
    expect(codeOf(() => fromBase64Url('AAB'))).toBe('encoding-malformed');
    expect(codeOf(() => fromBase64Url('AA+'))).toBe('encoding-malformed');
    expect(codeOf(() => fromHex('AB'))).toBe('encoding-malformed');
    expect(codeOf(() => fromHex('ab', 2))).toBe('encoding-malformed');
    expect(fromBase64Url(toBase64Url(Uint8Array.of(255, 254, 1)))).toEqual(Uint8Array.of(255, 254, 1));
  });
});

describe('canonical JSON', () => {
  it('matches the example of RFC 8785 §3.2.3', () => {
    const value = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One', '\ud83d\ude00': 'Emoji: Grinning Face', '\u0080': 'Control', '\u00f6': 'Latin Small Letter O With Diaeresis' };
    expect(Object.keys(value).toSorted().map((key) => canonicalJson(key)).every((key) => canonicalJson(value).includes(`${key}:`))).toBe(true);
    const order = [...canonicalJson(value).matchAll(/:"([^"]*)"/g)].map((match) => match[1]);
    expect(order).toEqual(['Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign', 'Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh']);
  });

  it('the quick look never says yes where the full form says no, and says yes to what the ledger writes', () => {
    fc.assert(fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      for (const text of [JSON.stringify(value), canonicalOf(value)]) {
        if (isPlainlyCanonical(JSON.parse(text), text)) expect(canonicalOf(JSON.parse(text))).toBe(text);
      }
    }), { numRuns: 2000 });
    const traps = ['{"b":1,"a":2}', '{"2":1,"10":2}', '{"10":1,"2":2}', '{"a":1,"a":1}', '-0', '1.0', '"\\ud800"', '"\\u0041"', '[1, 2]', '{"a":[{"c":1,"b":2}]}'];
    for (const text of traps) expect(isPlainlyCanonical(JSON.parse(text), text), text).toBe(false);
    expect(isPlainlyCanonical(JSON.parse(LEAF), LEAF)).toBe(true);
    expect(codeOf(() => parseCanonical(`${'['.repeat(30_000)}${']'.repeat(30_000)}`))).toBe('accepted');
  });

  it('refuses a second spelling and broken text alike by code', () => {
    expect(codeOf(() => parseCanonical('{"b":1,"a":2}'))).toBe('not-canonical');
    expect(codeOf(() => parseCanonical('{"a":1,"a":1}'))).toBe('not-canonical');
    expect(codeOf(() => parseCanonical('{"a":'))).toBe('json-malformed');
    expect(codeOf(() => parseCanonical(JSON.stringify('\ud800')))).toBe('json-malformed');
    expect(codeOf(() => parseCanonical('['.repeat(200_000)))).toBe('json-malformed');
  });
});

describe('leaf', () => {
  it('joined from parts is canonical and reads back', () => {
    expect(canonicalJson(JSON.parse(LEAF))).toBe(LEAF);
    expect(decodeLeaf(LEAF)).toMatchObject({ log: 'ledger.example/main', subject: 'lot:1', seq: 3, prev: 17, sealed: { batch: 4, slot: 9 } });
  });

  it('refuses each malformed body and wrapper by code', () => {
    expect(codeOf(() => parseBody('{"id":"x","subject":"a"}', 'b'))).toBe('subject-mismatch');
    expect(codeOf(() => parseBody('{"id":"x","n":1.5,"subject":"a"}', 'a'))).toBe('number-not-integer');
    expect(codeOf(() => parseBody('{"subject":"a"}', 'a'))).toBe('leaf-malformed');
    expect(codeOf(() => parseBody('[]', 'a'))).toBe('leaf-malformed');
    expect(codeOf(() => encodeLeaf({ log: 'l', subject: 's', seq: 0, prev: null, body: `"${'x'.repeat(70_000)}"` }))).toBe('entry-too-large');
    expect(codeOf(() => decodeLeaf(LEAF.replace('"prev":17', '"prev":null')))).toBe('leaf-malformed');
    expect(codeOf(() => decodeLeaf(LEAF.replace(/"v":1}$/, '"v":2}')))).toBe('leaf-malformed');
    expect(codeOf(() => decodeLeaf(LEAF.replace('"subject":"lot:1","v":1}', '"subject":"lot:2","v":1}')))).toBe('subject-mismatch');
  });

  it('names a sealed batch by its root and keeps its length constant', () => {
    const bodies = [0, 255].map((fill) => batchBody('2026-11-24T05:00:00.000Z', toBase64Url(new Uint8Array(32).fill(fill))));
    expect(new Set(bodies.map((body) => body.length)).size).toBe(1);
    expect(new Set(bodies.map((body) => idOfBody(parseBody(body, 'sealed-batches')))).size).toBe(2);
    expect(codeOf(() => parseBody(bodies[0] ?? '', 'lot:1'))).toBe('leaf-malformed');
  });
});

describe('signed note', () => {
  // The example of the signed-note format's first implementation, golang.org/x/mod/sumdb/note.
  const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const line = 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';

  it('reads the published key and signature', async () => {
    const key = decodeVkey(vkey);
    expect(encodeVkey(key)).toBe(vkey);
    const bytes = fromBase64(line);
    expect(bytes.slice(0, 4)).toEqual(key.keyId);
    expect(await verifyEd25519(key.publicKey, utf8(text), bytes.slice(4))).toBe(true);
    expect(await verifyEd25519(key.publicKey, utf8(`${text}.`), bytes.slice(4))).toBe(false);
  });

  it('refuses malformed keys and notes by code', () => {
    for (const bad of ['', 'a+b', 'a+00000000+AQ==', vkey.replace('c74f', 'c74e'), vkey.replace('+ARpc', '+AhpC')]) {
      expect(codeOf(() => decodeVkey(bad))).toMatch(/^(key|encoding)-malformed$/);
    }
    const root = new Uint8Array(32);
    const body = checkpointBody({ origin: 'l', size: 7, root });
    const good = signedNote(body, verifierKey('l', new Uint8Array(32)), new Uint8Array(64));
    expect(parseCheckpoint(good).checkpoint).toEqual({ origin: 'l', size: 7, root });
    for (const bad of ['', 'x', '\n\n', body, good.slice(0, -1), good.replace('\n7\n', '\n07\n'), good.replace('\n7\n', '\n-7\n'), good.replace('— ', '- '), `x\n${good}`]) {
      expect(codeOf(() => parseCheckpoint(bad)), JSON.stringify(bad)).toMatch(/^(note|encoding)-malformed$/);
    }
  });

  it('keeps lines of unknown cosigners without trusting them', () => {
    const [mine, other] = [verifierKey('l', new Uint8Array(32)), verifierKey('w', new Uint8Array(32).fill(1))];
    const note = parseCheckpoint(`${signedNote(checkpointBody({ origin: 'l', size: 0, root: new Uint8Array(32) }), mine, new Uint8Array(64))}— w AAAAAAAA\n`);
    expect(note.signatures.length).toBe(2);
    expect(signaturesBy(note, other)).toEqual([]);
  });
});

describe('tlog-proof', () => {
  const checkpoint = signedNote(checkpointBody({ origin: 'l', size: 2, root: new Uint8Array(32) }), verifierKey('l', new Uint8Array(32)), new Uint8Array(64));
  const text = encodeTlogProof({ index: 1, path: [new Uint8Array(32)], checkpoint });

  it('reads what it writes, and past extra data', () => {
    expect(parseTlogProof(text)).toMatchObject({ index: 1, path: [new Uint8Array(32)], checkpoint });
    expect(parseTlogProof(text.replace('\nindex', '\nextra AAAA\nindex')).index).toBe(1);
  });

  it('refuses each malformed proof by code', () => {
    for (const bad of ['', text.replace('@v1', '@v2'), text.replace('index 1', 'index 01'), text.replace('index 1\n', ''), text.replace('\n\n', '\n'), text.replace('AAA=', 'AAB=')]) {
      expect(codeOf(() => parseTlogProof(bad))).toMatch(/-malformed$/);
    }
  });
});
