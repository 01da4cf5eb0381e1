import type { Pool } from 'pg';
import { purchaserQualifies } from '../../law/methods.ts';
import type { Actor } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { ResultsRead } from '../../contracts/reads.ts';
import { priceTextOf, type Bid } from '../bidding/index.ts';
import { lotParties, type Lot } from '../project-intake/index.ts';
import { lowPrices } from './abnormal.ts';
import type { Evaluation, EvaluationReport, Member, Review, Sheet, Tally } from './model.ts';
import { ceilingOf, configOf, scoredCriteria, scorers } from './session.ts';

interface Context { actor: Actor | null }
const COLUMNS = 'select kind, id, state, lot_id, owner_id, key, version, data from record';
const SCORES_IN: readonly string[] = ['scored', 'tallied', 'reported'];

/** Sessions in which the reader sits, newest first: the expert's and the representative's desk. */
export async function evaluationsOf(pool: Pool, ctx: Context) {
  const accountId = ctx.actor?.accountId ?? null;
  if (accountId === null) throw new Refusal('not-signed-in');
  const rows = await records<Evaluation>(pool, `${COLUMNS} where kind = 'evaluation' and data->'members' @> jsonb_build_array(jsonb_build_object('accountId', $1::text)) order by created_at desc limit 100`, [accountId]);
  return { items: rows.map(({ id, lotId, state, data }) => ({ sessionId: id, lotId, state, seatNo: data.members.find((one) => one.accountId === accountId)?.seatNo ?? null })), nextCursor: null };
}

/** The session as its reader may see it: a member the bids and his own sheets, the parties and posts counts alone. */
export async function evaluationOfLot(pool: Pool, ctx: Context, { lotId }: { lotId: string }) {
  const { lot, session } = await sessionOfLot(pool, lotId);
  const member = session.data.members.find((one) => one.accountId === ctx.actor?.accountId && one.out === undefined);
  if (!member && (ctx.actor === null || !mayKnow(ctx.actor, lotParties(lot)))) throw new Refusal('not-found');
  const { data } = session;
  const config = configOf(lot);
  const counts = {
    sessionId: session.id, lotId, state: session.state, committeeSize: data.members.length, voteRound: data.voteRound,
    checkedIn: data.members.filter((one) => one.checkedInAt !== undefined && one.out === undefined).length, declared: data.members.filter((one) => one.declared === 'clear').length,
    signed: data.members.filter((one) => one.signed).length, bids: data.bids.length, rejected: data.bids.filter((tally) => tally.out !== undefined).length,
    reviews: sum(data.bids, (tally) => tally.reviewed.length), sheets: sum(data.bids, (tally) => tally.scored.length), sheetsDue: scorers(session, config).length * data.bids.filter((tally) => tally.out === undefined).length,
    ...(purchaserQualifies(lot.data) ? { qualification: { reviewed: await purchasersReviews(pool, session), of: data.bids.length } } : {}),
    ...(data.tie ? { tie: { bids: data.tie.groups.flat().length, chanceId: data.tie.chanceId } } : {}), ...(data.pause ? { pause: data.pause } : {}),
  };
  return member ? { ...counts, ...await memberView(pool, { lot, session, member }) } : counts;
}

/** Bids whose qualification the purchaser has reviewed: the committee waits for it. */
async function purchasersReviews(pool: Pool, { lotId, data }: Rec<Evaluation>): Promise<number> {
  const { rows: [row] } = await pool.query<{ n: number }>(
    `select count(distinct data->>'bidId')::int as n from record where kind = 'review' and lot_id = $1 and not (data->>'accountId' = any ($2::text[]))`,
    [lotId, [...data.members, ...data.former].map(({ accountId }) => accountId)]);
  return row?.n ?? 0;
}

async function memberView(pool: Pool, { lot, session, member }: { lot: Rec<Lot>; session: Rec<Evaluation>; member: Member }) {
  const { data } = session;
  const bids = await records<Bid>(pool, `${COLUMNS} where kind = 'bid' and lot_id = $1`, [lot.id]);
  const reviews = await records<Review>(pool, `${COLUMNS} where kind = 'review' and lot_id = $1 and owner_id = $2`, [lot.id, member.accountId]);
  // until all sheets are in nobody reads another's
  const open = SCORES_IN.includes(session.state);
  const sheets = await records<Sheet>(pool, `${COLUMNS} where kind = 'sheet' and lot_id = $1 and ($3 or owner_id = $2)`, [lot.id, member.accountId, open]);
  const config = configOf(lot);
  return {
    seatNo: member.seatNo, role: member.role, chairSeatNo: data.chairSeatNo ?? null, evaluation: config, ceilingFen: ceilingOf(lot) === null ? null : String(ceilingOf(lot)),
    benchmarkFen: data.benchmarkFen ?? null, prelimItems: config.prelimItems, criteria: scoredCriteria(config),
    members: data.members.map((one) => ({ seatNo: one.seatNo, role: one.role, name: one.name, checkedIn: one.checkedInAt !== undefined, out: one.out ?? null })),
    ownDeclared: member.declared ?? null, ownVote: member.votedSeatNo ?? null, ownSigned: member.signed ?? null,
    bidList: data.bids.map((tally) => bidView(tally, bids.find((bid) => bid.id === tally.bidId), {
      review: reviews.find((one) => one.data.bidId === tally.bidId)?.data, sheets: sheets.filter((one) => one.data.bidId === tally.bidId).map((one) => one.data), member, open, chairs: member.seatNo === data.chairSeatNo,
    })),
    clarifications: data.clarifications, correctionVotes: data.correctionVotes.map(({ seatNo, causeCode }) => ({ seatNo, causeCode })), abnormallyLow: lowPrices({ lot, session, bids }), ...await reportView(pool, session),
  };
}

