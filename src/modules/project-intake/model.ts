import type { CategoryId, GateId, KindId, MachineId, ParamName } from '../../../catalogue/index.ts';
import { param } from '../../kernel/params.ts';
import type { OffersGate } from '../../law/evidence.ts';
import type { Parties } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { Prequalification, PrequalTerms } from './admission.ts';
import type { Framework, FrameworkOrder, QuotationRound, SingleSource } from './procurement.ts';

/** Project (项目). Record kind `project`, ownerId = tenderer. Drafted in the workspace, then taken in by acts. */
export interface Project {
  projectName: string;
  projectCode: string;
  category: CategoryId;
  kind: KindId;
  objectType: string;
  industryId: string;
  regionCode: string;
  fundSource: string;
  stateFunded: boolean;
  overview: string;
  tendererId: string;
  tendererName: string;
  agencyId: string | null;
  agencyName: string | null;
  estimateFen: string | null;
  lotIds: string[];
  contact: string;
  submittedAt?: string;
  promisedAt?: string;
  unifiedDealCode?: string;
  acceptedAt?: string;
  correctedOnce?: boolean;
  /** digest of the agreement under which the agency acts */
  agencyAgreement?: string;
  /** the centre's last word on the intake, with every defect told at once */
  decision?: { code: string; reason: string; defects: string[]; at: string; officerId: string };
}

export interface Criterion { id: string; zh: string; max: string; subjective: boolean }

/** Evaluation settings (评标办法), as in cases/case.schema.json; numbers as decimal strings, exact. */
export interface EvaluationConfig {
  method: 'comprehensive' | 'reasonable-low' | 'lowest-evaluated' | 'gp-comprehensive' | 'gp-lowest';
  benchmark?: 'bm-mean' | 'bm-mean-down' | 'bm-mean-k' | 'bm-mix' | 'bm-second-mean' | 'bm-lowest';
  benchmarkBase?: 'opened' | 'valid';
  coefficients?: { x?: string[]; k?: string[]; w?: string[] };
  priceFormula?: 'ps-deviation' | 'ps-ratio' | 'ps-interpolate';
  priceMax?: string; priceMin?: string; E1?: string; E2?: string; a?: string; b?: string; c?: string;
  smeDeduction?: string;
  dropExtremes?: boolean;
  criteria?: Criterion[];
  /** items of preliminary review, codes; `competition` is judged when fewer than three bids are valid */
  prelimItems: { code: string; zh: string }[];
}

export interface DocumentRef { sha256: string; sm3: string; name: string; size: number }

/** A custodian of the sealing (解密托管人): its account and encryption certificate as named in the sealed document. */
export interface Custodian { id: string; name: string; accountId: string; role: string; certificate: string; fingerprint: string; provedAt?: string }

/** A clarification or amendment of the documents (澄清与修改), public from its act on. `number` counts them within the lot. */
export interface Clarification {
  clarificationId: string; number: number; title: string; file: DocumentRef; isMaterial: boolean; publishedAt: string; newBidDeadline: string | null;
  changedItems: string[]; originalContent?: string; revisedContent: string;
  /** questions without those who asked */
  answers: { question: string; answer: string }[];
}

/** One acceptance of performance and what is published of it. */
export interface Acceptance { contractId: string; result: string; acceptedAt: string; items: Record<string, unknown> }

