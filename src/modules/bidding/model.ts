import type { Consortium } from './consortium.ts';

/** A version of a bid (投标). Record kind `bid`, lotId, ownerId = bidder. States: machine `bid`. */
export interface Bid {
  bidSeq: number;
  bidderId: string;
  bidderName: string;
  previousState?: string;
  /** digest of the sealed envelope and of the plain container, as the sealing client gave them */
  cipherSha256: string;
  cipherSm3: string;
  cipherSize: number;
  plainSha256: string;
  cipherSuite: string;
  encryptedAt: string;
  fingerprint?: { clientKind: string; collectedAt: string };
  submittedAt?: string;
  receiptNo?: string;
  /** who bids together (联合体); the bidder's name is then the consortium's */
  consortium?: Consortium;
  replacesBidId?: string;
  withdrawnAt?: string;
  // from the opening on
  decryption?: { result: 'ok' | 'failed'; failureCause?: 'open' | 'bidder' | 'other'; at: string; /** of the form as it was opened */ formDigest?: string };
  /** the opened form; shown to nobody before the decrypt window closes */
  form?: BidForm;
  announcedAt?: string;
  confirmed?: { at: string; dispute: string | null; answer?: { at: string; role: string; text: string } };
  /** quotes of the rounds that have ended; the last of them is the price that counts */
  quotes?: { round: number; priceFen: string; quotedAt: string }[];
  finalFen?: string;
  // evaluation
  /** why the purchaser found the supplier not qualified */
  unqualified?: { reason: string; at: string };
  rejected?: { clauseRef: string; reasonDigest: string; byRule: boolean; at: string };
  ranking?: { rank: number; total: string; priceScore: string; evaluationFen: string; criterionMeans: Record<string, string>; objective: Record<string, string> };
  outCause?: string;
}

export interface BidForm {
  priceFen: string;
  duration: string;
  quality?: string;
  projectManager?: string;
  enterpriseSize?: 'micro' | 'small' | 'medium' | 'large';
  objective?: Record<string, string>;
  adjustments?: { item: string; amountFen: string }[];
  creditGrade?: string;
  files: { name: string; size: number; sha256: string }[];
}

/** Bids that count: submitted or further, and not replaced, withdrawn or sent back. */
export const LIVE_STATES: readonly string[] = ['submitted', 'receipted', 'decrypted', 'valid', 'ranked', 'candidate', 'winner', 'lost', 'rejected', 'contracted', 'disqualified'];
/** Bids counted against the minimum at the deadline. */
export const SUBMITTED_STATES: readonly string[] = ['receipted'];

/** The price a bid stands for: its final quote where the method has rounds, else what was sealed. */
export function priceTextOf({ finalFen, form }: Pick<Bid, 'finalFen' | 'form'>): string | undefined {
  return finalFen ?? form?.priceFen;
}
