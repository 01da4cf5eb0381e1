import { queryOptions } from '@tanstack/react-query';
import { readJson } from './client.ts';

/** GET /lots/{id}/evaluation as a member of the committee reads it: the bids by name, own sheets, what the documents ask to be judged. */
export interface CommitteeBid {
  bidId: string; bidSeq: number; bidderName: string; rejectedFor: string | null; ownReview: object | null; ownSheet: object | null;
  form: { priceFen: string; duration: string; quality?: string; projectManager?: string; files: readonly { name: string; size: number; sha256: string }[] } | null;
  rejectVotes: readonly { seatNo: number; clauseRef: string; reason: string }[];
  ranking: { rank: number; total: string } | null;
}
export interface CommitteeSeat { seatNo: number; role: string; name: string; out: string | null }
export interface CommitteeView {
  lotId: string; state: string; committeeSize: number; seatNo: number; chairSeatNo: number | null; ceilingFen: string | null;
  prelimItems: readonly { code: string; zh: string }[]; criteria: readonly { id: string; zh: string; max: string; subjective: boolean }[];
  clarifications: readonly { seq: number; bidId: string; question: string; askedAt: string; dueAt: string; answeredAt?: string; answer?: string }[];
  correctionVotes: readonly { seatNo: number; causeCode: string }[];
  members: readonly CommitteeSeat[]; bidList: readonly CommitteeBid[];
  report?: { digest: string; content: { candidates: readonly { bidSeq: number; bidderName: string; rank: number; priceFen: string; total: string }[]; rejected: readonly { bidSeq: number; bidderName: string; reason: string }[] } | null };
}

export const committeeQuery = (lotId: string) => queryOptions({
  queryKey: ['committee', lotId], queryFn: ({ signal }) => readJson<CommitteeView>(`/lots/${encodeURIComponent(lotId)}/evaluation`, signal), retry: false, refetchInterval: 20_000,
});
