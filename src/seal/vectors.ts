import { sm3 } from 'sm-crypto-v2';
import type { Bytes } from './bytes.ts';
import { canonicalBytes, concat, fromBase64, sha256Hex, textOf, toBase64, toHex } from './bytes.ts';
import { checkEnvelope } from './check.ts';
import { SealError } from './errors.ts';
import { custodySetId, encodeHeader, keyInfo, parseHead } from './header.ts';
import type { Custodian } from './header.ts';
import { importPrivateKey } from './keys.ts';
import { openEnvelope } from './open.ts';
import { combineBackupShares, combineShares, openBackupShare, openCustodianShare, openFileKey, recoverBidderSecret, stanzaKey } from './secrets.ts';
import type { Share } from './secrets.ts';
import { actPayload, sessionPayload, verifyActSignature, verifySessionChallenge } from './signatures.ts';
import envelopeVectors from './vectors/envelopes.json' with { type: 'json' };
import keyVectors from './vectors/keys.json' with { type: 'json' };
import signatureVectors from './vectors/signatures.json' with { type: 'json' };

type EnvelopeVector = (typeof envelopeVectors)[number];
type Refusal = EnvelopeVector['refusals'][number];
export type VectorKeyName = keyof typeof keyVectors.keys;

export interface VectorReport {
  readonly checks: number;
  readonly failures: readonly string[];
}

/**
 * Runs the published vectors on the machine at hand. A second implementation that reads the same files can be compared with
 * ours; a page can show a citizen that the browser in front of them agrees.
 */
export async function verifyVectors(): Promise<VectorReport> {
  const report = new Report();
  for (const vector of envelopeVectors) {
    await report.guard(vector.name, async () => {
      await checkOpening(report, vector);
      await checkDerivation(report, vector);
      for (const refusal of vector.refusals) await checkRefusal(report, vector, refusal);
    });
  }
  await report.guard('signatures', async () => checkSignatures(report));
  return { checks: report.checks, failures: report.failures };
}

/** Keys and certificates everybody knows: for vectors and tests, worthless as secrets. */
export async function vectorKey(name: VectorKeyName): Promise<{ certificate: Bytes; privateKey: CryptoKey }> {
  const entry = keyVectors.keys[name];
  return { certificate: binary(entry.certificate), privateKey: await importPrivateKey(name === 'signer' ? 'sign' : 'encrypt', binary(entry.privateKey)) };
}

export const vectorAuthorities = (): { roots: Bytes[]; intermediates: Bytes[] } => ({
  roots: [binary(keyVectors.root)],
  intermediates: [binary(keyVectors.issuing)],
});

export const vectorCustodians = ['centre', 'notary', 'supervisor'] as const;

export async function vectorCustody(): Promise<Custodian[]> {
  return Promise.all(vectorCustodians.map(async (id) => ({ id, certificate: (await vectorKey(id)).certificate })));
}

async function checkOpening(report: Report, vector: EnvelopeVector): Promise<void> {
  const envelope = binary(vector.envelope);
  const custody = await vectorCustody();
  const bidder = await vectorKey('bidder');
  const context = { ...vector.context, custody, bidderCertificate: bidder.certificate };
  const { header } = checkEnvelope(envelope, context);
  report.same('custody set', custodySetId(custody), vector.custodySet);
  report.same('sha256', sha256Hex(envelope), vector.cipherDigest.sha256);
  report.same('sm3', sm3(envelope), vector.cipherDigest.sm3);
  const bidderSecret = await recoverBidderSecret(header, bidder.privateKey);
  report.same('bidder secret', toHex(bidderSecret), vector.bidderSecret);
  const shares: Share[] = [];
  for (const id of vectorCustodians) shares.push(await openCustodianShare(header, id, (await vectorKey(id)).privateKey));
  report.same('shares', shares.map(({ share }) => toHex(share)).join(), vector.shares.join());
  for (const left of shares) report.same('pair', toHex(await combineShares(header, shares.filter((share) => share !== left))), vector.custodySecret);
  if (header.backup !== undefined) {
    const backup = [];
    for (const id of vectorCustodians.slice(1)) backup.push(await openBackupShare(header, id, (await vectorKey(id)).privateKey));
    report.same('backup', toHex(await combineBackupShares(header, backup)), vector.bidderSecret);
  }
  const opened = await openEnvelope(envelope, { bidderSecret, shares: shares.slice(0, 2) }, { expect: context, plainDigest: vector.plainDigest });
  report.same('form', textOf(canonicalBytes(opened.form)), textOf(canonicalBytes(vector.form)));
  report.same('files', opened.files.map((file) => toBase64(file.bytes)).join(), vector.files.join());
}