/** Lot (标段/包). Record kind `lot`, ownerId = tenderer, key = lotCode. Every act about the trade has the lot as its subject. */
export interface Lot {
  projectId: string;
  lotNo: string;
  lotCode: string;
  lotName: string;
  machine: MachineId;
  // copied from the project, so that the hot paths read one row
  category: CategoryId; kind: KindId; objectType: string; industryId: string; regionCode: string;
  projectName: string; projectCode: string; unifiedDealCode: string | null; fundSource: string; stateFunded: boolean;
  tendererId: string; tendererName: string; agencyId: string | null; agencyName: string | null;
  estimateFen: string | null; budgetFen: string | null; ceilingFen: string | null; depositFen: string | null;
  duration: string; quality: string;
  previousState?: string;
  /** gates that have opened for this lot (gates.json) */
  openGates: string[];
  // government procurement
  intention?: { intentionId: string; publishedAt: string; items: Record<string, unknown> };
  plan?: { planNo: string; method: string; filedAt: string; minBiddersOverride: number | null; intentionExemptCode: string | null };
  tenderPlanPublishedAt?: string;
  single?: SingleSource;
  /** rounds of quotation, in their order (采购非招标方式) */
  rounds?: QuotationRound[];
  /** fewer suppliers than the law asks for are left after the purchaser's review: the lot can only be ended */
  tooFewQualified?: { at: string; left: number; least: number };
  framework?: Framework;
  /** an order under a framework agreement names the lot it was concluded by */
  order?: FrameworkOrder;
  // intake
  slots: { slotType: string; roomId: string; slotStart: string; slotEnd: string }[];
  // documents and notices
  document?: { docId: string; version: number; files: DocumentRef[]; docHash: string; sealedAt: string; custodians: Custodian[]; evaluation: EvaluationConfig; qualification: string; terms: Record<string, string>; prequal?: PrequalTerms; /** consortia are taken, of so many at most */ consortium?: { maxMembers: number } };
  fairReview?: { docId: string; docHash: string; result: string; reviewedAt: string };
  notices: { noticeId: string; noticeType: string; title: string; publishedAt: string; items: Record<string, unknown> }[];
  announcedAt?: string;
  /** only those invited take part: set with the first invitation */
  invited?: boolean;
  prequal?: Prequalification;
  issued?: { saleStart: string; saleEnd: string; bidValidDays: number; docKind: string; awardMode: string | null; smeReserved: boolean; smeDeduction: number | null; priceWeight: number | null; at: string };
  bidDeadline?: string;
  /** as a correction moved it before the documents were issued */
  announcedBidDeadline?: string;
  /** acts that have moved the deadline */
  postponements?: number;
  /** timely objections to the documents without a reply, as counted when the deadline fell due or a clarification was published */
  openDocumentObjections: number;
  clarifications?: Clarification[];
  // opening and evaluation
  openingId?: string;
  evaluationSessionId?: string;
  reportAt?: string;
  candidates?: { bidId: string; bidSeq: number; bidderId: string; bidderName: string; rank: number; priceFen: string; total: string; outCause?: string }[];
  publicity?: { publishedAt: string; publicityEnd: string; objectionChannel: string };
  award?: { bidId: string; bidderId: string; winnerName: string; awardFen: string; rank: number; duration: string; decidedAt: string; noticeIssuedAt?: string; resultPublishedAt?: string };
  /** when the tenderer reported the award to the supervisor */
  awardReportedAt?: string;
  resultNotice?: { objectionChannel: string; winnerAddress: string; agencyFeeFen: string | null };
  contract?: { contractId: string; /** as the parties number it */ contractCode?: string; priceFen: string; duration: string; signedAt: string };
  doneAt?: string;
  archivedAt?: string;
  certificateNo?: string;
  failure?: { abnormalType: string; reasonCode: string; at: string; bidCount?: number };
  /** a suspension that lasts: who ordered it decides who may lift it */
  suspension?: { organ: string; at: string; until: string | null };
  /** acceptance of performance (履约验收) */
  acceptance?: Acceptance;
  /** every acceptance, the failed ones too: each is published */
  acceptances?: Acceptance[];
  /** lot this one is retendered from */
  formerLotId?: string;
  /** lot that takes over from this failed one */
  nextLotId?: string;
}

/** States of a lot that the public need not know of; a notice (or intention) makes it known whatever its state. An intake may end unseen. */
const HIDDEN = new Set(['draft', 'planned', 'intake-pending', 'accepted', 'sealed', 'docs-reviewed', 'single-publicity', 'terminated']);

export function lotIsPublic(lot: Rec<Lot>): boolean {
  return !HIDDEN.has(lot.state) || lot.data.notices.length > 0 || lot.data.intention !== undefined;
}

/** The tenderer by a notice, or an organ by its order. */
export function stoppedBy({ suspension }: Pick<Lot, 'suspension'>): 'tenderer' | 'supervisor' | null {
  return suspension ? (suspension.organ.startsWith('tenderer:') ? 'tenderer' : 'supervisor') : null;
}

export function lotParties(lot: Rec<Lot>): Parties {
  const { tendererId, agencyId, regionCode, industryId } = lot.data;
  return { tendererId, agencyId, region: regionCode, industry: industryId, public: lotIsPublic(lot) };
}

/** The limit of the law for this lot; what the rules get as `param`. */
export function lotParam(lot: Lot) {
  return (name: ParamName, stage?: string) =>
    param(name, { category: lot.category, kind: lot.kind, objectType: lot.objectType, stage }) ?? null;
}

/** Opens a gate for good: for the leaves of this act, and in the lot for those of later ones. */
export function openLotGate(work: Work, lot: Rec<Lot>, gate: GateId | OffersGate): void {
  work.knowGates(lot.id, lot.data.openGates);
  if (lot.data.openGates.includes(gate)) return;
  work.openGate(lot.id, gate);
  lot.data.openGates.push(gate);
  work.put(lot);
}
