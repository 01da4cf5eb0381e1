/** Expert of the roster (专家). Record kind `expert`, key = expertNo, ownerId = account. */
export interface Expert {
  expertNo: string;
  accountId: string;
  name: string;
  specialties: string[];
  regionCode: string;
  employerId: string | null;
  employerName: string;
  phone: string;
  validFrom: string;
  validTo: string;
  relatedEntityIds: string[];
  kinshipIds: string[];
  suspended: boolean;
  sessions: string[];
}

/** One seat of a committee to be filled from the draw order. */
export interface Seat { seatNo: number; expertId: string; tries: number; calledAt?: string; reply?: 'accepted' | 'refused' | 'silent' | 'conflict' }

/** Expert draw (专家抽取). Record kind `draw`, lotId; states: machine `expert-draw`. */
export interface Draw {
  previousState?: string;
  specialtyNeeds: string[];
  headcount: number;
  evaluationStart: string;
  representativeIds: string[];
  avoidEntityIds: string[];
  region: string;
  round: number;
  /** chance record this round draws from */
  chanceId: string;
  rosterDigest?: string;
  inputIds?: string[];
  order?: string[];
  seats: Seat[];
  nextInOrder: number;
  seed?: string;
  voidCount: number;
  unsealedAt?: string;
}
