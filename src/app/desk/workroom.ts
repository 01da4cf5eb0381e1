import type { Pool } from 'pg';
import { machine } from '../../../catalogue/index.ts';
import type { WorkroomBid, WorkroomRead } from '../../contracts/workroom.ts';
import { dateText, dayOf } from '../../kernel/calendar.ts';
import { paidFen, type Contract } from '../../modules/award-contract/index.ts';
import { priceTextOf, type Bid } from '../../modules/bidding/index.ts';
import { purchaserQualifies } from '../../law/methods.ts';
import { CUSTODIAN_ROLES, type CustodianRecord, type Entity } from '../../modules/entity-ca/index.ts';
import type { Evaluation } from '../../modules/evaluation/index.ts';
import type { Draw } from '../../modules/expert-draw/index.ts';
import { announcedDeadline } from '../../modules/notice/index.ts';
import { requiredItems, type Lot, type OrderView, type RoomDay } from '../../modules/project-intake/index.ts';
import { stageZh } from '../../modules/tender-doc/index.ts';
import type { Actor } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { ownLot, recordsOf, type OwnLot } from './own-lot.ts';

/** GET /lots/{id}/workroom: what the tenderer and its agency choose from and what their forms begin with. */
export async function workroomRead(db: Pool, { actor, now }: { actor: Actor | null; now: string }, lotId: string): Promise<WorkroomRead> {
  const own = await ownLot(db, actor, lotId);
  const { lot, lots } = own;
  const { data } = lot;
  const announced = announcedDeadline(data);
  const [bids, questions, objections] = [await bidsOf(db, lot), await countOf(db, lotId, 'question', `state <> 'answered'`), await countOf(db, lotId, 'objection', `state <> all ($3::text[])`, machine('objection').final)];
  const winner = bids.find(({ id }) => id === data.award?.bidId);
  return {
    lotId, projectId: data.projectId, state: lot.state, category: data.category, kind: data.kind, lotName: data.lotName, ownRole: own.ownRole, ...await agencyOf(db, data), project: draftOf(own),
    lots: lots.map((one) => ({ lotId: one.id, lotNo: one.data.lotNo, lotCode: one.data.lotCode, lotName: one.data.lotName, stage: one.state, stageZh: stageZh(one.state) })),
    ...(announced === undefined ? {} : { announcedDeadline: announced }), ...(data.bidDeadline === undefined ? {} : { bidDeadline: data.bidDeadline }),
    slots: data.slots, taken: await takenRooms(db, lotId, now), ...documentOf(data), bids: await shownBids(db, lot, bids),
    ...(data.award ? { award: { ...(winner ? { bidSeq: winner.data.bidSeq } : {}), winnerName: data.award.winnerName, awardFen: data.award.awardFen, decidedAt: data.award.decidedAt, ...declaredOf(winner?.data), duration: data.award.duration, ...await registeredOf(db, winner) } } : {}),
    ...admittedOf(data), ...await agreedOf(db, data), ...await contractOf(db, lot), custodianIds: await custodiansOf(db), representatives: await representativesOf(db, data), specialties: await specialtiesOf(db), ...await lackingOf(db, lotId),
    archiveItems: requiredItems(lot), ...await noticeHashOf(db, lotId), causes: await causesOf(db, lotId), openQuestions: questions, openObjections: objections,
  };
}

function draftOf({ project, lots }: OwnLot): WorkroomRead['project'] {
  const { projectName, objectType, industryId, regionCode, fundSource, stateFunded, overview, contact } = project.data;
  const sum = (name: string, fen: string | null) => (fen === null ? {} : { [name]: Number(fen) });
  return {
    projectName, objectType, industryId, regionCode, fundSource, stateFunded, overview, contact,
    lots: lots.map(({ data }) => ({ lotNo: data.lotNo, lotName: data.lotName, ...sum('estimateFen', data.estimateFen), ...sum('budgetFen', data.budgetFen), ...sum('ceilingFen', data.ceilingFen), duration: data.duration, quality: data.quality })),
  };
}

function admittedOf({ framework }: Lot): Pick<WorkroomRead, 'admitted'> {
  return framework && framework.suppliers.length > 0 ? { admitted: framework.suppliers.map(({ supplierName, unitFen, rank }) => ({ supplierName, unitFen, rank })) } : {};
}

async function agreedOf(db: Pool, { order }: Lot): Promise<Pick<WorkroomRead, 'agreedPayment'>> {
  const [agreement] = order ? await recordsOf<Contract>(db, `kind = 'contract' and lot_id = $1`, [order.frameworkId]) : [];
  return agreement ? { agreedPayment: agreement.data.paymentTerms } : {};
}

/** Of a consortium it is the lead that is written to. */
async function registeredOf(db: Pool, winner: Rec<Bid> | undefined): Promise<{ winnerAddress?: string; winnerUscc?: string }> {
  const [entity] = winner ? await recordsOf<Entity>(db, `kind = 'entity' and id = $1`, [winner.data.bidderId]) : [];
  return { ...(entity?.data.address === undefined ? {} : { winnerAddress: entity.data.address }), ...(entity ? { winnerUscc: entity.data.uscc } : {}) };
}

