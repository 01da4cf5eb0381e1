import type { Pool } from 'pg';
import { functionPoint, isFunctionPointId, isStepId, step, stepByEvent, type CategoryId, type KindId } from '../../../catalogue/index.ts';
import { isStepEvent } from './step-event.ts';
import type { OpeningRead } from '../../contracts/reads.ts';
import { readsPrices } from '../../law/methods.ts';
import { inTrade, namedInTrade } from '../../kernel/trade-words.ts';
import type { Actor } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import type { BlobStore } from '../../platform/blobs.ts';
import type { ChanceRecord } from '../../platform/chance.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { SealHeader } from '../../seal/index.ts';
import type { Bid } from '../bidding/index.ts';
import { lotIsPublic, lotParties, type Lot } from '../project-intake/index.ts';
import { bidsOfOpening, openingRecord, type Opening } from './model.ts';
import { headerOf } from './open-bid.ts';
import { asRead, bidderRow, drawItem, isListed, phasesOf, stateZh } from './view.ts';

export interface ReadContext { actor: Actor | null; now: string }

/**
 * GET /lots/{id}/opening, for guests. Before the deadline no number and no name; names from the list on; a price when it has
 * been announced. A bidder sees its own row as soon as it has submitted. `viewers` is counted by the live channel.
 */
export async function openingView(db: Pool, { actor, now }: ReadContext, params: { lotId: string; viewers: number }): Promise<OpeningRead> {
  // the channel's position first: what is said meanwhile comes again as an event, and nothing is missed
  const { rows: said } = await db.query<{ seq: number }>('select coalesce(max(seq), 0)::int as seq from live_event where channel = $1', [`opening:${params.lotId}`]);
  const { lot, opening, bids, chances } = await loadView(db, actor, params.lotId);
  const { data } = opening;
  const record = await recordLines(db, lot.id);
  const shown = bidsOfOpening(bids).filter((bid) => isListed(opening) || (actor !== null && actor.entityId !== null && bid.ownerId === actor.entityId));
  return {
    openingId: opening.id, lotId: lot.id, state: opening.state, stateZh: stateZh(opening), phases: phasesOf(opening), now,
    bidDeadline: lot.data.bidDeadline ?? now, viewers: params.viewers, lastEventId: said[0]?.seq ?? 0,
    ...(data.decryptEnd ? { decryptEnd: data.decryptEnd } : {}), ...(data.confirmEnd ? { confirmEnd: data.confirmEnd } : {}),
    ...(data.bidCount === undefined ? {} : { bidCount: data.bidCount }), ...(lot.data.ceilingFen === null ? {} : { ceilingFen: Number(lot.data.ceilingFen) }),
    custodians: (lot.data.document?.custodians ?? []).map(({ id, name }) => {
      const released = data.custody?.find((one) => one.custodianId === id);
      return { id, zh: name, ...(released ? { releasedAt: released.releasedAt } : {}) };
    }),
    bidders: shown.map((bid) => bidderRow(opening, bid)),
    record, draws: chances.map((chance) => drawItem(opening, chance)),
    ...(data.unpriced === true ? { unpriced: true } : {}),
    ...(lot.data.rounds ? { rounds: lot.data.rounds.map(({ round, openedAt, quoteEnd, isFinal, endedAt }) => ({ round, openedAt, quoteEnd, isFinal, ...(endedAt ? { endedAt } : {}) })) } : {}),
  };
}

/** GET /lots/{id}/opening/record: the record the bidders confirm, with its digest. Public once it is complete. */
export async function openingRecordView(db: Pool, { actor }: ReadContext, params: { lotId: string }) {
  const { lot, opening, bids } = await loadView(db, actor, params.lotId);
  if (opening.data.recordDigest === undefined) throw new Refusal('not-found');
  return { digest: opening.data.recordDigest, record: openingRecord(lot.id, opening, bids) };
}

export interface ReleaseRequestItem {
  lotId: string; openingId: string; custodianId: string; startLeafId: string;
  bids: { bidSeq: number; header: SealHeader }[];
}

