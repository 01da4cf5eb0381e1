/** One thing that does not hold. */
export interface Violation {
  check: 'ledger' | 'leaf' | 'move' | 'state' | 'receipt' | 'gate' | 'file' | 'trade' | 'rest';
  /** what it is about: an id */
  subject: string;
  detail: string;
}
