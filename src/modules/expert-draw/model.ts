import type { AvoidanceCase, DrawRequest, RosterExpert, SpecialtyNeed } from './rules/draw.ts';

/** Expert of the roster (专家). Record kind `expert`; its id is the id of the expert's account, key = expertNo. */
export interface Expert {
  expertNo: string;
  accountId: string;
  name: string;
  specialties: string[];
  regionCode: string;
  /** credit code of the employer, when it has one; the name serves otherwise */
  employerUscc: string | null;
  employerName: string;
  phone: string;
  validFrom: string;
  validTo: string;
  /** credit codes of entities the expert owns, controls or directs */
  relatedUsccs: string[];
  /** former employers with the last day there */
  formerEmployers: { uscc: string; until: string }[];
  /** holdings and offices given up, with the last day of each */
  formerRelations?: { uscc: string; until: string }[];
  kinshipIds: string[];
  suspended: boolean;
  /** starts of the evaluations the expert has accepted: the workload */
  sessions: string[];
  changedAt?: string;
  /** what tenderers have said of the expert's work, each of one lot */
  assessments?: { lotId: string; score: number; at: string }[];
}

/** One seat of the committee that an expert is to take. `expertId` is null while nobody is called for it. */
export interface Seat {
  seatNo: number;
  specialty: string;
  expertId: string | null;
  expertNo: string | null;
  employer: string | null;
  tries: number;
  callId?: string;
  calledAt?: string;
  replyBy?: string;
  reply?: 'accepted';
  repliedAt?: string;
}

/** Expert draw (专家抽取). Record kind `draw`, lotId; states: machine `expert-draw`. */
export interface Draw {
  previousState?: string;
  specialtyNeeds: SpecialtyNeed[];
  headcount: number;
  evaluationStart: string;
  place: string;
  representativeIds: string[];
  avoidEntityIds: string[];
  /** regions the experts may come from; empty means all */
  regions: string[];
  remote: boolean;
  round: number;
  /** the chance record this round draws from; null while a voided round waits for new commitments */
  chanceId: string | null;
  /** expert numbers in drawn order, rounds after the first appended */
  order: string[];
  seats: Seat[];
  /** expert numbers that have been called, whatever they answered */
  called: string[];
  noticeSeq: number;
  replaceSeq: number;
  voidCount: number;
  /** how many fell to each cause when the roster was filtered: counts are all that staff see */
  filtered?: Record<string, number>;
  eligibleCount?: number;
  approvalNo?: string;
  /** expert numbers that were designated, not drawn */
  designated?: string[];
  assessed?: { seatNo: number; score: number; at: string }[];
  unsealedAt?: string;
}

/** The roster as it was when the inputs were frozen. Record kind `draw-roster`, key = drawId/round: the draw is recomputed from it. */
export interface DrawRoster { drawId: string; round: number; chanceId: string; roster: RosterExpert[]; request: DrawRequest; inputHash: string }

/** One blind call. Record kind `sms-call`, key = the extension code the answer comes back to; ownerId = expert. */
export interface SmsCall { drawId: string; seatNo: number; expertNo: string; phone: string; at: string }

export type AvoidanceFacts = Omit<AvoidanceCase, 'avoidEntityIds' | 'remote' | 'on' | 'lookbackFrom'>;
export type { DrawRequest, RosterExpert, SpecialtyNeed };
