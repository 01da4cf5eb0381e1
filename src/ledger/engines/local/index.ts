export { openLedger, type LedgerOptions } from './open.ts';
export type { Appended, Ledger, LedgerEntry, NewEntry } from './ledger.ts';
export { nodeSha256, signerOf, type Signer } from './signer.ts';
