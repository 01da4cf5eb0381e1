import type { Bytes } from './bytes.ts';
import { canonicalBytes, concat, fromBase64Url, sha256Hex, toBase64Url, utf8 } from './bytes.ts';
import { encryptionHolder } from './certificates.ts';
import { SealError } from './errors.ts';
import type { SealHeader } from './header.ts';
import { unwrapSecret, wrapSecret } from './hpke.ts';
import type { Share } from './secrets.ts';
import { openBackupShare, openCustodianShare } from './secrets.ts';

/**
 * What the agent has verified for itself before it calls: a ledger leaf `opn-start` of this lot that is durable. This module
 * only checks that the proof is about the envelope at hand and lies after the deadline.
 */
export interface OpeningProof {
  readonly deployment: string;
  readonly lotId: string;
  readonly fp: 'opn-start';
  readonly state: 'durable';
  readonly leafId: string;
  /** Milliseconds since the epoch, both from the leaf. */
  readonly at: number;
  readonly bidDeadline: number;
}

export interface ReleaseRequest {
  readonly header: SealHeader;
  readonly proof: OpeningProof | undefined;
  readonly custodianId: string;
}

export interface ReleasedShares {
  readonly leafId: string;
  readonly share: Share;
  /** Present when the bidder chose the backup. */
  readonly backup: Share | undefined;
}

export async function releaseShare({ header, proof, custodianId }: ReleaseRequest, privateKey: CryptoKey): Promise<ReleasedShares> {
  requireOpening(header, proof);
  const share = await openCustodianShare(header, custodianId, privateKey);
  const backup = header.backup === undefined ? undefined : await openBackupShare(header, custodianId, privateKey);
  return { leafId: proof.leafId, share, backup };
}

/** A share for practice, wrapped for its own purpose: answering it can never open a real one. */
export interface TestShare {
  readonly certificate: string;
  readonly point: string;
  readonly enc: string;
  readonly ct: string;
}

/** `expected` stays with the asker; the answer proves that the holder of the key could unwrap. */
export async function makeTestShare(certificate: Uint8Array): Promise<{ test: TestShare; expected: string }> {
  const { fingerprint, point } = encryptionHolder('custodian', certificate);
  const secret = crypto.getRandomValues(new Uint8Array(33));
  const { enc, ct } = await wrapSecret(point, testInfo(fingerprint), secret);
  const test = { certificate: fingerprint, point: toBase64Url(point), enc: toBase64Url(enc), ct: toBase64Url(ct) };
  return { test, expected: answerOf(secret) };
}

export async function answerTestShare(test: TestShare, privateKey: CryptoKey): Promise<string> {
  const [point, enc, ct] = [test.point, test.enc, test.ct].map(fromBase64Url);
  if (point === undefined || enc === undefined || ct === undefined) throw new SealError('seal.malformed');
  return answerOf(await unwrapSecret(privateKey, point, testInfo(test.certificate), { enc, ct }));
}

export function checkTestAnswer(expected: string, answer: string): void {
  if (answer !== expected) throw new SealError('custodian.test_failed');
}

function requireOpening(header: SealHeader, proof: OpeningProof | undefined): asserts proof is OpeningProof {
  if (proof?.fp !== 'opn-start' || proof.state !== 'durable') throw new SealError('custodian.proof_missing');
  if (proof.lotId !== header.lot || proof.deployment !== header.deployment) throw new SealError('custodian.proof_foreign');
  if (!(proof.at >= proof.bidDeadline)) throw new SealError('custodian.before_deadline');
}

const testInfo = (fingerprint: string): Bytes => canonicalBytes(['qinglan-test-share-v1', fingerprint]);

const answerOf = (secret: Bytes): string => sha256Hex(concat(utf8('qinglan-test-answer-v1\n'), secret));
