/**
 * Writes src/seal/vectors/*.json. Run it when the format changes, never to make a failing test pass:
 *
 *     node sandbox/ca/make-seal-vectors.ts [--check]
 *
 * Chance is fixed: the libraries' random source is replaced in this process only. The keys are made once and then kept,
 * because an ECDSA signature on a certificate is new each time. With --check nothing is written; exit 1 if a byte differs.
 */
import nodeCrypto from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandboxCa } from './index.ts';
import type { Bytes } from '../../src/seal/bytes.ts';

const folder = new URL('../../src/seal/vectors/', import.meta.url);
const checking = process.argv.includes('--check');
let seed = '';
let counter = 0;

type VectorKeys = { keys: Record<'centre' | 'notary' | 'supervisor' | 'bidder' | 'other' | 'signer', { certificate: string; privateKey: string }> };
const keys: VectorKeys = JSON.parse((await readText('keys.json')) ?? (await makeKeys()));
fixChance();
// Loaded after chance is fixed: the Shamir library takes its random source when it is loaded.
const seal = await import('../../src/seal/index.ts');
const { encodeHeader, keyInfo, parseHead } = await import('../../src/seal/header.ts');
const { concat, textOf, utf8 } = await import('../../src/seal/bytes.ts');
const { openFileKey, stanzaKey } = await import('../../src/seal/secrets.ts');

const names = { deployment: '00000000-0000-4000-8000-0000000000d1', lotId: '00000000-0000-4000-8000-0000000000a1', bidderId: '00000000-0000-4000-8000-0000000000b1' };
const custody = (['centre', 'notary', 'supervisor'] as const).map((id) => ({ id, certificate: binary(keys.keys[id].certificate) }));
const output = { 'envelopes.json': [await envelope('form only', 0, false), await envelope('two files and backup', 2, true)], 'signatures.json': await signatures() };
let differs = false;
for (const [name, value] of Object.entries(output)) {
  const text = `${JSON.stringify(value, null, 1)}\n`;
  if (!checking) await writeFile(new URL(name, folder), text);
  // ECDSA draws a new nonce inside WebCrypto: the signatures are verified by the tests, not compared.
  else if (name === 'envelopes.json' && (await readText(name)) !== text) differs = true;
}
if (differs) process.stderr.write('src/seal/vectors: the program no longer makes the published envelopes\n');
process.exitCode = differs ? 1 : 0;

async function envelope(name: string, fileCount: number, backup: boolean) {
  reseed(name);
  const contents = Array.from({ length: fileCount }, (_, i) => utf8(`投标文件 ${i + 1}\n`.repeat(2000 * (i + 1))));
  const files = contents.map((bytes, i) => ({ name: `file-${i + 1}.txt`, size: bytes.length, bytes }));
  const context = { ...names, custody, bidderCertificate: binary(keys.keys.bidder.certificate) };
  const form = { lotId: names.lotId, priceFen: '123456789012', duration: '180 日历天', quality: '合格', enterpriseSize: 'small' as const, objective: { 'c-experience': 3 } };
  const drawn: Bytes[] = [];
  const random = { fixed: true, bytes: (length: number) => draw(length, drawn) };
  const sealed = await seal.sealBid({ form, files, context, backup, random });
  const head = parseHead(sealed.envelope);
  const [, bidderSecret = new Uint8Array(), custodySecret = new Uint8Array()] = drawn;
  const key = await crypto.subtle.importKey('raw', concat(bidderSecret, custodySecret), 'HKDF', false, ['deriveBits']);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: keyInfo(head.header) };
  const shares = [];
  for (const { id } of custody) {
    const privateKey = await seal.importPrivateKey('encrypt', binary(keys.keys[id].privateKey));
    shares.push(seal.toHex((await seal.openCustodianShare(head.header, id, privateKey)).share));
  }
  return {
    name,
    context: names,
    form: sealed.form,
    files: contents.map(seal.toBase64),
    bidderSecret: seal.toHex(bidderSecret),
    custodySecret: seal.toHex(custodySecret),
    shares,
    custodySet: sealed.custodySet,
    header: textOf(encodeHeader(head.header)),
    keyInfo: textOf(keyInfo(head.header)),
    stanzaKey: seal.toHex(new Uint8Array(await crypto.subtle.deriveBits(derivation, key, 256))),
    fileKey: seal.toHex(await openFileKey(await stanzaKey(bidderSecret, custodySecret, head.header), head.sealedFileKey, head.headerBytes)),
    plainDigest: sealed.plainDigest,
    cipherDigest: sealed.cipherDigest,
    refusals: refusals(sealed.size, head.bodyAt),
    envelope: seal.toBase64(sealed.envelope),
  };
}

