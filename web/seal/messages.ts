import type { BidFormDraft, SealContext, SealHeader } from '../../src/seal/index.ts';

/** What a page asks of the sealing worker, and what it is told. Files are read there, slice by slice; none is ever in memory whole. */
export interface SealAsk { form: BidFormDraft; files: readonly File[]; context: SealContext; ceilingFen?: string; backup?: boolean }

export interface SealTold { /** in the browser's own file system, until `discard` */ file: File; name: string; sha256: string; size: number; plainDigest: string; custodySet: string; header: SealHeader; form: BidFormDraft }

export type ToWorker = { type: 'seal'; ask: SealAsk };
export type FromWorker =
  | { type: 'progress'; /** bytes read, of both passes */ read: number; total: number }
  | { type: 'done'; sealed: SealTold }
  | { type: 'failed'; code: string; message: string; field?: string };
