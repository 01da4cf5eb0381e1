import { decodeLeaf, toBase64 } from '../core/index.ts';
import type { BundleEntry } from './bundle.ts';

/** What collecting needs of a ledger. */
export interface LedgerReader {
  readonly size: number;
  checkpoint(): string;
  entry(index: number): { readonly index: number; readonly leaf: string };
  subjectEntries(subject: string): { readonly index: number; readonly leaf: string }[];
  inclusion(index: number): Uint8Array[];
}

/**
 * Whole histories of the subjects, the batch leaves their sealed entries name, and the log's first leaf, all under
 * one checkpoint. Runs without a pause, so the log cannot grow between the checkpoint and the proofs.
 */
export function collectEntries(ledger: LedgerReader, subjects: Iterable<string>): { checkpoint: string; entries: BundleEntry[] } {
  const indexes = new Set<number>(ledger.size > 0 ? [0] : []);
  for (const subject of new Set(subjects)) {
    for (const { index, leaf } of ledger.subjectEntries(subject)) {
      indexes.add(index);
      const { sealed } = decodeLeaf(leaf);
      if (sealed !== undefined) indexes.add(sealed.batch);
    }
  }
  const entries = [...indexes].sort((a, b) => a - b).map((index) => ({ index, leaf: ledger.entry(index).leaf, proof: ledger.inclusion(index).map(toBase64) }));
  return { checkpoint: ledger.checkpoint(), entries };
}
