import type { Bytes } from './bytes.ts';
import { bytesOf, canonicalBytes, fromBase64Url, sha256Hex, toBase64, toBase64Url, utf8 } from './bytes.ts';
import { parseCertificate } from './certificates.ts';
import { SealError } from './errors.ts';
import { importPublicKey } from './keys.ts';

/** As it travels: the certificate in base64, the signature as base64url of r‖s. */
export interface ActSignature {
  readonly certificate: string;
  readonly value: string;
}

export interface ActFacts {
  readonly deployment: string;
  /** Act id or step id. */
  readonly act: string;
  readonly subject: unknown;
  readonly input: unknown;
  readonly idempotencyKey: string;
}

/** The bytes a person signs for an act: the input itself is bound by its digest, the certificate by its fingerprint. */
export function actPayload(facts: ActFacts, certificate: Uint8Array): Bytes {
  return actPayloadFor(facts, sha256Hex(certificate));
}

/** The same where the fingerprint is known already. */
export function actPayloadFor({ deployment, act, subject, input, idempotencyKey }: ActFacts, fingerprint: string): Bytes {
  const inputDigest = sha256Hex(canonicalBytes(input));
  return canonicalBytes({ deployment, act, subject, inputDigest, idempotencyKey, certificate: fingerprint });
}

export async function signActPayload(payload: Bytes, privateKey: CryptoKey): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.sign(es256, privateKey, payload)));
}

/** Signs an act as the server expects it. */
export async function signAct(facts: ActFacts, certificate: Uint8Array, privateKey: CryptoKey): Promise<ActSignature> {
  return { certificate: toBase64(certificate), value: await signActPayload(actPayload(facts, certificate), privateKey) };
}

/** Throws `signature.*`. Says nothing about the certificate's chain, time or use: that is the trust store's word. */
export async function verifyActSignature(signature: ActSignature, facts: ActFacts): Promise<void> {
  const certificate = parseCertificate(signature.certificate);
  await verify(certificate.spki, signature.value, actPayloadFor(facts, certificate.fingerprint));
}

export const sessionPayload = (deployment: string, challenge: string): Bytes => utf8(`qinglan-session-v1\n${deployment}\n${challenge}`);

export async function signSessionChallenge(deployment: string, challenge: string, privateKey: CryptoKey): Promise<string> {
  return signActPayload(sessionPayload(deployment, challenge), privateKey);
}

export async function verifySessionChallenge(claim: {
  deployment: string;
  challenge: string;
  certificate: string;
  signature: string;
}): Promise<void> {
  await verify(parseCertificate(claim.certificate).spki, claim.signature, sessionPayload(claim.deployment, claim.challenge));
}

/** 64 bytes r‖s, or `signature.malformed`. */
export function signatureBytes(value: string): Bytes {
  const bytes = fromBase64Url(value);
  if (bytes?.length !== 64) throw new SealError('signature.malformed');
  return bytes;
}

async function verify(spki: Bytes, value: string, payload: Bytes): Promise<void> {
  const signature = signatureBytes(value);
  const key = await importPublicKey('sign', spki);
  if (!(await crypto.subtle.verify(es256, key, bytesOf(signature), payload))) throw new SealError('signature.invalid');
}

const es256 = { name: 'ECDSA', hash: 'SHA-256' };
