import type { Pool } from 'pg';
import type { PapersRead } from '../../../contracts/reads.ts';
import { PAPER_KINDS } from '../../../documents/index.ts';
import type { Actor } from '../../../platform/act.ts';
import { mayKnow } from '../../../platform/authorise.ts';
import { fromRow, type Rec, type RecordRow } from '../../../platform/records.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { lotIsPublic, lotParties, readsPaper, type Lot } from '../../project-intake/index.ts';
import type { PaperRecord } from './record.ts';

interface PaperRow { id: string; owner_id: string | null; data: PaperRecord; leaf: string; handed: boolean }

/** GET /lots/{id}/papers: documents for everyone, a bidder's own receipts, and what was handed to the tenderer, in the order of the trade. */
export async function papersOfLot(db: Pool, actor: Actor | null, lotId: string): Promise<PapersRead> {
  await knownLot(db, actor, lotId);
  const { rows } = await db.query<PaperRow>(
    `select d.id, d.owner_id, d.data, l.id as leaf, coalesce(not lot.data->'openGates' ? (d.data->>'until'), false) as handed from record d
     join record lot on lot.kind = 'lot' and lot.id = d.lot_id
     join leaf l on l.lot_id = d.lot_id and l.fp = 'gov-document' and (l.body::jsonb)->'public'->>'documentId' = d.id::text
     where d.kind = 'document' and d.lot_id = $1 and ${readsPaper('$2')} order by d.created_at, d.id`, [lotId, actor?.entityId ?? null]);
  const place = (row: PaperRow): number => PAPER_KINDS.indexOf(row.data.paperKind);
  return { items: rows.sort((a, b) => place(a) - place(b)).map(itemOf), nextCursor: null };
}

function itemOf({ id, owner_id, data, leaf, handed }: PaperRow): PapersRead['items'][number] {
  const { paperKind, title, no, at, madeAt, sha256, contentSha256, size, sealed } = data;
  return { paperId: id, kind: paperKind, title, no, at, madeAt, sha256, contentSha256, size, sealed, own: owner_id !== null, ...(handed ? { handed } : {}), leafId: leaf };
}

/** The file's digest and name, for whoever may read it. Anybody else's is not there. */
export async function paperOfReader(db: Pool, actor: Actor | null, id: string): Promise<{ sha256: string; no: string }> {
  const { rows } = await db.query<RecordRow>(
    `select d.kind, d.id, d.state, d.lot_id, d.owner_id, d.key, d.version, d.data from record d join record lot on lot.kind = 'lot' and lot.id = d.lot_id
     where d.kind = 'document' and d.id = $1 and ${readsPaper('$2')}`, [id, actor?.entityId ?? null]);
  const paper = rows[0] ? fromRow<PaperRecord>(rows[0]) : null;
  if (!paper?.lotId) throw new Refusal('not-found');
  await knownLot(db, actor, paper.lotId);
  return { sha256: paper.data.sha256, no: paper.data.no };
}

/** Whether this bidder holds a receipt of the lot, or an invitation to it, that has not been printed yet. */
export async function lacksReceipt(db: Pool, lotId: string, entityId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `select 1 from record b where ((b.kind = 'bid' and b.data ? 'receiptNo') or b.kind = 'invitation') and b.lot_id = $1 and b.owner_id = $2
       and not exists (select 1 from record d where d.kind = 'document' and d.key = b.lot_id || case b.kind when 'bid' then '/bid-receipt/' else '/invitation/' end || b.id) limit 1`, [lotId, entityId]);
  return (rowCount ?? 0) > 0;
}

async function knownLot(db: Pool, actor: Actor | null, lotId: string): Promise<Rec<Lot>> {
  const { rows } = await db.query<RecordRow>(`select kind, id, state, lot_id, owner_id, key, version, data from record where kind = 'lot' and id = $1`, [lotId]);
  const lot = rows[0] ? fromRow<Lot>(rows[0]) : null;
  if (!lot || !(lotIsPublic(lot) || (actor && mayKnow(actor, lotParties(lot))))) throw new Refusal('not-found');
  return lot;
}