function bidView(tally: Tally, bid: Rec<Bid> | undefined, own: { review: Review | undefined; sheets: Sheet[]; member: Member; open: boolean; chairs: boolean }) {
  const mine = own.sheets.find((sheet) => sheet.accountId === own.member.accountId);
  const others = own.sheets.filter((sheet) => sheet !== mine);
  return {
    bidId: tally.bidId, bidSeq: tally.bidSeq, bidderName: bid?.data.bidderName ?? '', state: bid?.state ?? '', form: bid?.data.form ?? null, quotes: bid?.data.quotes ?? [],
    ownReview: own.review ?? null, ownSheet: mine ?? null, otherSheets: others.map(({ seatNo, scores }) => ({ seatNo, scores })),
    objective: own.open || own.chairs ? tally.objective ?? null : null, rejectVotes: tally.votes, rejectedFor: tally.out ?? null, ranking: bid?.data.ranking ?? null,
  };
}

async function reportView(pool: Pool, { id, data }: Rec<Evaluation>) {
  if (!data.report) return {};
  const [report] = await records<EvaluationReport>(pool, `${COLUMNS} where kind = 'evaluation-report' and key = $1`, [`${id}/${data.report.version}`]);
  return { report: { digest: data.report.digest, draftedAt: data.report.draftedAt, content: report?.data.content ?? null } };
}

/**
 * The whole result, bid by bid: public from the publicity of the candidates (without one, from the award) on. The tenderer and its
 * agency are handed the report when it is signed (招标投标法 第40条).
 */
export async function resultsOfLot(pool: Pool, { actor }: Context, { lotId }: { lotId: string }): Promise<ResultsRead> {
  const { lot, session } = await sessionOfLot(pool, lotId);
  const { openGates } = lot.data;
  const handed = actor !== null && actor.entityId !== null && [lot.data.tendererId, lot.data.agencyId].includes(actor.entityId);
  if (session.state !== 'reported' || !(handed || openGates.includes('candidate-publicity') || openGates.includes('award-decided'))) throw new Refusal('not-found');
  const config = configOf(lot);
  const bids = await records<Bid>(pool, `${COLUMNS} where kind = 'bid' and lot_id = $1`, [lotId]);
  const rows = session.data.bids.map((tally) => resultRow(tally, bids.find((bid) => bid.id === tally.bidId)));
  const criteria = scoredCriteria(config).map(({ id, zh, max }) => ({ id, zh, max }));
  return {
    method: config.method, ...(session.data.benchmarkFen === undefined ? {} : { benchmarkFen: Number(session.data.benchmarkFen) }), ...(criteria.length > 0 ? { criteria } : {}),
    rows: rows.sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity)),
    candidates: (lot.data.candidates ?? []).map(({ rank, bidderName, priceFen, total, bidId, outCause }) => {
      const projectManager = bids.find((bid) => bid.id === bidId)?.data.form?.projectManager;
      return { rank, bidderName, priceFen: Number(priceFen), ...(total === '' ? {} : { total }), ...(projectManager === undefined ? {} : { projectManager }), ...(outCause === undefined ? {} : { outCause }) };
    }),
  };
}

function resultRow(tally: Tally, bid: Rec<Bid> | undefined): ResultsRead['rows'][number] {
  const ranking = bid?.data.ranking;
  const shown = { bidderName: bid?.data.bidderName ?? '', priceFen: Number((bid && priceTextOf(bid.data)) ?? 0), criterionMeans: ranking?.criterionMeans ?? {} };
  if (tally.out !== undefined) return { ...shown, rejectedFor: tally.out };
  if (!ranking) return shown;
  return {
    ...shown, rank: ranking.rank, evaluationPriceFen: Number(ranking.evaluationFen),
    ...(ranking.priceScore === '' ? {} : { priceScore: ranking.priceScore }), ...(ranking.total === '' ? {} : { total: ranking.total }),
  };
}

async function sessionOfLot(pool: Pool, lotId: string): Promise<{ lot: Rec<Lot>; session: Rec<Evaluation> }> {
  const [lot] = await records<Lot>(pool, `${COLUMNS} where kind = 'lot' and id = $1`, [lotId]);
  const id = lot?.data.evaluationSessionId;
  const [session] = id === undefined ? [] : await records<Evaluation>(pool, `${COLUMNS} where kind = 'evaluation' and id = $1`, [id]);
  if (!lot || !session) throw new Refusal('not-found');
  return { lot, session };
}

async function records<T>(pool: Pool, text: string, values: unknown[]): Promise<Rec<T>[]> {
  const { rows } = await pool.query<RecordRow>(text, values);
  return rows.map((row) => fromRow<T>(row));
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}
