import { createHash } from 'node:crypto';
import { canonical } from '../../kernel/canonical.ts';
import { OPENED_FIELDS, SIGNED_ACTS } from '../../law/evidence.ts';
import type { OpenedField, SignedRequest } from '../../ledger/index.ts';
import type { ActSignature, Secret } from '../../platform/leaf-body.ts';

/** A durable leaf with the salts of what it commits to. */
export interface KeptLeaf { readonly id: string; readonly fp: string; readonly body: LeafBody; readonly secrets: Readonly<Record<string, Secret>> }
export interface LeafBody {
  readonly kind: string; readonly actorKey: string; readonly at: string; readonly public: Readonly<Record<string, unknown>>;
  readonly docs?: Readonly<Record<string, string>>; readonly moves?: readonly { readonly machine: string; readonly subject: string; readonly event: string }[];
}

/** Documents that are no files but records of the platform, by their digest; a leaf's digest proves them. */
export type Contents = ReadonlyMap<string, string>;

export function openedFields(leaf: KeptLeaf, gates: readonly string[], publicFiles: ReadonlySet<string>): Record<string, OpenedField> {
  const listed = (OPENED_FIELDS[leaf.fp] ?? []).filter(([, from]) => gates.includes(from)).map(([field]) => field);
  // a file that anyone may fetch is no secret, whoever committed to it
  const files = Object.keys(leaf.body.docs ?? {}).filter((field) => digestsOf(leaf.secrets[field]).every((digest) => publicFiles.has(digest)));
  const opened: Record<string, OpenedField> = {};
  for (const field of new Set([...listed, ...files])) {
    const secret = leaf.secrets[field];
    if (secret !== undefined) opened[field] = secret as OpenedField;
  }
  return opened;
}

/** The digests in a document field, for asking which of them are public. */
export function digestsOf(secret: Secret | undefined): string[] {
  const values: readonly unknown[] = Array.isArray(secret?.value) ? secret.value : [secret?.value];
  const digests = values.filter((value): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));
  // an empty answer would pass as "all public"
  return digests.length === values.length && digests.length > 0 ? digests : ['not a digest'];
}

/** The request behind a leaf's signature, without which the signature says nothing. */
export function signedRequest(leaf: KeptLeaf): SignedRequest | null {
  const kept = leaf.secrets['_sig']?.value as Omit<ActSignature, 'certificate' | 'value'> | undefined;
  if (kept === undefined || !SIGNED_ACTS.has(kept.act)) return null;
  const { inputDigest, idempotencyKey, act, subject } = kept;
  return { inputDigest, idempotencyKey, act, subject };
}

export function contentsOf(values: readonly unknown[]): Contents {
  return new Map(values.map((value) => {
    const text = canonical(value);
    return [createHash('sha256').update(text).digest('hex'), text];
  }));
}