async function checkDerivation(report: Report, vector: EnvelopeVector): Promise<void> {
  const head = parseHead(binary(vector.envelope));
  const [bidderSecret, custodySecret] = [hex(vector.bidderSecret), hex(vector.custodySecret)];
  report.same('header', textOf(encodeHeader(head.header)), vector.header);
  report.same('info', textOf(keyInfo(head.header)), vector.keyInfo);
  const input = await crypto.subtle.importKey('raw', concat(bidderSecret, custodySecret), 'HKDF', false, ['deriveBits']);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: keyInfo(head.header) };
  report.same('stanza key', toHex(new Uint8Array(await crypto.subtle.deriveBits(derivation, input, 256))), vector.stanzaKey);
  const fileKey = await openFileKey(await stanzaKey(bidderSecret, custodySecret, head.header), head.sealedFileKey, head.headerBytes);
  report.same('file key', toHex(fileKey), vector.fileKey);
}

async function checkRefusal(report: Report, vector: EnvelopeVector, refusal: Refusal): Promise<void> {
  const envelope = binary(vector.envelope).slice(0, refusal.keep ?? undefined);
  if (refusal.flip !== null) envelope[refusal.flip] = (envelope[refusal.flip] ?? 0) ^ 1;
  const custody = refusal.custody === 'reordered-ids' ? (await vectorCustody()).map((entry, i) => ({ ...entry, id: `other-${i}` })) : await vectorCustody();
  const secret = (value: string, use: string) => (use === 'given' ? hex(value) : use === 'zero' ? new Uint8Array(32) : undefined);
  const bidderSecret = secret(vector.bidderSecret, refusal.bidderSecret);
  const custodySecret = secret(vector.custodySecret, refusal.custodySecret);
  const secrets = { ...(bidderSecret && { bidderSecret }), ...(custodySecret && { custodySecret }) };
  const code = await codeOf(openEnvelope(envelope, secrets, { expect: { ...vector.context, ...refusal.context, custody } }));
  report.same(`refusal ${refusal.name}`, code, refusal.code);
}

async function checkSignatures(report: Report): Promise<void> {
  const { certificate } = await vectorKey('signer');
  for (const vector of signatureVectors.acts) {
    report.same('act payload', textOf(actPayload(vector.facts, certificate)), vector.payload);
    const signature = { certificate: toBase64(certificate), value: vector.value };
    report.same('act', await codeOf(verifyActSignature(signature, vector.facts)), 'ok');
    report.same('other input', await codeOf(verifyActSignature(signature, { ...vector.facts, input: { other: true } })), 'signature.invalid');
  }
  const { deployment, challenge, payload, value } = signatureVectors.session;
  report.same('session payload', textOf(sessionPayload(deployment, challenge)), payload);
  const claim = { deployment, challenge, certificate: toBase64(certificate), signature: value };
  report.same('session', await codeOf(verifySessionChallenge(claim)), 'ok');
}

class Report {
  checks = 0;
  readonly failures: string[] = [];
  private current = '';

  async guard(name: string, check: () => Promise<void>): Promise<void> {
    this.current = name;
    try {
      await check();
    } catch (error) {
      this.failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  same(what: string, actual: string, expected: string): void {
    this.checks += 1;
    if (actual !== expected) this.failures.push(`${this.current}: ${what}: ${actual.slice(0, 80)} instead of ${expected.slice(0, 80)}`);
  }
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'ok';
  } catch (error) {
    return error instanceof SealError ? error.code : `untyped: ${String(error)}`;
  }
}

function binary(base64: string): Bytes {
  const bytes = fromBase64(base64);
  if (bytes === undefined) throw new TypeError('a vector is not base64');
  return bytes;
}

function hex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
