import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, decodeLeaf, LedgerRefusal, parseCheckpoint, toHex, verifyConsistency, verifyInclusion, leafHash, utf8 } from '../../../core/index.ts';
import type { Ledger, NewEntry } from '../ledger.ts';

export const ORIGIN = 'ledger.example/main';
export const SEED = new Uint8Array(32).fill(7);

/** The n-th entry of a repeatable history over a few subjects. */
export function sampleEntry(n: number, subjects = 3, padding = 0): NewEntry {
  const hex = createHash('sha256').update(`entry ${n}`).digest('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  const subject = `lot:${n % subjects}`;
  return { id, subject, body: canonicalJson({ v: 1, id, kind: 'act', fp: 'bid-submit', subject, public: { n, padding: 'x'.repeat(padding) } }) };
}

export function temporaryFolder(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'qinglan-ledger-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export async function codeOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (error instanceof LedgerRefusal) return error.code;
    throw error;
  }
  return 'accepted';
}

/** Re-verifies the whole ledger from what it shows to readers; returns the ids in order. */
export function auditLedger(ledger: Ledger): string[] {
  const { checkpoint } = parseCheckpoint(ledger.checkpoint());
  if (checkpoint.size !== ledger.size || toHex(checkpoint.root) !== toHex(ledger.root())) throw new Error('checkpoint and tree differ');
  const chains = new Map<string, { seq: number; prev: number }>();
  const ids: string[] = [];
  for (let index = 0; index < ledger.size; index += 1) {
    const text = ledger.entry(index).leaf;
    const leaf = decodeLeaf(text);
    const before = chains.get(leaf.subject);
    if (leaf.seq !== (before === undefined ? 0 : before.seq + 1) || leaf.prev !== (before?.prev ?? null)) throw new Error(`chain breaks at ${index}`);
    chains.set(leaf.subject, { seq: leaf.seq, prev: index });
    const claim = { index, size: ledger.size, leafHash: leafHash(utf8(text)), root: checkpoint.root, path: ledger.inclusion(index) };
    if (!verifyInclusion(claim)) throw new Error(`inclusion fails at ${index}`);
    const half = { first: index, second: ledger.size, firstRoot: ledger.root(index), secondRoot: checkpoint.root, path: ledger.consistency(index) };
    if (!verifyConsistency(half)) throw new Error(`consistency fails at ${index}`);
    ids.push(String(leaf.body['id']));
  }
  if (new Set(ids).size !== ids.length) throw new Error('an id is there twice');
  return ids;
}
