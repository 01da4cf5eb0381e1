import type { KindId } from '../../catalogue/index.ts';
import type { ResultsRead } from '../contracts/reads.ts';

/** A trade with all that its people decide, as cases/case.schema.json has it. */
export interface CaseFile { id: string; category: Category; kind: KindId; titleZh: string; titleEn?: string; source: string; lots: CaseLot[] }
export type Category = 'engineering' | 'gov-procurement';

export interface CaseLot {
  lotNo: string; budgetYuan?: string; ceilingYuan?: string; estimateYuan?: string; depositYuan?: string;
  evaluation: CaseEvaluation;
  committee: { size: number; representatives: number };
  bids: CaseBid[];
  expect: Record<string, unknown>;
  clarification?: { daysBefore: number; postponeDays: number; objection?: boolean; correction?: boolean };
  suspension?: CaseSuspension;
  /** the plan names a document that allows fewer suppliers than the law asks for */
  fewerSuppliers?: { number: number; documentNo: string };
  /** what was changed of the demand with a round of quotation */
  demandChanges?: { round: number; content: string }[];
  single?: { reason?: string; objection?: boolean };
  framework?: { admitted: number; items: { itemId: string; zh: string }[]; orders: CaseOrder[] };
  retendered?: { bids: CaseBid[]; expect: Record<string, unknown> };
  prequalification?: CasePrequalification;
  /** of an invited tender */
  invited?: string[];
  /** the documents take consortia */
  consortium?: { maxMembers: number };
  winnerOut?: CaseWinnerOut[];
  reevaluated?: CaseReEvaluation;
}
/** Reviewed by the tenderer as the case says; who passes follows from the method. */
export interface CasePrequalification {
  method: 'qualified-all' | 'limited'; limit?: number;
  applicants: { applicant: string; qualified?: boolean; reason?: string; score?: number; late?: boolean; consortium?: string[] }[];
}
/** An order of the second stage; `supplier` is who is asked directly, or who must come out. */
export interface CaseOrder { mode: 'direct' | 'rota' | 'competition'; itemId: string; quantity: number; supplier?: string; offers?: { bidder: string; priceYuan: string }[] }
/** The first of those left falls out at that point, and the next in order is taken. */
export interface CaseWinnerOut { when: 'publicity' | 'awarded' | 'notified'; cause: 'gives-up' | 'force-majeure' | 'no-performance-security' | 'breach-found' }
/** By order of the supervisor; the bids are the same, judged anew. */
export interface CaseReEvaluation { when: 'publicity' | 'awarded'; bids: CaseBid[]; expect: Record<string, unknown> }
export interface CaseSuspension { during: 'bidding' | 'publicity'; days: number; by: 'supervisor' | 'tenderer' }

export interface CaseCriterion { id: string; zh: string; max: number; subjective: boolean }
export interface CaseEvaluation {
  method: 'comprehensive' | 'reasonable-low' | 'lowest-evaluated' | 'gp-comprehensive' | 'gp-lowest';
  benchmark?: string; benchmarkBase?: string; coefficients?: { x?: number[]; k?: number[]; w?: number[] };
  priceFormula?: string; priceMax?: number; priceMin?: number; E1?: number; E2?: number; a?: number; b?: number; c?: number;
  smeDeduction?: number; dropExtremes?: boolean; criteria?: CaseCriterion[];
}

export interface CaseBid {
  /** of a consortium the lead; `consortium` names the other members */
  bidder: string; consortium?: string[]; priceYuan: string; size?: 'micro' | 'small' | 'medium' | 'large';
  decrypts?: boolean; withdraws?: boolean; replaces?: string; late?: boolean; rejectedFor?: string;
  /** the purchaser finds it not qualified */
  unqualifiedFor?: string;
  /** quotes round by round, the last one final; null where none is given */
  quotes?: (string | null)[]; leavesBefore?: number;
  objective?: Record<string, number>;
  adjustments?: { item: string; amountYuan: string }[];
  expertSheets?: Record<string, unknown>[];
}

/** What came out, in the words of `expect`. */
export interface LotOutcome {
  lotId: string;
  submitted: number; refused: string[]; withdrawn: string[]; opened: number; revoked: string[]; rejected: string[]; valid: number;
  benchmarkFen?: number;
  /** of quotation */
  rounds?: number;
  /** of a framework agreement; each is a lot of its own */
  orders?: { lotId: string; supplier: string; priceFen: number }[];
  prequalified?: string[];
  rows: (Omit<ResultsRead['rows'][number], 'bidderName' | 'rejectedFor'> & { bidder: string })[];
  candidates: string[]; winner?: string; awardFen?: number;
  outcome: 'awarded' | 'failed' | 'reevaluated';
  certificateNo?: string;
  /** of the lot that took over from this one */
  retendered?: LotOutcome;
  /** of the evaluation that was done again */
  reevaluated?: LotOutcome;
}

/** Yuan with two places, as fen; exact. */
export function fenOf(yuan: string): string { return BigInt(yuan.replace('.', '')).toString(); }

export function scores(method: CaseEvaluation['method']): boolean { return method === 'comprehensive' || method === 'gp-comprehensive'; }
