import { createHash } from 'node:crypto';
import { catalogueVersion } from '../../catalogue/index.ts';
import { canonical } from '../kernel/canonical.ts';
import type { Chance } from './act.ts';
import type { LeafDraft } from './work.ts';

/** act and subject are those of the request: what the person signed, whatever leaf it became. */
export interface ActSignature { certificate: string; value: string; inputDigest: string; idempotencyKey: string; act: string; subject: string }
export interface Secret { salt: string; value: unknown }

export interface LeafRow {
  id: string; subject: string; lot_id: string | null; kind: string; fp: string; gate: string | null;
  body: string; body_hash: string; secrets: Record<string, Secret>;
}

/** Fixes a leaf's bytes: public fields in clear, the rest as commitments whose salts stay in the row's `secrets`. */
export function leafRow(draft: LeafDraft, judged: { passed: string[]; softFailed: string[] }, at: string, chance: Chance, signature: ActSignature | null): LeafRow {
  const secrets: Record<string, Secret> = {};
  const commitments: Record<string, string> = {};
  for (const [field, value] of Object.entries(draft.salted)) {
    commitments[field] = commit(secrets, field, value ?? null, utf8(canonical(value ?? null)), chance);
  }
  const docs: Record<string, string> = {};
  for (const [field, digest] of Object.entries(draft.docs)) {
    // several files in one field are committed as the list of their digests
    const bytes = Array.isArray(digest) ? utf8(canonical(digest)) : Buffer.from(digest, 'hex');
    docs[field] = commit(secrets, field, digest, bytes, chance);
  }
  const id = chance.uuid();
  if (signature) {
    // kept beside the row, shown with the evidence: without the key nobody can test guesses against the signature
    secrets['_sig'] = { salt: '', value: { inputDigest: signature.inputDigest, idempotencyKey: signature.idempotencyKey, act: signature.act, subject: signature.subject } };
  }
  const body = canonical({
    v: 1, id, kind: draft.kind, fp: draft.fp, ...(draft.step ? { step: draft.step } : {}),
    actorRole: draft.actorRole, actorKey: draft.actorKey, subject: draft.subject, ...(draft.lotId ? { lotId: draft.lotId } : {}), at,
    public: draft.public, commitments, docs, rulesPassed: judged.passed, softFailed: judged.softFailed,
    moves: draft.moves, params: catalogueVersion,
    ...(signature ? { sig: { alg: 'ES256', certificate: signature.certificate, value: signature.value } } : {}),
  });
  if (body.length > LEAF_BODY_MAX) throw new Error(`leaf of ${draft.fp} is too long: ${body.length}`);
  wholeNumbers(draft.public, draft.fp);
  const bodyHash = createHash('sha256').update(body).digest('hex');
  return { id, subject: draft.subject, lot_id: draft.lotId, kind: draft.kind, fp: draft.fp, gate: draft.gate, body, body_hash: bodyHash, secrets };
}

function commit(secrets: Record<string, Secret>, field: string, value: unknown, bytes: Uint8Array, chance: Chance): string {
  const salt = chance.bytes(16);
  secrets[field] = { salt: Buffer.from(salt).toString('base64url'), value };
  return createHash('sha256').update(salt).update(bytes).digest('base64url');
}

const LEAF_BODY_MAX = 60_000;

/** The ledger takes whole numbers only: a fraction in a leaf would stop its subject for good, so its act must not commit. */
function wholeNumbers(value: unknown, fp: string): void {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Error(`leaf of ${fp} has a fraction: ${value}`);
  if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) wholeNumbers(inner, fp);
}

function utf8(text: string): Uint8Array { return Buffer.from(text, 'utf8'); }
