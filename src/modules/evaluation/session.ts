import type { Actor, Parties } from '../../platform/act.ts';
import type { Reader, Rec, Selector } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { lotParties, type EvaluationConfig, type Lot } from '../project-intake/index.ts';
import { priceTextOf, type Bid } from '../bidding/index.ts';
import type { Evaluation, Member, Tally } from './model.ts';

export interface SessionFacts { lot: Rec<Lot>; session: Rec<Evaluation> }

/** Read in the statement that takes the lock: the lot and its sessions. */
export const sessionReads = ({ subject }: { subject: string }): Selector[] => [{ kind: 'lot', id: subject }, { kind: 'evaluation', lotId: subject }];

export function sessionOf(prefetched: Rec<never>[][]): SessionFacts {
  const lot = prefetched[0]?.[0] as Rec<Lot> | undefined;
  const session = prefetched[1]?.find((one) => one.id === lot?.data.evaluationSessionId) as Rec<Evaluation> | undefined;
  if (!lot || !session) throw new Refusal('not-found');
  return { lot, session };
}

export async function loadSession(read: Reader, lotId: string): Promise<{ lot: Rec<Lot>; session: Rec<Evaluation> | null }> {
  const lot = await read.get<Lot>('lot', lotId);
  if (!lot) throw new Refusal('not-found');
  const id = lot.data.evaluationSessionId;
  return { lot, session: id === undefined ? null : await read.get<Evaluation>('evaluation', id) };
}

/** The committee stands to the lot as members; whoever left his seat does so no more. */
export function sessionParties({ lot, session }: SessionFacts): Parties {
  return { ...lotParties(lot), members: session.data.members.filter((member) => member.out === undefined).map((member) => member.accountId) };
}

export function memberOf(session: Rec<Evaluation>, actor: Pick<Actor, 'accountId'>): Member {
  const member = session.data.members.find((one) => one.accountId === actor.accountId && one.out === undefined);
  if (!member) throw new Refusal('forbidden');
  return member;
}

export function sitsIn(session: Rec<Evaluation>, actor: Pick<Actor, 'accountId'>): boolean {
  return session.data.members.some((one) => one.accountId === actor.accountId && one.out === undefined);
}

export function tallyOf(session: Rec<Evaluation>, bidId: string): Tally {
  const tally = session.data.bids.find((one) => one.bidId === bidId);
  if (!tally) throw new Refusal('not-found', { field: 'bidId' });
  return tally;
}

/** Bids that are still in. */
export function openBids(session: Rec<Evaluation>): Tally[] {
  return session.data.bids.filter((tally) => tally.out === undefined);
}

export function majority(count: number, session: Rec<Evaluation>): boolean {
  return count * 2 > session.data.members.length;
}

export function configOf(lot: Rec<Lot>): EvaluationConfig {
  const config = lot.data.document?.evaluation;
  if (!config) throw new Error(`lot ${lot.id} is evaluated without a tender document`);
  return config;
}

/** The published ceiling; in government procurement the budget stands in where none is published. */
export function ceilingOf({ data }: Rec<Lot>): bigint | null {
  const text = data.ceilingFen ?? (data.category === 'gov-procurement' ? data.budgetFen : null);
  return text === null ? null : BigInt(text);
}

/** The final quote where the method has rounds, else what was sealed. Nothing for a form without a usable price, which counts nowhere. */
export function priceOf(bid: Rec<Bid>): bigint {
  return isUsableForm(bid) ? BigInt(priceTextOf(bid.data) ?? 0) : 0n;
}

/**
 * Whole fen above nothing, of at most 20 digits, in the price and in every adjustment: what the sealing client asks for. A form
 * that another tool sealed may say anything; no formula can take it, so it falls by rule (lifecycle §0.6).
 */
export function isUsableForm({ data: { form } }: Rec<Bid>): boolean {
  return form !== undefined && /^[1-9]\d{0,19}$/.test(form.priceFen) && (form.adjustments ?? []).every(({ amountFen }) => /^\d{1,20}$/.test(amountFen));
}

/** Everyone's own copy of who has to hand in what. */
export function scorers(session: Rec<Evaluation>, config: EvaluationConfig): number[] {
  const criteria = scoredCriteria(config);
  if (criteria.some((criterion) => criterion.subjective)) return session.data.members.map((member) => member.seatNo);
  return criteria.length > 0 && session.data.chairSeatNo !== undefined ? [session.data.chairSeatNo] : [];
}

export function scoredCriteria(config: EvaluationConfig): NonNullable<EvaluationConfig['criteria']> {
  return config.method === 'comprehensive' || config.method === 'gp-comprehensive' ? config.criteria ?? [] : [];
}

export function clarificationOpen(session: Rec<Evaluation>, now: string): boolean {
  return session.data.clarifications.some((one) => one.answeredAt === undefined && one.dueAt > now);
}

/** A stopped or ended lot stops its committee: only the row of the lot says that the evaluation runs. */
export function isRunning(lot: Rec<Lot>): boolean {
  return (lot.state === 'opened' || lot.state === 'quoted') && lot.data.tooFewQualified === undefined;
}

export function enter(work: Work, { lot }: { lot: Rec<Lot> }): void {
  if (lot.data.tooFewQualified !== undefined) throw new Refusal('suppliers-too-few', { rule: 'state' });
  if (!isRunning(lot)) throw new Refusal('state', { rule: 'state', zh: `标段当前状态“${lot.state}”，评标不能进行`, en: `The lot is in state "${lot.state}"; its evaluation does not go on` });
  work.knowGates(lot.id, lot.data.openGates);
}

export const COMMITTEE = { faceResult: 'not-required', memberOfCommittee: true } as const;
/** Said in the leaf and on the page until face checks land. */
export const IDENTITY_NOTE = '身份由中心交易服务岗现场核验并签字';
export const sheetKey = (lotId: string, bidId: string, accountId: string): string => `${lotId}/${bidId}/${accountId}`;
