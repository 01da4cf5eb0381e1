/** What a member of a committee reads of its own session (GET /lots/{id}/evaluation), as far as its next turn follows from it. */
export interface MemberView {
  state: string; seatNo: number; chairSeatNo: number | null; committeeSize: number;
  members: { seatNo: number; role: string; checkedIn: boolean; out: string | null }[];
  ownDeclared: string | null; ownVote: number | null; ownSigned: unknown;
  prelimItems: { code: string }[]; criteria: { id: string; max: string | number; subjective: boolean }[];
  bidList: { bidId: string; bidSeq: number; state: string; ownReview: unknown; ownSheet: unknown; objective: unknown; rejectedFor: string | null }[];
  report?: { digest: string };
  /** where the purchaser says who is qualified: how many bids it has reviewed, of how many */
  qualification?: { reviewed: number; of: number };
}
export interface Turn { id: string; input: Record<string, unknown>; /** a step, no point of its own */ step?: true }

/**
 * The next act of a member who finds nothing to object to: present, no tie to anybody, the first expert as chair, every bid in
 * order, points by seat and bid. Null: it is somebody else's turn. Scores are nobody's opinion; they differ, so that there is a ranking.
 */
export function memberTurn(view: MemberView): Turn | null {
  switch (view.state) {
    case 'ready': return view.members.find(({ seatNo }) => seatNo === view.seatNo)?.checkedIn ? null : { id: 'evl-checkin', input: { witnessed: true } };
    case 'checking-in': return view.ownDeclared === null ? { id: 'evl-avoid', input: { declared: 'clear' } } : null;
    case 'declared': return view.ownVote === null ? { id: 'evl-chair', input: { votedSeatNo: firstExpert(view) } } : null;
    // what the purchaser has to say of qualification it can only say before
    case 'chaired': return qualificationAwaited(view) ? null : review(view);
    case 'preliminary': return review(view);
    case 'detailed': return sheet(view);
    case 'tallied': return view.report && view.ownSigned === null ? { id: 'evl-report', input: { position: 'agree', reportDigest: view.report.digest } } : null;
    default: return null;
  }
}

/** 资格审查 in procurement tenders is the purchaser's (87号令 第44条). */
export function qualificationAwaited({ qualification }: Pick<MemberView, 'qualification'>): boolean {
  return qualification !== undefined && qualification.reviewed < qualification.of;
}

function firstExpert({ members }: MemberView): number {
  return Math.min(...members.filter(({ role, out }) => role === 'expert' && out === null).map(({ seatNo }) => seatNo));
}

function review({ bidList, prelimItems }: MemberView): Turn | null {
  const bid = bidList.find(({ rejectedFor, ownReview }) => rejectedFor === null && ownReview === null);
  // whether enough compete is said beside the items
  const codes = prelimItems.map(({ code }) => code).filter((code) => code !== 'competition');
  return bid ? { id: 'evl-prelim', input: { bidId: bid.bidId, items: codes.map((code) => ({ code, result: 'pass' })), competition: 'pass' } } : null;
}

/** Points of experts where there is something to judge; what is the same for all is entered by the chair. */
function sheet({ bidList, criteria, seatNo, chairSeatNo }: MemberView): Turn | null {
  const [subjective, objective] = [criteria.filter((one) => one.subjective), criteria.filter((one) => !one.subjective)];
  const enters = seatNo === chairSeatNo && objective.length > 0;
  if (subjective.length === 0 && !enters) return null;
  const bid = bidList.find(({ rejectedFor, ownSheet }) => rejectedFor === null && ownSheet === null);
  if (!bid) return null;
  const points = (of: typeof criteria, spread: number): Record<string, string> => Object.fromEntries(of.map(({ id, max }) => [id, (Number(max) * (1 - spread / 100)).toFixed(2)]));
  return { id: 'evl-score', input: { bidId: bid.bidId, scores: points(subjective, (bid.bidSeq * 7 + seatNo * 3) % 30), ...(enters ? { objective: points(objective, (bid.bidSeq * 5) % 20) } : {}) } };
}
