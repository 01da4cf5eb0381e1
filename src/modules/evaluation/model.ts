/** A member of the committee (评委), expert or representative of the tenderer. */
export interface Member {
  seatNo: number; accountId: string; expertId: string | null; name: string; role: 'expert' | 'owner-rep';
  checkedInAt?: string; declared?: 'clear' | 'conflict'; votedSeatNo?: number;
  /** left the seat, which waits for the expert called in his place */
  out?: 'conflict' | 'absent' | 'left' | 'misconduct';
  signed?: { position: 'agree' | 'dissent'; reason?: string; at: string };
  /** when the member last handed in a sheet: the time spent on the next one counts from here */
  lastSheetAt?: string;
}

export interface RejectionVote { seatNo: number; clauseRef: string; reason: string; at: string }

/** How far the committee is with one bid, by seat number: kept in the session so that no act has to read the others' sheets. */
export interface Tally {
  bidId: string; bidSeq: number; bidderId: string;
  reviewed: number[]; passed: number[]; scored: number[]; votes: RejectionVote[];
  /** rejected, by rule or by majority; its text opens with the candidates */
  out?: string;
  /** points that are the same for every expert, entered once by the chair */
  objective?: Record<string, string>;
}

export interface Clarification { seq: number; bidId: string; askedAt: string; dueAt: string; question: string; answeredAt?: string; answer?: string }
export interface ReportCandidate { bidId: string; bidSeq: number; bidderId: string; bidderName: string; rank: number; priceFen: string; total: string }

/** Evaluation session (评标场次). Record kind `evaluation`, lotId; states: machine `evaluation-session`. */
export interface Evaluation {
  previousState?: string;
  drawId: string;
  members: Member[];
  former: Member[];
  chairSeatNo?: number;
  voteRound: number;
  bids: Tally[];
  /** item `competition`, by seat: judged when fewer than three bids are valid */
  competition: Record<string, 'pass' | 'fail'>;
  /** benchmark D in fen once fixed, and the coefficients drawn at the opening */
  benchmarkFen?: string;
  drawn: { x?: string; k?: string; w?: string };
  /** groups of equal bids that only a draw can part; chanceId once the list is frozen */
  tie?: { groups: string[][]; chanceId: string | null };
  tieDraws: { bidIds: string[]; order: string[]; chanceId: string }[];
  clarifications: Clarification[];
  lacking: boolean;
  report?: { digest: string; version: number; candidates: ReportCandidate[]; draftedAt: string };
  reportVersion: number;
  reportAt?: string;
  correctionOpen: boolean;
  correctionVotes: { seatNo: number; causeCode: string; at: string }[];
  pause?: { reasonCode: string; stateHash: string; by: string; at: string };
}

/** One member's preliminary review of one bid. Record kind `review`, lotId, key = lot/bid/account. */
export interface Review { bidId: string; accountId: string; items: { code: string; result: 'pass' | 'fail'; note?: string }[]; at: string }
/** One member's sheet for one bid. Record kind `sheet`, lotId, ownerId = account, key = lot/bid/account; sealed from the others until all are in. */
export interface Sheet { bidId: string; accountId: string; seatNo: number; scores: Record<string, string>; at: string; durationSeconds: number }
/** The report as drafted. Record kind `evaluation-report`, lotId, key = session/version; what members sign is its digest. */
export interface EvaluationReport { digest: string; content: Record<string, unknown> }

/** What the formulas took, as JSON with amounts as text. Record kind `calculation`; its digest is in the leaf that closes the summary. */
export interface Calculation { digest: string; content: { input: unknown; bidSeqs: Record<string, number> } }
