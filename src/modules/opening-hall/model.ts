/** Opening session (开标场次). Record kind `opening`, lotId; made with doc-issue; states: machine `opening-session`. */
export interface Opening {
  previousState?: string;
  place: string;
  streamStartedAt?: string;
  startedAt?: string;
  bidCount?: number;
  decryptEnd?: string;
  confirmEnd?: string;
  announcedCount: number;
  checkins: { bidderId: string; seq: number; at: string }[];
  /** coefficients of the method that are drawn at the opening: name → published list and, once drawn, the value */
  coefficients: Record<string, { candidates: string[]; drawn?: string; drawId?: string }>;
  viewersPeak: number;
  endedAt?: string;
}