/** What was read out beside the price. */
function declaredOf(bid: Bid | undefined): Pick<WorkroomBid, 'duration' | 'quality' | 'projectManager'> {
  const { duration, quality, projectManager } = bid?.form ?? {};
  return { ...(duration ? { duration } : {}), ...(quality ? { quality } : {}), ...(projectManager ? { projectManager } : {}) };
}

async function agencyOf(db: Pool, { agencyId, agencyName }: Lot): Promise<Pick<WorkroomRead, 'agencyName' | 'agencyUscc'>> {
  const [agency] = agencyId === null ? [] : await recordsOf<Entity>(db, `kind = 'entity' and id = $1`, [agencyId]);
  return { agencyName, ...(agency ? { agencyUscc: agency.data.uscc } : {}) };
}

function documentOf({ document, fairReview }: Lot): Pick<WorkroomRead, 'document'> {
  if (!document) return {};
  const { docId, version, sealedAt, files, qualification, terms, evaluation, consortium, custodians, prequal } = document;
  return {
    document: {
      docId, version, sealedAt, files: files.map(({ sha256, name, size }) => ({ sha256, name, size })), qualification, terms, evaluation, ...(consortium ? { consortium } : {}),
      custodians: custodians.map(({ id, name, provedAt }) => ({ id, name, proved: provedAt !== undefined })),
      ...(prequal ? { prequalification: { method: prequal.method, limit: prequal.limit } } : {}), ...(fairReview ? { fairReview: fairReview.result } : {}),
    },
  };
}

/** Until they are announced in the opening nobody is told of bids, the tenderer least of all. */
async function bidsOf(db: Pool, { id, state }: Rec<Lot>): Promise<Rec<Bid>[]> {
  if (BEFORE_OPENING.has(state)) return [];
  return (await recordsOf<Bid>(db, `kind = 'bid' and lot_id = $1`, [id])).filter(({ data }) => data.announcedAt !== undefined).sort((a, b) => a.data.bidSeq - b.data.bidSeq);
}

const BEFORE_OPENING = new Set(['draft', 'intended', 'planned', 'intake-pending', 'accepted', 'sealed', 'docs-reviewed', 'prequal-noticed', 'prequal-review', 'prequalified', 'announced', 'noticed', 'deadline-passed']);

/** Ranks and rejections are the report's: with its signature they are handed to the tenderer. */
async function shownBids(db: Pool, { id: lotId, data }: Rec<Lot>, bids: readonly Rec<Bid>[]): Promise<WorkroomBid[]> {
  const handed = data.reportAt !== undefined;
  const [session] = handed && data.evaluationSessionId !== undefined ? await recordsOf<Evaluation>(db, `kind = 'evaluation' and id = $1`, [data.evaluationSessionId]) : [];
  const [opening] = data.openingId === undefined ? [] : await recordsOf<{ unpriced?: boolean }>(db, `kind = 'opening' and id = $1`, [data.openingId]);
  const qualified = await qualifiedBids(db, lotId, data);
  const shows = handed || opening?.data.unpriced !== true;
  return bids.map(({ id, data: bid }): WorkroomBid => {
    const candidate = data.candidates?.find((one) => one.bidId === id);
    const out = session?.data.bids.find((tally) => tally.bidId === id)?.out;
    const price = shows ? priceTextOf(bid) : undefined;
    const waits = bid.confirmed?.dispute && !bid.confirmed.answer ? bid.confirmed.dispute : undefined;
    return {
      bidId: id, bidSeq: bid.bidSeq, bidderName: bid.bidderName, ...(price === undefined ? {} : { priceFen: price }), ...declaredOf(bid), candidate: handed && candidate !== undefined && candidate.outCause === undefined,
      ...(handed && bid.ranking ? { rank: bid.ranking.rank, ...(bid.ranking.evaluationFen === price ? {} : { evaluationFen: bid.ranking.evaluationFen }), ...(bid.ranking.total === '' ? {} : { total: bid.ranking.total }) } : {}),
      ...(candidate?.outCause === undefined ? {} : { outCause: candidate.outCause }), ...(out === undefined ? {} : { rejectedFor: out }), ...qualified(id, bid), ...(waits === undefined ? {} : { dispute: waits }),
    };
  });
}

/** What the purchaser's side has said of whether a bid is qualified, where that is for it to say. */
async function qualifiedBids(db: Pool, lotId: string, data: Lot): Promise<(bidId: string, bid: Bid) => Pick<WorkroomBid, 'qualification'>> {
  if (!purchaserQualifies(data)) return () => ({});
  const { tendererId, agencyId } = data;
  const { rows } = await db.query<{ bid: string }>(
    `select distinct r.data->>'bidId' as bid from record r where r.kind = 'review' and r.lot_id = $1 and r.owner_id in (select a.id from record a where a.kind = 'account' and a.owner_id = any ($2::uuid[]))`, [lotId, [tendererId, agencyId]]);
  const reviewed = new Set(rows.map(({ bid }) => bid));
  return (bidId, bid) => (bid.unqualified ? { qualification: 'fail' } : reviewed.has(bidId) ? { qualification: 'pass' } : {});
}

