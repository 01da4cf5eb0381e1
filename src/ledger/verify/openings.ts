import {
  canonicalJson, concat, equalBytes, fromBase64, fromBase64Url, fromHex, HASH_SIZE, isObject, refuse, toHex, utf8, verifyEs256,
  type Bytes, type Json, type Sha256,
} from '../core/index.ts';
import type { EvidenceBundle, OpenedField, SignedRequest } from './bundle.ts';
import type { LoggedEntry, VerifiedEntry } from './entries.ts';

const SALT_SIZE = 16;

/** Opened fields against the commitments in the log: SHA-256(salt ‖ canonical value), for a document SHA-256(salt ‖ digest). */
export function verifyOpened(entry: LoggedEntry, fields: Readonly<Record<string, OpenedField>>, sha256: Sha256): Map<string, Json> {
  const opened = new Map<string, Json>();
  for (const [name, field] of Object.entries(fields)) {
    const committed = [
      { claim: member(entry.leaf.body['commitments'], name), bytes: utf8(canonicalJson(field.value)) },
      { claim: member(entry.leaf.body['docs'], name), bytes: documentBytes(field.value) },
    ];
    const salt = fromBase64Url(field.salt, SALT_SIZE);
    const holds = committed.some(({ claim, bytes }) => claim !== null && bytes !== null && equalBytes(sha256(concat(salt, bytes)), fromBase64Url(claim, HASH_SIZE)));
    if (!holds) refuse('commitment-invalid', `field ${name} of entry ${entry.index}`);
    opened.set(name, field.value);
  }
  return opened;
}

/** Certificates are known by their digest alone; whether an issuer is trusted is asked elsewhere. */
export function verifyCertificates(bundle: EvidenceBundle, sha256: Sha256): Map<string, Bytes> {
  return digested(bundle.certificates, 'certificate-differs', sha256);
}

export function verifyDocuments(bundle: EvidenceBundle, sha256: Sha256): Map<string, Bytes> {
  return digested(bundle.documents ?? {}, 'document-differs', sha256);
}

/** The actor's ES256 signature over the request that made this leaf. */
export async function verifySigned(
  entry: LoggedEntry, request: SignedRequest, deployment: string, certificates: ReadonlyMap<string, Bytes>,
): Promise<VerifiedEntry['signed']> {
  const { body, subject: leafSubject } = entry.leaf;
  const certificate = member(body['sig'], 'certificate');
  const value = member(body['sig'], 'value');
  if (certificate === null || value === null || member(body['sig'], 'alg') !== 'ES256') return refuse('actor-signature-invalid', `entry ${entry.index} carries none`);
  if (body['actorKey'] !== certificate) refuse('actor-signature-invalid', `entry ${entry.index} is by another key than its actor's`);
  const der = certificates.get(certificate) ?? refuse('certificate-missing', `certificate ${certificate} of entry ${entry.index}`);
  const { inputDigest, idempotencyKey, act = actOf(body), subject = leafSubject } = request;
  const message = utf8(canonicalJson({ deployment, act, subject, inputDigest, idempotencyKey, certificate }));
  if (!(await verifyEs256(der, message, fromBase64Url(value)))) refuse('actor-signature-invalid', `entry ${entry.index}`);
  return { act, subject, inputDigest, idempotencyKey };
}

/** A leaf names its act by step or point; governance leaves carry their own prefix before the act's id. */
function actOf(body: { readonly [key: string]: Json }): string {
  const { step, fp, kind } = body;
  const id = typeof step === 'string' ? step : typeof fp === 'string' ? fp : '';
  return kind === 'gov' ? id.replace(/^gov-/, '') : id;
}

function digested(texts: Readonly<Record<string, string>>, code: 'certificate-differs' | 'document-differs', sha256: Sha256): Map<string, Bytes> {
  const found = new Map<string, Bytes>();
  for (const [digest, text] of Object.entries(texts)) {
    const bytes = fromBase64(text);
    if (toHex(sha256(bytes)) !== digest) refuse(code, digest);
    found.set(digest, bytes);
  }
  return found;
}

/** One document is committed by its digest, several in one field by the list of theirs. */
function documentBytes(value: Json): Bytes | null {
  if (Array.isArray(value)) return utf8(canonicalJson(value));
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? fromHex(value) : null;
}

function member(value: Json | undefined, name: string): string | null {
  const found = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof found === 'string' ? found : null;
}
