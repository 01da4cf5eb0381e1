import { createHash } from 'node:crypto';
import { canonical } from '../../kernel/canonical.ts';
import { limitNumber } from '../../law/limits.ts';
import { withoutTender } from '../../law/methods.ts';
import { latestChance, type ChanceRecord } from '../../platform/chance.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { LIVE_STATES, sidesOf, type Bid } from '../bidding/index.ts';
import { lotParam, type Lot } from '../project-intake/index.ts';
import type { AvoidanceFacts, Draw, DrawRoster, Expert } from './model.ts';
import type { DrawBasis } from './replay.ts';

export interface DrawFacts { lot: Rec<Lot>; draw: Rec<Draw> | null; experts: Rec<Expert>[]; about: AvoidanceFacts; chance: Rec<ChanceRecord> | null; basis: DrawBasis }

/** The lot's draw with the roster and what avoidance is judged by. Bidders stay inside: nothing of them leaves but counts. */
export async function loadDraw(read: Reader, lotId: string): Promise<DrawFacts> {
  const lot = await loadLot(read, lotId);
  const [draw, experts, about] = [await currentDraw(read, lotId), await read.list<Expert>({ kind: 'expert' }), await avoidanceFacts(read, lot)];
  const basis: DrawBasis = { rosters: await read.list<DrawRoster>({ kind: 'draw-roster', lotId }), chances: await read.list<ChanceRecord>({ kind: 'chance', lotId }) };
  // the chance of an act and the one in the basis are one object: a record is written once
  return { lot, draw, experts, about, chance: latestChance(basis.chances, 'experts'), basis };
}

export async function loadLot(read: Reader, lotId: string): Promise<Rec<Lot>> {
  const lot = await read.get<Lot>('lot', lotId);
  if (!lot) throw new Refusal('not-found');
  return lot;
}

/** The draw that is not cancelled; a lot has at most one. */
export async function currentDraw(read: Reader, lotId: string): Promise<Rec<Draw> | null> {
  return (await read.list<Draw>({ kind: 'draw', lotId })).filter((draw) => draw.state !== 'cancelled').at(-1) ?? null;
}

export function mustDraw(draw: Rec<Draw> | null): Rec<Draw> {
  if (!draw) throw new Refusal('not-found');
  return draw;
}

export async function avoidanceFacts(read: Reader, lot: Rec<Lot>): Promise<AvoidanceFacts> {
  const bids = (await read.list<Bid>({ kind: 'bid', lotId: lot.id })).filter((bid) => LIVE_STATES.includes(bid.state));
  const namesOf = async (id: string | null): Promise<string[]> => {
    const entity = id === null ? null : await read.get<{ uscc: string; name: string }>('entity', id);
    return entity === null ? [] : [entity.data.uscc, `name:${entity.data.name}`];
  };
  const bidderIds: string[] = [];
  for (const id of bids.flatMap(sidesOf)) bidderIds.push(...await namesOf(id));
  // an employer without a credit code is compared by name: the same rule over both spellings
  const [tenderer, agency] = [await namesOf(lot.data.tendererId), await namesOf(lot.data.agencyId)];
  return {
    tendererId: tenderer[0] ?? lot.data.tendererId, agencyId: agency[0] ?? lot.data.agencyId,
    bidderIds: [...bidderIds, ...tenderer.slice(1), ...agency.slice(1)], bidderRegions: [], headHashes: [], authorityIds: [],
    draftedByIds: [], earlierRoundIds: lot.data.formerLotId === undefined ? [] : await earlierMembers(read, lot.data.formerLotId),
  };
}

async function earlierMembers(read: Reader, formerLotId: string): Promise<string[]> {
  const draws = await read.list<Draw>({ kind: 'draw', lotId: formerLotId });
  return draws.flatMap((draw) => draw.data.seats.flatMap((seat) => (seat.reply === 'accepted' && seat.expertNo !== null ? [seat.expertNo] : [])));
}

/** 采购预算1000万元以上: 财政部令第87号 第47条 asks for the larger committee. */
const LARGE_PROCUREMENT_FEN = 1_000_000_000n;

/** Groups of negotiation and inquiry are larger from the tender threshold on (财政部令第74号 第7条). */
function largeFrom(lot: Lot): bigint {
  const threshold = withoutTender(lot) ? lotParam(lot)('tenderThreshold') : null;
  return threshold === null ? LARGE_PROCUREMENT_FEN : BigInt(limitNumber(threshold, 0)) * 100n;
}

/** The lot's limits, with the stage that applies to its committee. */
export function committeeParam(lot: Lot): ReturnType<typeof lotParam> {
  const base = lotParam(lot);
  const large = lot.category === 'gov-procurement' && BigInt(lot.budgetFen ?? 0) >= largeFrom(lot);
  return (name, stage) => base(name, stage ?? (name === 'minCommittee' && large ? 'large' : undefined));
}

/** Digest of what a form says, for the ledger: the platform keeps the form, the leaf binds its bytes. */
export function formDigest(form: unknown): string {
  return createHash('sha256').update(canonical(form)).digest('hex');
}