async function takenRooms(db: Pool, lotId: string, now: string): Promise<WorkroomRead['taken']> {
  const days = await recordsOf<RoomDay>(db, `kind = 'room-day' and data->>'day' >= $1 order by data->>'day' limit 400`, [dateText(dayOf(Date.parse(now)))]);
  return days.flatMap(({ data }) => data.slots.filter((slot) => slot.lotId !== lotId).map(({ slotStart, slotEnd }) => ({ roomId: data.roomId, slotStart, slotEnd })));
}

async function contractOf(db: Pool, { data }: Rec<Lot>): Promise<Pick<WorkroomRead, 'contract'>> {
  const [contract] = data.contract ? await recordsOf<Contract>(db, `kind = 'contract' and id = $1`, [data.contract.contractId]) : [];
  if (!contract) return {};
  const { contractCode, priceFen, signedAt } = contract.data;
  const changes = (contract.data.changes ?? []).reduce((sum, one) => sum + BigInt(one.amountFen), 0n);
  const milestones = (contract.data.milestones ?? []).map(({ milestone, amountFen, at, progressPercent }) => ({ milestone, amountFen, at, ...(progressPercent === undefined ? {} : { progressPercent }) }));
  return { contract: { contractCode, priceFen, signedAt, paidFen: paidFen(contract.data), changesFen: String(changes), milestones } };
}

/** The first of each kind: two of three open a bid, so the three must not answer to one another. */
async function custodiansOf(db: Pool): Promise<string[]> {
  const all = await recordsOf<CustodianRecord>(db, `kind = 'custodian' and state = 'active' order by created_at limit 200`, []);
  return CUSTODIAN_ROLES.flatMap((role) => all.find(({ data }) => data.role === role)?.data.custodianId ?? []);
}

async function representativesOf(db: Pool, { tendererId, tendererName }: Lot): Promise<WorkroomRead['representatives']> {
  const { rows } = await db.query<{ id: string; name: string; no: string | null; at: string }>(
    `select id, data->>'name' as name, data->>'personNo' as no, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
     from record where kind = 'account' and state = 'active' and data->>'representsId' = $1 order by created_at limit 200`, [tendererId]);
  return rows.map(({ id, name, no, at }) => ({ accountId: id, name, unit: tendererName, ...(no === null ? {} : { idTail: no.replace(/[^0-9A-Za-z]/g, '').slice(-4) }), registeredAt: at }));
}

/** What one may ask for; how many there are of each stays in the roster. */
async function specialtiesOf(db: Pool): Promise<string[]> {
  const { rows } = await db.query<{ specialty: string }>(`select distinct jsonb_array_elements_text(data->'specialties') as specialty from record where kind = 'expert' order by 1 limit 500`);
  return rows.map(({ specialty }) => specialty);
}

/** While the roster is exhausted: what a second request asks for. */
async function lackingOf(db: Pool, lotId: string): Promise<Pick<WorkroomRead, 'lacking'>> {
  const [draw] = await recordsOf<Pick<Draw, 'seats' | 'headcount' | 'representativeIds'>>(db, `kind = 'draw' and lot_id = $1 and state = 'exhausted'`, [lotId]);
  if (!draw) return {};
  const { seats, headcount, representativeIds } = draw.data;
  const empty = seats.filter(({ expertId }) => expertId === null);
  const needs = [...new Set(empty.map(({ specialty }) => specialty))].map((specialty) => ({ specialty, headcount: empty.filter((one) => one.specialty === specialty).length }));
  return { lacking: { needs, others: headcount - empty.length + representativeIds.length } };
}

async function noticeHashOf(db: Pool, lotId: string): Promise<Pick<WorkroomRead, 'noticeHash'>> {
  const { rows } = await db.query<{ hash: string }>(`select body_hash as hash from leaf where subject = $1 and fp in ('not-publish', 'not-change') and kind = 'act' order by ordinal desc limit 1`, [lotId]);
  return rows[0] ? { noticeHash: rows[0].hash } : {};
}

/** As `loadRemedies` has them for the acts. */
async function causesOf(db: Pool, lotId: string): Promise<WorkroomRead['causes']> {
  const orders = await recordsOf<OrderView>(db, `kind = 'order' and lot_id = $1 and state = 'issued' and data->>'orderType' = 're-evaluate'`, [lotId]);
  const upheld = await recordsOf<unknown>(db, `kind = 'objection' and lot_id = $1 and data->>'resultCode' in ('upheld', 'partly-upheld')`, [lotId]);
  return [...orders.map(({ data }) => ({ no: data.orderNo, ordered: true })), ...upheld.map(({ id, key }) => ({ no: key ?? id, ordered: false }))];
}

async function countOf(db: Pool, lotId: string, kind: string, where: string, states: readonly string[] = []): Promise<number> {
  const { rows } = await db.query<{ n: string }>(`select count(*) as n from record where kind = $2 and lot_id = $1 and ${where}`, [lotId, kind, ...(states.length > 0 ? [states] : [])]);
  return Number(rows[0]?.n ?? 0);
}
