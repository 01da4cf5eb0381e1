import { fromBase64Url, toHex, utf8 } from './bytes.ts';
import { HASH_SIZE } from './hash.ts';
import { canonicalJson, isObject, parseCanonical, refuseFractions, type Json, type JsonObject } from './jcs.ts';
import { refuse } from './refusal.ts';

/** C2SP tlog-tiles gives an entry a 16-bit length. */
export const MAX_LEAF_BYTES = 65_535;

export const SEALED_BATCH = 'sealed-batch';
/** The one subject all sealed batches chain under. */
export const SEALED_BATCHES = 'sealed-batches';

/** Where a gated body waited: batch is the index of the batch leaf; salt and path are base64url. */
export interface SealedPlace { readonly batch: number; readonly slot: number; readonly salt: string; readonly path: readonly string[] }

/** The wrapper that the one writer puts round a body whose bytes were fixed in its transaction. */
export interface Leaf {
  readonly log: string;
  readonly subject: string;
  /** How many leaves this subject had before; with prev it makes the history's completeness checkable. */
  readonly seq: number;
  readonly prev: number | null;
  readonly body: JsonObject;
  readonly sealed?: SealedPlace;
}

export interface LeafParts { readonly log: string; readonly subject: string; readonly seq: number; readonly prev: number | null; readonly body: string; readonly sealed?: SealedPlace | undefined }

/** Joins canonical parts in canonical order, so the whole is canonical without a second pass over the body. */
export function encodeLeaf(parts: LeafParts): string {
  const sealed = parts.sealed === undefined ? '' : `"sealed":${canonicalJson(parts.sealed)},`;
  const text = `{"body":${parts.body},"log":${canonicalJson(parts.log)},"prev":${parts.prev},${sealed}"seq":${parts.seq},"subject":${canonicalJson(parts.subject)},"v":1}`;
  if (utf8(text).length > MAX_LEAF_BYTES) refuse('entry-too-large', `${utf8(text).length} bytes`);
  return text;
}

/** More than a sealed place of sixteen steps, the two numbers and the wrapper's own names take. */
const SEALED_ROOM = 2048;

/** Whether the leaf stays within the limit whatever seq and prev it will get. */
export function leafFits(parts: { log: string; subject: string; body: string; sealed?: SealedPlace | undefined }): boolean {
  // A UTF-16 unit takes three bytes at most, six where it is escaped: nearly every leaf is settled by this line.
  if (3 * parts.body.length + 6 * (parts.log.length + parts.subject.length) + SEALED_ROOM <= MAX_LEAF_BYTES) return true;
  const most = Number.MAX_SAFE_INTEGER;
  const frame = canonicalJson({ body: 0, log: parts.log, prev: most, seq: most, subject: parts.subject, v: 1, ...(parts.sealed === undefined ? {} : { sealed: parts.sealed }) });
  return utf8(frame).length + utf8(parts.body).length <= MAX_LEAF_BYTES;
}

const LEAF_KEYS = new Set(['body', 'log', 'prev', 'sealed', 'seq', 'subject', 'v']);

export function decodeLeaf(text: string): Leaf {
  const value = parseCanonical(text);
  if (!isObject(value) || value['v'] !== 1) return refuse('leaf-malformed', 'not a leaf of version 1');
  if (Object.keys(value).some((key) => !LEAF_KEYS.has(key))) refuse('leaf-malformed', 'unknown member');
  const { log, subject, seq, prev, body, sealed } = value;
  if (typeof log !== 'string' || typeof subject !== 'string') return refuse('leaf-malformed', 'log and subject are text');
  if (!isCount(seq) || !(prev === null || isCount(prev)) || (prev === null) !== (seq === 0)) return refuse('leaf-malformed', 'seq and prev do not agree');
  if (!isObject(body)) return refuse('leaf-malformed', 'body is an object');
  checkBody(body, subject);
  return { log, subject, seq, prev, body, ...(sealed === undefined ? {} : { sealed: decodePlace(sealed) }) };
}

/**
 * What the ledger asks of a body, no more: canonical integers-only JSON that names itself and its subject.
 * Callers check before they commit, since a body that cannot be appended stops its subject for good.
 */
export function parseBody(text: string, subject: string): JsonObject {
  const body = parseCanonical(text);
  if (!isObject(body)) return refuse('leaf-malformed', 'body is an object');
  checkBody(body, subject);
  return body;
}

/** A body's id; a sealed batch has constant members only and is named by its random root. */
export function idOfBody(body: JsonObject): string {
  if (typeof body['id'] === 'string') return body['id'];
  if (body['fp'] === SEALED_BATCH && typeof body['root'] === 'string') return uuidOf(fromBase64Url(body['root'], HASH_SIZE));
  return refuse('leaf-malformed', 'body has no id');
}

export function batchBody(at: string, root: string): string {
  return canonicalJson({ v: 1, fp: SEALED_BATCH, at, root });
}

const BATCH_KEYS = 'at,fp,root,v';

function checkBody(body: JsonObject, subject: string): void {
  refuseFractions(body);
  idOfBody(body);
  if (body['fp'] === SEALED_BATCH) {
    if (Object.keys(body).join() !== BATCH_KEYS || subject !== SEALED_BATCHES) refuse('leaf-malformed', 'not a sealed batch');
  } else if (body['subject'] !== subject) {
    refuse('subject-mismatch', 'body and wrapper name different subjects');
  }
}

function decodePlace(value: Json): SealedPlace {
  if (!isObject(value) || Object.keys(value).join() !== 'batch,path,salt,slot') return refuse('leaf-malformed', 'sealed place');
  const { batch, slot, salt, path } = value;
  if (!isCount(batch) || !isCount(slot) || typeof salt !== 'string' || !Array.isArray(path)) return refuse('leaf-malformed', 'sealed place');
  const texts = path.map((step: Json) => (typeof step === 'string' ? step : refuse('leaf-malformed', 'sealed path')));
  for (const text of [salt, ...texts]) fromBase64Url(text, HASH_SIZE);
  return { batch, slot, salt, path: texts };
}

/** RFC 9562 version 8: an identifier cut from a hash. */
function uuidOf(hash: Uint8Array): string {
  const bytes = hash.slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
