import { createHash } from 'node:crypto';
import type { GateId } from '../../../catalogue/index.ts';
import { canonical } from '../../kernel/canonical.ts';
import type { OpenedField, SignedRequest } from '../../ledger/index.ts';
import type { ActSignature, Secret } from '../../platform/leaf-body.ts';

/** A durable leaf with the salts of what it commits to. */
export interface KeptLeaf { readonly id: string; readonly fp: string; readonly body: LeafBody; readonly secrets: Readonly<Record<string, Secret>> }
export interface LeafBody {
  readonly kind: string; readonly actorKey: string; readonly at: string; readonly public: Readonly<Record<string, unknown>>;
  readonly docs?: Readonly<Record<string, string>>; readonly moves?: readonly { readonly machine: string; readonly subject: string; readonly event: string }[];
}

/**
 * What may be shown of what a leaf only commits to, and from which gate on. A list of what may go out, never of what may not:
 * a field that nobody has thought of stays closed. Names and addresses of natural persons are in none of the rows.
 */
const OPENED: Readonly<Record<string, readonly (readonly [field: string, from: GateId])[]>> = {
  'doc-seal': [['evaluationConfig', 'immediate']],
  'doc-issue': [['evaluationConfig', 'immediate']],
  'bid-encrypt': [['bidderId', 'bid-deadline'], ['cipherFile', 'bid-deadline']],
  'bid-submit': [['bidderId', 'bid-deadline'], ['cipherFile', 'bid-deadline']],
  'bid-receipt': [['bidderId', 'bid-deadline'], ['cipherFile', 'bid-deadline']],
  'bid-withdraw': [['bidderId', 'bid-deadline']],
  'opn-start': [['bidListSnapshot', 'bid-deadline']],
  'opn-announce': [['openingForm', 'award-decided']],
  'opn-confirm': [['openingRecord', 'bid-deadline']],
  'gov-chance-t0': [['inputIds', 'award-decided']],
  'exp-draw-run': [['expertIds', 'award-decided'], ['resultList', 'award-decided']],
  'evl-score': [['criterionScores', 'award-decided'], ['scoreSheet', 'award-decided']],
  'evl-summary': [['calculationSheet', 'award-decided']],
  'evl-report': [['reportFile', 'award-decided']],
};

/** Documents that are no files but records of the platform, by their digest; a leaf's digest proves them. */
export type Contents = ReadonlyMap<string, string>;

export function openedFields(leaf: KeptLeaf, gates: readonly string[], publicFiles: ReadonlySet<string>): Record<string, OpenedField> {
  const listed = (OPENED[leaf.fp] ?? []).filter(([, from]) => from === 'immediate' || gates.includes(from)).map(([field]) => field);
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

/**
 * Acts whose request may be checked by anyone. The digest of an input would let a guess at a secret in it be tested, so an act
 * is here only if its input has nothing that is committed under salt and could be guessed, or holds 256 bits nobody can.
 * `bid-encrypt` is left out: the envelope's digest is shown, and the digest of the plain container must not become testable.
 */
const SIGNED: ReadonlySet<string> = new Set([
  'int-submit', 'not-publish', 'not-abnormal', 'doc-seal', 'doc-issue', 'gpr-intention', 'gpr-plan',
  'bid-submit', 'bid-withdraw', 'opn-decrypt', 'chance-commit', 'chance-reveal', 'exp-draw-request',
  'awd-candidate', 'awd-decide', 'awd-notice', 'awd-result', 'ctr-sign', 'do-winner-out', 'do-report-award',
]);

/** The request behind a leaf's signature, without which the signature says nothing. */
export function signedRequest(leaf: KeptLeaf): SignedRequest | null {
  const kept = leaf.secrets['_sig']?.value as Omit<ActSignature, 'certificate' | 'value'> | undefined;
  if (kept === undefined || !SIGNED.has(kept.act)) return null;
  const { inputDigest, idempotencyKey, act, subject } = kept;
  return { inputDigest, idempotencyKey, act, subject };
}

export function contentsOf(values: readonly unknown[]): Contents {
  return new Map(values.map((value) => {
    const text = canonical(value);
    return [createHash('sha256').update(text).digest('hex'), text];
  }));
}