function refusals(size: number, bodyAt: number) {
  const usual = { flip: null as number | null, keep: null as number | null, context: {}, custody: 'given', bidderSecret: 'given', custodySecret: 'given' };
  return [
    { ...usual, name: 'bidder secret alone', custodySecret: 'none', code: 'seal.secret_missing' },
    { ...usual, name: 'custody secret alone', bidderSecret: 'none', code: 'seal.secret_missing' },
    { ...usual, name: 'bidder secret and zeros', custodySecret: 'zero', code: 'seal.commitment' },
    { ...usual, name: 'custody secret and zeros', bidderSecret: 'zero', code: 'seal.commitment' },
    { ...usual, name: 'another lot', context: { lotId: 'another' }, code: 'seal.wrong_lot' },
    { ...usual, name: 'another bidder', context: { bidderId: 'another' }, code: 'seal.wrong_bidder' },
    { ...usual, name: 'another platform', context: { deployment: 'another' }, code: 'seal.wrong_deployment' },
    { ...usual, name: 'other custodians', custody: 'reordered-ids', code: 'seal.wrong_custody_set' },
    { ...usual, name: 'one byte short', keep: size - 1, code: 'seal.truncated' },
    { ...usual, name: 'head only', keep: bodyAt, code: 'seal.truncated' },
    { ...usual, name: 'a bit of the sealed file key', flip: bodyAt - 60, code: 'seal.tampered' },
    { ...usual, name: 'a bit of the payload nonce', flip: bodyAt, code: 'seal.tampered' },
    { ...usual, name: 'a bit of the body', flip: bodyAt + 1000, code: 'seal.tampered' },
    { ...usual, name: 'the last bit', flip: size - 1, code: 'seal.tampered' },
  ];
}

async function signatures() {
  const certificate = binary(keys.keys.signer.certificate);
  const privateKey = await seal.importPrivateKey('sign', binary(keys.keys.signer.privateKey));
  const facts = { deployment: names.deployment, act: 'bid-submit', subject: names.lotId, input: { 报价: '1', b: [1, 2.5, null], a: 'é' }, idempotencyKey: '00000000-0000-4000-8000-0000000000c1' };
  const { value } = await seal.signAct(facts, certificate, privateKey);
  const challenge = 'a'.repeat(43);
  return {
    acts: [{ facts, payload: textOf(seal.actPayload(facts, certificate)), value }],
    session: { deployment: names.deployment, challenge, payload: textOf(seal.sessionPayload(names.deployment, challenge)), value: await seal.signSessionChallenge(names.deployment, challenge, privateKey) },
  };
}

async function makeKeys(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'seal-vectors-'));
  const ca = await createSandboxCa({ dir, now: new Date('2026-01-01T00:00:00Z') });
  await rm(dir, { recursive: true });
  const entries = [];
  for (const name of ['centre', 'notary', 'supervisor', 'bidder', 'other', 'signer']) {
    const subject = { organizationName: `Vector ${name} 有限公司`, creditCode: '91000000VECTOR000X' };
    const issued = await ca.issue({ subject, usage: name === 'signer' ? 'sign' : 'encrypt', publicKey: 'generate' });
    entries.push([name, { certificate: Buffer.from(issued.certificate).toString('base64'), privateKey: Buffer.from(issued.privateKey ?? []).toString('base64') }]);
  }
  const [root, issuing] = [ca.root, ca.issuing].map((der) => Buffer.from(der).toString('base64'));
  const text = `${JSON.stringify({ note: 'Published keys: for vectors and tests only', root, issuing, keys: Object.fromEntries(entries) }, null, 1)}\n`;
  if (!checking) await writeFile(new URL('keys.json', folder), text);
  return text;
}

function reseed(next: string): void {
  seed = next;
  counter = 0;
}

function draw(length: number, record?: Bytes[]): Bytes {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 32) {
    const block = nodeCrypto.createHash('sha256').update(`qinglan vectors\n${seed}\n${counter++}`).digest();
    bytes.set(block.subarray(0, length - at), at);
  }
  record?.push(bytes);
  return bytes;
}

function fixChance(): void {
  Object.defineProperty(globalThis.crypto, 'getRandomValues', { value: (target: Uint8Array) => (target.set(draw(target.length)), target) });
  Object.defineProperty(nodeCrypto, 'randomBytes', { value: (length: number) => Buffer.from(draw(length).buffer) });
  syncBuiltinESMExports();
}

function binary(base64: string): Bytes {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

async function readText(name: string): Promise<string | undefined> {
  return readFile(new URL(name, folder), 'utf8').catch(() => undefined);
}