/** GET /custody/releases: lots whose opening has begun and that wait for the shares of the custodian who asks. */
export async function custodyReleases(db: Pool, { actor }: ReadContext, blobs: BlobStore): Promise<{ items: ReleaseRequestItem[]; nextCursor: null }> {
  if (!actor?.accountId) throw new Refusal('not-signed-in');
  const { rows } = await db.query<{ lot_id: string; opening_id: string; custodian: string; leaf_id: string }>(
    `select o.lot_id, o.id as opening_id, c.key as custodian, f.id as leaf_id
     from record c join record o on o.kind = 'opening' and o.state = any (array['started','listed','decrypting'])
     join record l on l.kind = 'lot' and l.id = o.lot_id
       and l.data->'document'->'custodians' @> jsonb_build_array(jsonb_build_object('id', c.key))
     join leaf f on f.lot_id = o.lot_id and f.fp = 'opn-start' and f.kind = 'act'
     where c.kind = 'custodian' and c.owner_id = $1
       and not exists (select 1 from record r where r.kind = 'custody-release' and r.key = o.lot_id || '/' || c.key)
     order by o.updated_at limit 20`, [actor.accountId]);
  const items = await Promise.all(rows.map(async (row) => ({
    lotId: row.lot_id, openingId: row.opening_id, custodianId: row.custodian, startLeafId: row.leaf_id, bids: await headersOf(db, blobs, row.lot_id),
  })));
  return { items, nextCursor: null };
}

async function headersOf(db: Pool, blobs: BlobStore, lotId: string): Promise<ReleaseRequestItem['bids']> {
  const { rows } = await db.query<RecordRow>(`select kind, id, state, lot_id, owner_id, key, version, data from record where kind = 'bid' and lot_id = $1 limit 2000`, [lotId]);
  const bids = bidsOfOpening(rows.map((row) => fromRow<Bid>(row)));
  return Promise.all(bids.map(async ({ data }) => ({ bidSeq: data.bidSeq, header: await headerOf(blobs, data.cipherSha256) })));
}

interface View { lot: Rec<Lot>; opening: Rec<Opening>; bids: Rec<Bid>[]; chances: Rec<ChanceRecord>[] }

async function loadView(db: Pool, actor: Actor | null, lotId: string): Promise<View> {
  const { rows } = await db.query<RecordRow>(
    `select kind, id, state, lot_id, owner_id, key, version, data from record
     where (kind = 'lot' and id = $1) or (kind = any (array['opening','bid','chance']) and lot_id = $1) order by created_at, id`, [lotId]);
  const of = <T>(kind: string): Rec<T>[] => rows.filter((row) => row.kind === kind).map((row) => fromRow<T>(row));
  const lot = of<Lot>('lot')[0];
  const opening = of<Opening>('opening').at(-1);
  if (!lot || !opening || !(lotIsPublic(lot) || (actor && mayKnow(actor, lotParties(lot))))) throw new Refusal('not-found');
  return { lot, opening, bids: of<Bid>('bid'), chances: of<ChanceRecord>('chance').filter((chance) => chance.data.purpose === 'coefficients') };
}

/** The session's own points and steps, and the releases of the custodians. */
const RECORDED = `fp = any (array['liv-start','opn-start','opn-list','opn-decrypt','opn-announce','opn-coefficient','opn-confirm','liv-record','gov-custody-release','gov-dispute-answered','gov-chance-t0','gov-chance-void'])`;

/** Lines of the record in the order of the ledger, each with its leaf. `after` gives those behind a leaf's ordinal. */
export async function recordLines(db: Pick<Pool, 'query'>, lotId: string): Promise<OpeningRead['record']> {
  const { rows } = await db.query<{ id: string; fp: string; kind: string; body: LeafBody; category: string; lot_kind: string; custodian: string | null }>(
    `select id, fp, kind, body::jsonb as body, (select l.data->>'category' from record l where l.kind = 'lot' and l.id = $1) as category,
       (select l.data->>'kind' from record l where l.kind = 'lot' and l.id = $1) as lot_kind,
       (select c.data->>'name' from record c where c.kind = 'custodian' and c.key = (body::jsonb)->'public'->>'custodianId') as custodian from leaf where lot_id = $1 and open and kind <> 'refusal' and ${RECORDED}
       and (fp not like 'gov-chance-%' or (body::jsonb)->'public'->>'purpose' = 'coefficients') order by ordinal limit 2000`, [lotId]);
  return rows.map((row) => ({ ...lineOf(row.fp, row.custodian === null ? row.body : { ...row.body, public: { ...row.body.public, custodianId: row.custodian } }, row), at: row.body.at, fp: row.fp, leafId: row.id }));
}

