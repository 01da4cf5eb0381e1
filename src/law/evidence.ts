import type { GateId } from '../../catalogue/index.ts';

/** Tender documents have a gate of their own: their issue. */
export type OpenedFrom = GateId | 'issued';

/** A competition under a framework agreement has a gate of its own: what is offered in it waits there until it is over. */
export type OffersGate = `order-offers:${string}`;
export function offersGate(callId: string): OffersGate { return `order-offers:${callId}`; }

/**
 * What the evidence of a trade may show of what its leaves only commit to, and from which gate on. A list of what may go out,
 * never of what may not: a field that nobody has thought of stays closed. Names, numbers and addresses of natural persons are
 * in none of the rows. Whoever verifies reads the same table: from its gate on a field has to be there.
 */
export const OPENED_FIELDS: Readonly<Record<string, readonly (readonly [field: string, from: OpenedFrom])[]>> = {
  'doc-seal': [['evaluationConfig', 'issued']],
  'doc-issue': [['evaluationConfig', 'issued']],
  'not-invite': [['inviteeIds', 'bid-deadline']],
  'bid-prequal-apply': [['bidderId', 'bid-deadline'], ['memberIds', 'bid-deadline']],
  'bid-prequal-result': [['applicantResults', 'bid-deadline']],
  'bid-consortium': [['memberIds', 'bid-deadline'], ['consortiumName', 'bid-deadline']],
  'bid-encrypt': [['bidderId', 'bid-deadline'], ['cipherFile', 'bid-deadline']],
  'bid-submit': [['bidderId', 'bid-deadline'], ['cipherFile', 'bid-deadline']],
  'bid-receipt': [['bidderId', 'bid-deadline'], ['cipherFile', 'bid-deadline']],
  'bid-withdraw': [['bidderId', 'bid-deadline']],
  'opn-start': [['bidListSnapshot', 'bid-deadline']],
  'opn-announce': [['openingForm', 'award-decided']],
  'opn-confirm': [['openingRecord', 'bid-deadline']],
  'gov-chance-t0': [['inputHash', 'award-decided'], ['inputIds', 'award-decided']],
  'exp-draw-run': [['expertIds', 'award-decided'], ['resultList', 'award-decided']],
  'gpr-quote': [['bidderId', 'award-decided'], ['quotePrice', 'award-decided']],
  'evl-score': [['criterionScores', 'award-decided'], ['scoreSheet', 'award-decided']],
  'evl-summary': [['calculationSheet', 'award-decided']],
  'evl-report': [['reportFile', 'award-decided']],
};

/**
 * Acts of organisations whose signed request may be checked by anyone. The digest of an input would let a guess at a secret in
 * it be tested, so an act is here only if its input has nothing that is committed under salt and could be guessed, or holds 256
 * bits nobody can. `bid-encrypt` is left out: the envelope's digest is shown, and the digest of the plain container must not
 * become testable; so is `exp-draw-request`, whose entities to avoid could be guessed.
 */
export const SIGNED_ACTS: ReadonlySet<string> = new Set([
  'int-submit', 'not-publish', 'not-abnormal', 'doc-seal', 'doc-issue', 'gpr-intention', 'gpr-plan', 'gpr-single', 'gpr-quote', 'gpr-framework',
  'bid-submit', 'bid-withdraw', 'opn-decrypt', 'chance-commit', 'chance-reveal',
  'awd-candidate', 'awd-decide', 'awd-notice', 'awd-result', 'ctr-sign', 'do-winner-out', 'do-report-award',
]);

/** Roles that sign as an organisation: their certificates are shown, those of natural persons are not. */
export const ORGANISATION_ROLES: readonly string[] = ['tenderer', 'agency', 'bidder'];
