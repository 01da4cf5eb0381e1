import { describe, expect, it } from 'vitest';
import { canonicalBytes, sha256Hex, textOf, toBase64, toBase64Url } from './bytes.ts';
import { answerTestShare, checkTestAnswer, makeTestShare, releaseShare } from './custodian.ts';
import type { OpeningProof } from './custodian.ts';
import { SealError } from './errors.ts';
import { exportPrivateKey, generateKeyPair } from './keys.ts';
import { verifyActSignatureSync, verifySessionChallengeSync } from './node/verify.ts';
import { sealBid } from './envelope.ts';
import { combineShares } from './secrets.ts';
import type { ActFacts, ActSignature } from './signatures.ts';
import { actPayload, signAct, signSessionChallenge, verifyActSignature, verifySessionChallenge } from './signatures.ts';
import { vectorCustody, vectorKey } from './vectors.ts';

const facts: ActFacts = { deployment: 'd', act: 'bid-submit', subject: 'lot-1', input: { b: 1, a: '清' }, idempotencyKey: 'k' };

async function codeOf(attempt: () => unknown): Promise<string> {
  try {
    await attempt();
    return 'accepted';
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
}

describe.each([
  ['in the browser and everywhere', verifyActSignature],
  ['fast, on the server', async (signature: ActSignature, claimed: ActFacts) => verifyActSignatureSync(signature, claimed)],
])('the signature of an act, verified %s', (_, verify) => {
  it('holds for what was signed and nothing else', async () => {
    const { certificate, privateKey } = await vectorKey('signer');
    const signature = await signAct(facts, certificate, privateKey);
    expect(await codeOf(() => verify(signature, facts))).toBe('accepted');
    const changes: Partial<ActFacts>[] = [{ deployment: 'e' }, { act: 'bid-withdraw' }, { subject: 'lot-2' }, { input: { b: 1, a: '情' } }, { idempotencyKey: 'l' }];
    for (const change of changes) expect(await codeOf(() => verify(signature, { ...facts, ...change }))).toBe('signature.invalid');
    const other = toBase64((await vectorKey('other')).certificate);
    expect(await codeOf(() => verify({ ...signature, certificate: other }, facts))).toBe('signature.invalid');
  });

  it('refuses what is not 64 bytes of base64url', async () => {
    const certificate = toBase64((await vectorKey('signer')).certificate);
    for (const value of ['', 'AAAA', '+'.repeat(86), toBase64Url(new Uint8Array(65)), `${toBase64Url(new Uint8Array(64)).slice(0, -1)}B`]) {
      expect(await codeOf(() => verify({ certificate, value }, facts)), value).toBe('signature.malformed');
    }
    expect(await codeOf(() => verify({ certificate, value: toBase64Url(new Uint8Array(64)) }, facts))).toBe('signature.invalid');
    expect(await codeOf(() => verify({ certificate: 'AAAA', value: toBase64Url(new Uint8Array(64)) }, facts))).toBe('certificate.malformed');
  });
});

describe('payloads', () => {
  it('are JCS, whatever the order of the input', () => {
    const certificate = new Uint8Array([1]);
    const text = textOf(actPayload({ ...facts, input: { a: '清', b: 1 } }, certificate));
    expect(text).toBe(textOf(actPayload(facts, certificate)));
    expect(Object.keys(JSON.parse(text))).toEqual(['act', 'certificate', 'deployment', 'idempotencyKey', 'inputDigest', 'subject']);
    expect(JSON.parse(text).inputDigest).toBe(sha256Hex(canonicalBytes(facts.input)));
  });

  it('of a session are bound to deployment and challenge', async () => {
    const { certificate, privateKey } = await vectorKey('signer');
    const claim = { deployment: 'd', challenge: 'c', certificate: toBase64(certificate), signature: await signSessionChallenge('d', 'c', privateKey) };
    for (const verify of [verifySessionChallenge, verifySessionChallengeSync]) {
      expect(await codeOf(() => verify(claim))).toBe('accepted');
      expect(await codeOf(() => verify({ ...claim, deployment: 'e' }))).toBe('signature.invalid');
      expect(await codeOf(() => verify({ ...claim, challenge: 'x' }))).toBe('signature.invalid');
    }
  });
});

it('a key is non-extractable unless asked', async () => {
  const { privateKey } = await generateKeyPair('encrypt');
  await expect(exportPrivateKey(privateKey)).rejects.toThrow();
  expect((await exportPrivateKey((await generateKeyPair('sign', true)).privateKey)).length).toBeGreaterThan(100);
});

describe('a custodian', () => {
  const proof: OpeningProof = { deployment: 'd', lotId: 'lot-1', fp: 'opn-start', state: 'durable', leafId: 'leaf', at: 2000, bidDeadline: 1000 };

  async function header(backup: boolean) {
    const context = { deployment: 'd', lotId: 'lot-1', bidderId: 'b', custody: await vectorCustody(), bidderCertificate: (await vectorKey('bidder')).certificate };
    return (await sealBid({ form: { lotId: 'lot-1', priceFen: '1', duration: '1' }, files: [], context, backup })).header;
  }

  it('releases its share for a proven opening after the deadline only', async () => {
    const sealed = await header(false);
    const { privateKey } = await vectorKey('centre');
    const release = (changed: OpeningProof | undefined) => codeOf(() => releaseShare({ header: sealed, proof: changed, custodianId: 'centre' }, privateKey));
    expect(await release(proof)).toBe('accepted');
    expect(await release(undefined)).toBe('custodian.proof_missing');
    expect(await release({ ...proof, lotId: 'lot-2' })).toBe('custodian.proof_foreign');
    expect(await release({ ...proof, deployment: 'e' })).toBe('custodian.proof_foreign');
    expect(await release({ ...proof, at: 999 })).toBe('custodian.before_deadline');
    expect(await release({ ...proof, at: Number.NaN })).toBe('custodian.before_deadline');
  });

  it('and another give the secret; the backup share comes along where there is one', async () => {
    const sealed = await header(true);
    const released = [];
    for (const id of ['notary', 'supervisor'] as const) released.push(await releaseShare({ header: sealed, proof, custodianId: id }, (await vectorKey(id)).privateKey));
    expect((await combineShares(sealed, released.map(({ share }) => share))).length).toBe(32);
    expect(released.every(({ backup }) => backup !== undefined)).toBe(true);
  });

  it('answers a test share, and nobody else does', async () => {
    const { certificate, privateKey } = await vectorKey('notary');
    const { test, expected } = await makeTestShare(certificate);
    checkTestAnswer(expected, await answerTestShare(test, privateKey));
    expect(await codeOf(async () => answerTestShare(test, (await vectorKey('centre')).privateKey))).toBe('seal.wrong_key');
    expect(await codeOf(() => checkTestAnswer(expected, '0'.repeat(64)))).toBe('custodian.test_failed');
  });

  it('cannot be made to open a real share by a test', async () => {
    const { privateKey } = await vectorKey('centre');
    const [share] = (await header(false)).custody.shares;
    if (share === undefined) throw new Error('a share expected');
    const test = { certificate: share.certificate, point: share.point, enc: share.enc, ct: share.ct };
    expect(await codeOf(() => answerTestShare(test, privateKey))).toBe('seal.wrong_key');
  });
});
