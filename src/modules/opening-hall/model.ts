import { createHash } from 'node:crypto';
import { canonical } from '../../kernel/canonical.ts';
import type { Rec } from '../../platform/records.ts';
import type { Bid, BidForm } from '../bidding/index.ts';

export interface Coefficient { candidates: string[]; drawn?: string; drawId?: string; at?: string }

/** Opening session (开标场次). Record kind `opening`, lotId; made with doc-issue; states: machine `opening-session`. */
export interface Opening {
  previousState?: string;
  place: string;
  streamStartedAt?: string;
  startedAt?: string;
  bidCount?: number;
  /** digest of the list of bids as it stood when the opening began */
  bidListDigest?: string;
  listedAt?: string;
  decryptEnd?: string;
  /** bids that wait for their decryption; the session goes on when none is left or the window ends */
  pendingDecrypt?: number;
  /** by how much the decryption window has been extended so far */
  extendedMs?: number;
  decryptedAt?: string;
  confirmEnd?: string;
  announcedCount: number;
  announcedAt?: string;
  checkins: { bidderId: string; seq: number; at: string }[];
  /** coefficients of the method that are drawn at the opening: name → published list and, once drawn, the value */
  coefficients: Record<string, Coefficient>;
  drawsDoneAt?: string;
  /** digest of the opening record that the bidders confirm */
  recordDigest?: string;
  confirmedCount?: number;
  disputedCount?: number;
  viewersPeak: number;
  /** a method whose prices are not read out: nobody but the committee sees them before the award */
  unpriced?: boolean;
  /** set while adjourned: what was left of the running periods, in milliseconds */
  adjourned?: { at: string; decryptLeft?: number; confirmLeft?: number };
  custody?: { custodianId: string; name: string; releasedAt: string }[];
  endedAt?: string;
}

/** Sign-in before the deadline. Record kind `checkin`, ownerId = bidder, key = opening/bidder: one each. */
export interface Checkin { openingId: string; bidderId: string; checkinSeq: number; at: string }

/** Shares one custodian has released for a lot. Record kind `custody-release`, key = lot/custodian; bidSeq → share (base64url). */
export interface Release { custodianId: string; name: string; releasedAt: string; startLeafId: string | null; shares: Record<string, string> }

/** Versions of bids that were replaced, withdrawn or never submitted are not part of an opening. */
const NOT_OPENED: readonly string[] = ['drafting', 'sealed', 'submitted', 'replaced', 'withdrawn'];

/** The bids of the opening, whatever became of them since, in the order of their numbers. */
export function bidsOfOpening(bids: readonly Rec<Bid>[]): Rec<Bid>[] {
  return bids.filter((bid) => !NOT_OPENED.includes(bid.state)).sort((a, b) => a.data.bidSeq - b.data.bidSeq);
}

/** SHA-256 over JCS of numbers, ids and envelope digests: the list that opn-start fixes and opn-list reads out. */
export function bidListDigest(bids: readonly Rec<Bid>[]): string {
  return digestOf(bidsOfOpening(bids).map((bid) => ({ bidId: bid.id, bidSeq: bid.data.bidSeq, cipherSha256: bid.data.cipherSha256 })));
}

/** What the opening record (开标记录) says, bid by bid; its digest is what the bidders confirm. */
export function openingRecord(lotId: string, opening: Rec<Opening>, bids: readonly Rec<Bid>[]) {
  const all = bidsOfOpening(bids);
  return {
    lotId, openingId: opening.id, startedAt: opening.data.startedAt ?? null,
    announced: all.filter((bid) => bid.data.announcedAt !== undefined).map(({ data }) => ({
      bidSeq: data.bidSeq, bidderName: data.bidderName, priceFen: opening.data.unpriced === true ? null : data.form?.priceFen ?? null, duration: data.form?.duration ?? null,
      quality: data.form?.quality ?? null, projectManager: data.form?.projectManager ?? null, announcedAt: data.announcedAt ?? null,
    })),
    notOpened: all.filter((bid) => bid.data.announcedAt === undefined).map(({ data }) => ({
      bidSeq: data.bidSeq, bidderName: data.bidderName, cause: data.decryption?.failureCause ?? null,
    })),
    coefficients: Object.keys(opening.data.coefficients).sort().map((name) => ({ name, ...picked(opening.data.coefficients[name]) })),
  };
}

export function openingRecordDigest(lotId: string, opening: Rec<Opening>, bids: readonly Rec<Bid>[]): string {
  return digestOf(openingRecord(lotId, opening, bids));
}

/** Coefficients with a real choice that have not been drawn yet. */
export function missingDraws(opening: Opening): string[] {
  return Object.keys(opening.coefficients).filter((name) => opening.coefficients[name]?.drawn === undefined).sort();
}

/** Published lists from which chance must choose; a list of one leaves nothing to chance. */
export function listsToDraw(opening: Opening): Record<string, string[]> {
  return Object.fromEntries(Object.entries(opening.coefficients).filter(([, c]) => c.candidates.length > 1).map(([name, c]) => [name, c.candidates]));
}

/**
 * The opening form (开标一览表) as the leaf commits to it and as it may be shown after the award. The files stay out: their
 * digests are the bidder's own for good, and the sealed container is committed to beside it.
 */
export function openingForm({ files: _files, ...form }: BidForm): Omit<BidForm, 'files'> {
  return form;
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function picked(coefficient: Coefficient | undefined) {
  return { candidates: coefficient?.candidates ?? [], drawn: coefficient?.drawn ?? null };
}
