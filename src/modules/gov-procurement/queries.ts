import type { Pool } from 'pg';
import type { RoundsRead } from '../../contracts/reads.ts';
import type { Actor } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Bid } from '../bidding/index.ts';
import type { Evaluation } from '../evaluation/index.ts';
import { lotParties, type Lot, type QuotationRound } from '../project-intake/index.ts';
import { quotesOf, type Quote } from './rounds.ts';

interface Context { actor: Actor | null; now: string }
interface Facts { lot: Rec<Lot>; bids: Rec<Bid>[]; quotes: Rec<Quote>[]; sessions: Rec<Evaluation>[] }

/**
 * GET /lots/{id}/rounds: the rounds and until when they run, for all. What was changed of the demand is told to those who take part;
 * a supplier sees its own quotes, the group those of rounds that have ended, everybody all of them from the award on.
 */
export async function roundsRead(db: Pool, { actor, now }: Context, lotId: string): Promise<RoundsRead> {
  const facts = await factsOf(db, lotId);
  const { lot } = facts;
  if (!(lotParties(lot).public === true || (actor !== null && mayKnow(actor, lotParties(lot))))) throw new Refusal('not-found');
  const own = facts.bids.find((bid) => actor?.entityId !== undefined && actor?.entityId !== null && bid.data.bidderId === actor.entityId);
  const reader = { ownBidId: own?.id ?? null, inside: own !== undefined || isInside(facts, actor), group: isOfGroup(facts, actor), awarded: lot.data.openGates.includes('award-decided') };
  return { lotId, now, state: lot.state, rounds: (lot.data.rounds ?? []).map((round) => roundOf(facts, round, reader)) };
}

interface Reading { ownBidId: string | null; inside: boolean; group: boolean; awarded: boolean }

function roundOf({ quotes, bids }: Facts, round: QuotationRound, reader: Reading): RoundsRead['rounds'][number] {
  const { openedAt, quoteEnd, isFinal, endedAt, change } = round;
  const given = quotesOf(quotes, round);
  // while the round runs not even a count is told: a sealed quote is opened for nobody but who gave it
  const shown = endedAt !== undefined && (reader.awarded || reader.group) ? given : given.filter((quote) => quote.data.bidId === reader.ownBidId);
  return {
    round: round.round, openedAt, quoteEnd, isFinal, ...(endedAt === undefined ? {} : { endedAt }),
    ...(endedAt !== undefined && (reader.awarded || reader.group) ? { quoted: given.length } : {}),
    ...(change !== undefined && (reader.inside || reader.awarded) ? { change } : {}),
    quotes: shown.map(({ data }) => ({
      bidSeq: data.bidSeq, bidderName: bids.find((bid) => bid.id === data.bidId)?.data.bidderName ?? '', priceFen: Number(data.priceFen), quotedAt: data.quotedAt, own: data.bidId === reader.ownBidId,
    })),
  };
}

/** Purchaser and agency, and the group: they know what was changed. */
function isInside({ lot, sessions }: Facts, actor: Actor | null): boolean {
  const party = actor?.entityId !== null && actor?.entityId !== undefined && [lot.data.tendererId, lot.data.agencyId].includes(actor.entityId);
  return party || isOfGroup({ lot, sessions }, actor);
}

function isOfGroup({ lot, sessions }: Pick<Facts, 'lot' | 'sessions'>, actor: Actor | null): boolean {
  const session = sessions.find((one) => one.id === lot.data.evaluationSessionId);
  return actor !== null && actor.accountId !== null && session?.data.members.some((one) => one.accountId === actor.accountId && one.out === undefined) === true;
}

async function factsOf(db: Pool, lotId: string): Promise<Facts> {
  const { rows } = await db.query<RecordRow>(
    `select kind, id, state, lot_id, owner_id, key, version, data from record
     where (kind = 'lot' and id = $1) or (kind = any (array['bid','quote','evaluation']) and lot_id = $1) order by created_at, id limit 5000`, [lotId]);
  const of = <T>(kind: string): Rec<T>[] => rows.filter((row) => row.kind === kind).map((row) => fromRow<T>(row));
  const [lot] = of<Lot>('lot');
  if (!lot) throw new Refusal('not-found');
  return { lot, bids: of<Bid>('bid'), quotes: of<Quote>('quote'), sessions: of<Evaluation>('evaluation') };
}
