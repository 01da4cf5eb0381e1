import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Bytes } from '../bytes.ts';
import type { ParsedCertificate } from '../certificates.ts';
import { parseCertificate, remember } from '../certificates.ts';
import { SealError } from '../errors.ts';
import type { ActFacts, ActSignature } from '../signatures.ts';
import { actPayloadFor, sessionPayload, signatureBytes } from '../signatures.ts';

/**
 * The server's way to verify: synchronous, with the key object kept per certificate. The same answers as
 * `verifyActSignature`, several times as fast.
 */
export function verifyActSignatureSync(signature: ActSignature, facts: ActFacts): void {
  const certificate = parseCertificate(signature.certificate);
  verifySync(certificate, signature.value, actPayloadFor(facts, certificate.fingerprint));
}

export function verifySessionChallengeSync(claim: { deployment: string; challenge: string; certificate: string; signature: string }): void {
  verifySync(parseCertificate(claim.certificate), claim.signature, sessionPayload(claim.deployment, claim.challenge));
}

/** Verifies bytes under a certificate that the trust store has passed. */
export function verifySync(certificate: ParsedCertificate, value: string, payload: Bytes): void {
  const ok = verify('sha256', payload, { key: keyOf(certificate), dsaEncoding: 'ieee-p1363' }, signatureBytes(value));
  if (!ok) throw new SealError('signature.invalid');
}

function keyOf(certificate: ParsedCertificate): KeyObject {
  const known = keys.get(certificate.fingerprint);
  if (known !== undefined) return known;
  const key = createPublicKey({ key: Buffer.from(certificate.spki), format: 'der', type: 'spki' });
  remember(keys, certificate.fingerprint, key);
  return key;
}

const keys = new Map<string, KeyObject>();
