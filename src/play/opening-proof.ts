import {
  decodeLeaf, decodeVkey, leafHash, parseTlogProof, utf8, verifyInclusion, verifyNote, type JsonObject,
} from '../ledger/core/index.ts';
import type { OpeningProof } from '../seal/index.ts';

/** One leaf as the log gives it: its exact bytes and the proof that it is in. */
export interface Evidence { entry: string; proof: string }

/** The body of a leaf that is durable under this key; throws for anything that does not hold. */
export async function durableBody(evidence: Evidence, vkey: string): Promise<JsonObject> {
  const { index, path, note } = parseTlogProof(evidence.proof);
  await verifyNote(note, [decodeVkey(vkey)]);
  const { size, root } = note.checkpoint;
  if (!verifyInclusion({ index, size, leafHash: leafHash(utf8(evidence.entry)), root, path })) throw new Error('the leaf is not in the log its proof names');
  const leaf = decodeLeaf(evidence.entry);
  if (leaf.log !== note.checkpoint.origin) throw new Error('the leaf belongs to another log');
  return leaf.body;
}

/**
 * What a custodian asks before it gives a share: that the opening of this lot has begun, on the record, and not before the
 * deadline that the tenderer has published, on the record too. The platform's word alone is not enough.
 */
export async function openingProof(lotId: string, deployment: string, vkey: string, start: Evidence, documents: readonly Evidence[]): Promise<OpeningProof> {
  const body = await durableBody(start, vkey);
  const at = Date.parse(textOf(body['at']));
  if (body['fp'] !== 'opn-start' || body['kind'] !== 'act' || body['lotId'] !== lotId || !Number.isFinite(at)) throw new Error('the leaf does not start the opening of this lot');
  let bidDeadline: number | null = null;
  // a deadline only ever moves to a later instant: a leaf that names an earlier one, whoever wrote it, opens nothing sooner
  for (const document of documents) bidDeadline = Math.max(bidDeadline ?? 0, deadlineOf(await durableBody(document, vkey), lotId) ?? 0) || null;
  if (bidDeadline === null) throw new Error('no deadline of this lot is on the record');
  return { deployment, lotId, fp: 'opn-start', state: 'durable', leafId: textOf(body['id']), at, bidDeadline };
}

/** Points that publish or move the bid deadline. */
export const DEADLINE_POINTS: readonly string[] = ['doc-issue', 'doc-clarify', 'not-change', 'not-abnormal', 'gov-periods-moved'];

function deadlineOf(body: JsonObject, lotId: string): number | null {
  const kind = body['fp'] === 'gov-periods-moved' ? 'gov' : 'act';
  if (body['kind'] !== kind || !DEADLINE_POINTS.includes(textOf(body['fp'])) || body['lotId'] !== lotId) return null;
  const open = body['public'];
  if (typeof open !== 'object' || open === null || Array.isArray(open)) return null;
  const { bidDeadline, newBidDeadline } = open as JsonObject;
  const at = Date.parse(textOf(newBidDeadline ?? bidDeadline ?? ''));
  return Number.isFinite(at) ? at : null;
}

function textOf(value: unknown): string { return typeof value === 'string' ? value : ''; }
