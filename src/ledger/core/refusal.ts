/** Every way the ledger says no. Tests and callers compare the code, never the sentence. */
export type LedgerCode =
  // text and shape
  | 'json-malformed' | 'not-canonical' | 'number-not-integer' | 'encoding-malformed' | 'key-malformed' | 'note-malformed'
  | 'proof-malformed' | 'leaf-malformed' | 'policy-malformed' | 'policy-unsupported' | 'bundle-malformed' | 'certificate-malformed'
  // appending
  | 'entry-too-large' | 'id-conflict' | 'id-mismatch' | 'subject-mismatch' | 'ledger-closed' | 'ledger-failed'
  // reading
  | 'index-out-of-range'
  // start
  | 'ledger-locked' | 'wal-entry-invalid' | 'wal-shorter' | 'wal-differs' | 'wal-corrupt' | 'checkpoint-missing' | 'checkpoint-malformed'
  | 'checkpoint-foreign' | 'ledger-foreign' | 'ledger-older' | 'database-older'
  // verification
  | 'policy-empty' | 'key-untrusted' | 'signature-invalid' | 'origin-differs' | 'deployment-differs' | 'inclusion-invalid'
  | 'consistency-invalid' | 'entry-repeated' | 'subject-incomplete' | 'sealed-batch-missing' | 'sealed-path-invalid'
  | 'commitment-invalid' | 'leaf-unknown' | 'certificate-missing' | 'certificate-differs' | 'actor-signature-invalid' | 'document-differs';

/** A typed refusal: malformed or untrue input ends here and never as a SyntaxError or a TypeError. */
export class LedgerRefusal extends Error {
  readonly code: LedgerCode;
  constructor(code: LedgerCode, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'LedgerRefusal';
    this.code = code;
  }
}

export function refuse(code: LedgerCode, detail: string): never {
  throw new LedgerRefusal(code, detail);
}
