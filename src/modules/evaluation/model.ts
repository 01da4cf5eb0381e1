/** A member of the committee (评委), expert or representative of the tenderer. */
export interface Member { seatNo: number; accountId: string; expertId: string | null; name: string; role: 'expert' | 'owner-rep'; checkedInAt?: string; declared?: 'clear' | 'conflict'; votedSeatNo?: number }

/** Evaluation session (评标场次). Record kind `evaluation`, lotId; states: machine `evaluation-session`. */
export interface Evaluation {
  previousState?: string;
  drawId: string;
  members: Member[];
  chairSeatNo?: number;
  voteRound: number;
  /** benchmark D in fen once fixed, and the coefficients it used */
  benchmarkFen?: string;
  drawn: { x?: string; k?: string; w?: string };
  tieDraws: { bidIds: string[]; order: string[]; chanceId: string }[];
  clarifications: { seq: number; bidId: string; askedAt: string; dueAt: string; questionDigest: string; answeredAt?: string; answerDigest?: string }[];
  report?: { digest: string; candidateBidIds: string[]; draftedAt: string };
  reportAt?: string;
  correctionOpen: boolean;
}

/** One member's preliminary review of one bid. Record kind `review`, lotId, key = lot/bid/member. */
export interface Review { bidId: string; accountId: string; items: { code: string; result: 'pass' | 'fail'; note?: string }[]; at: string; competition?: 'pass' | 'fail' }
/** One member's sheet for one bid. Record kind `sheet`, lotId, key = lot/bid/member; sealed from the others until all are in. */
export interface Sheet { bidId: string; accountId: string; scores: Record<string, string>; at: string; durationSeconds: number }
/** A vote to reject. Record kind `rejection-vote`, key = lot/bid/member. */
export interface RejectionVote { bidId: string; accountId: string; clauseRef: string; reason: string; at: string }
/** Signature or dissent under the report. Record kind `report-signature`, key = lot/member. */
export interface ReportSignature { accountId: string; position: 'agree' | 'dissent'; reason?: string; at: string }