interface LeafBody { at: string; step?: string; public: Record<string, unknown>; moves: { machine: string; event: string }[]; kind: string }

const GOV: Readonly<Record<string, { zh: string; en: string }>> = {
  'gov-custody-release': { zh: '解密托管人释放份额', en: 'Custodian released its shares' },
  'gov-dispute-answered': { zh: '当场答复异议', en: 'Objection answered on the spot' },
  'gov-chance-t0': { zh: '随机抽取名单冻结', en: 'List of the draw fixed' },
  'gov-chance-void': { zh: '随机抽取作废', en: 'Draw void' },
};

function lineOf(fp: string, body: LeafBody, { category, lot_kind: kind }: { category: string; lot_kind: string }): { zh: string; en: string } {
  const named = namedInTrade(nameOf(fp, body), category);
  const name = { ...named, zh: asRead(named.zh, { unpriced: !readsPrices({ category: category as CategoryId, kind: kind as KindId }) }) };
  const { zh, en } = detailOf(fp, body, (text) => inTrade(text, category, 'zh'));
  return { zh: zh ? `${name.zh}：${zh}` : name.zh, en: en ? `${name.en}: ${en}` : name.en };
}

function nameOf(fp: string, body: LeafBody): { zh: string; en: string } {
  const event = body.kind === 'move' ? body.moves.find((move) => move.machine === 'opening-session')?.event : undefined;
  if (event !== undefined && isStepEvent(event)) return stepByEvent(event);
  if (body.step !== undefined && isStepId(body.step)) return step(body.step);
  if (isFunctionPointId(fp)) return functionPoint(fp);
  return GOV[fp] ?? { zh: fp, en: fp };
}

function detailOf(fp: string, { public: p, kind }: LeafBody, say: (zh: string) => string): { zh?: string; en?: string } {
  if (kind === 'move') return {};
  const text = (key: string): string => (typeof p[key] === 'string' || typeof p[key] === 'number' ? String(p[key]) : '');
  switch (fp) {
    case 'opn-start': return p['bidCount'] === undefined ? {} : { zh: `共 ${text('bidCount')} 份${say('投标文件')}`, en: `${text('bidCount')} bids` };
    case 'opn-list': return { zh: (p['bidderNames'] as string[] | undefined ?? []).join('、'), en: (p['bidderNames'] as string[] | undefined ?? []).join(', ') };
    case 'opn-decrypt': return p['result'] === undefined ? {} : p['result'] === 'ok' ? { zh: `${text('bidSeq')} 解密成功`, en: `${text('bidSeq')} decrypted` } : { zh: `${text('bidSeq')} 未解密`, en: `${text('bidSeq')} not decrypted` };
    case 'opn-announce': return p['bidPrice'] === null ? { zh: text('bidderName'), en: text('bidderName') } : { zh: `${text('bidderName')}，报价 ${yuan(text('bidPrice'))}`, en: `${text('bidderName')}, ${yuan(text('bidPrice')).replace('元', 'yuan')}` };
    case 'opn-coefficient': return { zh: `${text('coefficientName')} = ${text('drawnValue')}`, en: `${text('coefficientName')} = ${text('drawnValue')}` };
    case 'opn-confirm': {
      // who objects has answered, and has not confirmed
      const confirmed = Number(text('confirmedCount')) - Number(text('disputedCount'));
      return { zh: `已确认 ${confirmed} 家，异议 ${text('disputedCount')} 家`, en: `${confirmed} confirmed, ${text('disputedCount')} disputed` };
    }
    case 'gov-dispute-answered': return { zh: `${say('投标')} ${text('bidSeq')}`, en: `bid ${text('bidSeq')}` };
    case 'gov-custody-release': return { zh: text('custodianId'), en: text('custodianId') };
    default: return {};
  }
}

function yuan(fen: string): string {
  if (!/^\d+$/.test(fen)) return fen;
  const padded = fen.padStart(3, '0');
  return `${padded.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${padded.slice(-2)} 元`;
}

