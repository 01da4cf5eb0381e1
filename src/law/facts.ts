import type { Limit, ParamName } from '../../catalogue/index.ts';

/**
 * What the rules may know, as one flat list of plain facts. An act fills in those its own rules name; a rule that needs a
 * fact nobody gave throws (a broken invariant, not a refusal). Times are epoch milliseconds, money is fen.
 * The rules live in this layer, apart from the modules, because ledger nodes run the same rules again over the leaf.
 */
export interface RuleFacts {
  /** the instant of the act, platform clock */
  time: number;
  /** the limit of legal-params.json that applies to this lot; null when the law sets none */
  param: (name: ParamName, stage?: string) => Limit | null;

  // identity and signature
  identityTaken?: boolean;
  signerValid?: boolean;
  keyProved?: boolean;
  signer?: string;
  reviewer?: string | null;
  action?: string;
  result?: string | null;

  // intake
  missingFields?: readonly string[];
  decisionCode?: string;
  promiseSigned?: boolean;
  submittedAt?: number;
  slotTaken?: boolean;
  archiveMissing?: readonly string[];
  doneAt?: number;

  // notices and documents
  missingItems?: readonly string[];
  disclosureDueAt?: number | null;
  planPublishedAt?: number | null;
  planExempt?: boolean;
  fairReview?: { result: string; docHash: string } | null;
  docHash?: string;
  /** digests that must be equal in pairs: what was used now, what was committed before */
  hashPairs?: readonly (readonly [string, string])[];
  docKind?: string;
  saleStart?: number;
  saleEnd?: number;
  bidDeadline?: number | null;
  prequalDeadline?: number | null;
  depositFen?: bigint | null;
  estimateFen?: bigint | null;
  budgetFen?: bigint | null;
  floorPriceFen?: bigint | null;
  priceWeight?: number | null;
  smeReserved?: boolean;
  smeDeduction?: number | null;
  prequalified?: boolean;
  prequalPassed?: boolean;
  isMaterial?: boolean;
  /** of a clarification, question or correction: `prequalification` while that runs, whose deadline the fact is then */
  stage?: string;
  newBidDeadline?: number | null;
  inviteeCount?: number;
  /** hash of the version a change names, and of the one that stands */
  prevHash?: string;
  headHash?: string;
  /** a new disclosure (property rights): a mere price cut, its end, the floor and what was appraised */
  priceCut?: boolean;
  newListingEnd?: number | null;
  newFloorPriceFen?: bigint | null;
  appraisedFen?: bigint | null;
  firstDisclosureAt?: number | null;
  newAppraisal?: boolean;
  /** organ that ordered the present suspension, organ that lifts it, and when the suspension ends by itself */
  suspendedBy?: string;
  organ?: string;
  suspendedUntil?: number | null;
  /** supervision: own industry and region, or an authorised case; an order and when it was carried out */
  inScope?: boolean;
  orderDueAt?: number | null;
  orderClosedAt?: number | null;

  // bids and opening
  liveBidsOfBidder?: number;
  submittedBids?: number;
  minBiddersOverride?: number | null;
  openObjections?: number;
  streamStartedAt?: number | null;
  streamGapMax?: number;
  decryptEnd?: number;
  plainHashProved?: boolean;
  drawVerified?: boolean;
  contributorRoles?: readonly string[];
  allRevealed?: boolean;
  missingDraws?: number;

  // committee and evaluation
  evaluationStart?: number;
  committeeSize?: number;
  expertCount?: number;
  avoidHits?: number;
  declared?: string;
  backupCount?: number;
  reader?: string;
  tries?: number;
  replyWithinMs?: number;
  approvalNo?: string | null;
  causeCode?: string | null;
  faceResult?: string;
  faceScore?: number;
  memberOfCommittee?: boolean;
  scores?: readonly { score: number; min: number; max: number }[];
  alreadySubmitted?: boolean;
  correctionOpen?: boolean;
  allSubmitted?: boolean;
  readerIsScorer?: boolean;
  clauseRef?: string | null;
  signerCount?: number;
  priceFen?: bigint;
  ceilingFen?: bigint | null;
  /** the price as it was sealed is no whole number of fen above nothing: no ceiling can be kept by it */
  priceUnusable?: boolean;
  clarificationRequested?: boolean;
  clarificationDueAt?: number;
  clarificationAskedAt?: number;
  essentialsKept?: boolean;
  reportPositions?: number;

  // quotation rounds, single source, framework
  /** final quotes of this supplier before this one, and the end of the round that is open */
  finalQuotes?: number;
  quoteEnd?: number;
  supplierAdmitted?: boolean;
  itemListed?: boolean;

  // award and contract
  candidateRanks?: readonly number[];
  publicityEnd?: number;
  publicityRequired?: boolean;
  publishedAt?: number;
  reportAt?: number;
  suspended?: boolean;
  winnerIsCandidate?: boolean;
  stateFunded?: boolean;
  awardMode?: string | null;
  awardRank?: number;
  earlierCandidatesOut?: boolean;
  decidedAt?: number;
  outEvidence?: string | null;
  upheldObjection?: boolean;
  noticeIssuedAt?: number;
  contractPriceFen?: bigint;
  awardPriceFen?: bigint;
  contractDuration?: string;
  awardDuration?: string;
  performanceSecurityFen?: bigint | null;
  /** what all changes of the contract come to */
  changesFen?: bigint;
  signedAt?: number;
  /** share of the price paid by the first date, where the category has one (land) */
  paidShare?: number;
  lotState?: string;
  openRemedies?: number;
  actorRole?: string;
}

/** The fact, or a loud stop: the act forgot to give what its rule needs. */
export function need<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`rule fact missing: ${name}`);
  return value;
}
