import { invitation, prequalResult, quotationRecord } from '../../../documents/index.ts';
import type { Rec } from '../../../platform/records.ts';
import { prequalMethodZh } from '../../notice/index.ts';
import type { Invitation } from '../../project-intake/index.ts';
import { lastOf, type Candidate, type PaperFacts } from './facts.ts';

/** Who applied and who passed; from the bid deadline on. */
export function prequalResults(facts: PaperFacts): Candidate[] {
  const { prequal } = facts.lot.data;
  if (prequal?.decidedAt === undefined) return [];
  const { decidedAt, deadline } = prequal;
  const applicants = facts.applications.filter(({ state }) => state === 'passed' || state === 'failed')
    .map(({ state, data }) => ({ seq: data.applicationSeq, name: data.applicantName, passed: state === 'passed', score: data.result?.score ?? null, reason: data.result?.reason ?? null })).sort((a, b) => a.seq - b.seq);
  return [{
    kind: 'prequal-result', version: decidedAt, at: decidedAt, leaves: lastOf(facts, ['bid-prequal-result']),
    build: (making) => prequalResult({ method: prequalMethodZh(facts.lot.data) ?? '—', deadline, decidedAt, applicants }, making),
  }];
}

/** For the one invited; its leaf names nobody. */
export function invitationOf(facts: PaperFacts, { id, ownerId, data }: Rec<Invitation>): Candidate[] {
  if (ownerId === null || facts.ownerName === null) return [];
  const invitee = facts.ownerName;
  return [{
    kind: 'invitation', version: id, at: data.sentAt, ownerId, leaves: facts.leaves.filter((leaf) => leaf.fp === 'not-invite' && leaf.at === data.sentAt),
    build: (making) => invitation({ invitee, sentAt: data.sentAt, bidDeadline: facts.lot.data.bidDeadline ?? null, fileSha256: data.invitationFile }, making),
  }];
}

/** Rounds of a procurement without a tender, once its result is decided. */
export function quotations(facts: PaperFacts): Candidate[] {
  const rounds = facts.lot.data.rounds ?? [];
  const final = rounds.find(({ isFinal, endedAt }) => isFinal && endedAt !== undefined);
  if (final?.endedAt === undefined) return [];
  const said = rounds.flatMap(({ round, isFinal, openedAt, quoteEnd, endedAt, change }) => (endedAt === undefined ? [] : [{
    round, isFinal, openedAt, quoteEnd, endedAt, change: change?.content ?? null,
    quotes: facts.bids.flatMap(({ data }) => (data.quotes ?? []).filter((one) => one.round === round).map((one) => ({ seq: data.bidSeq, name: data.bidderName, priceFen: one.priceFen, quotedAt: one.quotedAt }))).sort((a, b) => a.seq - b.seq),
  }]));
  return [{ kind: 'quotation-record', version: String(final.round), at: final.endedAt, leaves: lastOf(facts, ['do:next-round', 'gpr-quote']), build: (making) => quotationRecord({ rounds: said }, making) }];
}
