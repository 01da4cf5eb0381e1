import type { Pool } from 'pg';
import { functionPoint, isFunctionPointId } from '../../../../catalogue/index.ts';
import type { Evidence, Making, Paper, PaperKind } from '../../../documents/index.ts';
import { inTrade } from '../../../kernel/trade-words.ts';
import type { ChanceRecord } from '../../../platform/chance.ts';
import { fromRow, type Rec, type RecordRow } from '../../../platform/records.ts';
import type { Contract } from '../../award-contract/index.ts';
import { sidesOf, type Bid } from '../../bidding/index.ts';
import type { Evaluation, EvaluationReport } from '../../evaluation/index.ts';
import type { Draw } from '../../expert-draw/index.ts';
import type { Opening } from '../../opening-hall/index.ts';
import type { Application, Invitation, Lot, Project } from '../../project-intake/index.ts';
import type { PaperRecord } from './record.ts';

/** One member's sheet, as the evaluation keeps it; here only its seat and points are read. */
interface SheetData { bidId: string; seatNo: number; scores: Record<string, string>; at: string }
export interface PaperLeaf { id: string; fp: string; kind: string; hash: string; at: string; open: boolean; public: Record<string, unknown> }

/** What documents are made from: records and leaves of one lot. */
export interface PaperFacts {
  lot: Rec<Lot>; bids: Rec<Bid>[]; openings: Rec<Opening>[]; draws: Rec<Draw>[]; chances: Rec<ChanceRecord>[]; evaluations: Rec<Evaluation>[]; reports: Rec<EvaluationReport>[];
  sheets: Rec<SheetData>[]; contracts: Rec<Contract>[]; papers: Rec<PaperRecord>[]; leaves: PaperLeaf[]; winnerCode: string | null; /** of the notice: what it is for and whom to ask */ project: Pick<Project, 'overview' | 'fundSource' | 'contact'> | null; applications: Rec<Application>[]; invitations: Rec<Invitation>[]; /** of whom these are alone */ ownerName: string | null;
}

/** One that may be due, built only when it is. */
export interface Candidate { kind: PaperKind; version: string; at: string; leaves: PaperLeaf[]; ownerId?: string; build: (making: Making) => Paper }

const KINDS = ['bid', 'opening', 'draw', 'chance', 'evaluation', 'evaluation-report', 'sheet', 'contract', 'document', 'application'];
const SHOWN = [
  'gpr-intention', 'gpr-single', 'gpr-quote', 'bid-prequal-result', 'not-plan-publish', 'not-publish', 'not-abnormal', 'not-change', 'doc-issue', 'doc-clarify', 'liv-start', 'opn-start', 'opn-list', 'opn-announce', 'opn-coefficient', 'opn-confirm', 'exp-draw-request', 'exp-draw-run',
  'exp-unseal', 'evl-summary', 'evl-report', 'awd-candidate', 'awd-decide', 'awd-notice', 'awd-result', 'ctr-sign', 'ctr-change', 'ctr-perform', 'gpr-accept', 'int-archive',
];

const RECEIPTS = ['not-invite', 'bid-encrypt', 'bid-submit', 'bid-receipt'];

/** With an owner: what the receipts of one bidder need, and nothing of anybody else's. */
export async function paperFacts(db: Pick<Pool, 'query'>, lotId: string, ownerId: string | null = null): Promise<PaperFacts | null> {
  const { rows } = await db.query<RecordRow>(
    `select kind, id, state, lot_id, owner_id, key, version, data from record
     where (kind = 'lot' and id = $1) or (lot_id = $1 and kind = any ($2::text[]) and ($3::uuid is null or owner_id = $3)) order by created_at, id`,
    [lotId, ownerId === null ? KINDS : ['bid', 'document', 'invitation'], ownerId]);
  const of = <T>(kind: string): Rec<T>[] => rows.filter((row) => row.kind === kind).map((row) => fromRow<T>(row));
  const [lot] = of<Lot>('lot');
  if (!lot) return null;
  const bids = of<Bid>('bid');
  const winning = bids.find(({ id }) => id === lot.data.award?.bidId);
  return {
    lot, bids, openings: of('opening'), draws: of('draw'), chances: of('chance'), evaluations: of('evaluation'), reports: of('evaluation-report'),
    sheets: of('sheet'), contracts: of('contract'), papers: of('document'), leaves: await leavesOf(db, lot, ownerId === null ? SHOWN : RECEIPTS),
    project: await projectOf(db, lot.data.projectId), applications: of('application'), invitations: of('invitation'), ownerName: await nameOf(db, ownerId), winnerCode: creditCodesOf(winning, await codesOf(db, winning ? sidesOf(winning) : [])),
  };
}

async function projectOf(db: Pick<Pool, 'query'>, projectId: string): Promise<PaperFacts['project']> {
  const { rows } = await db.query<NonNullable<PaperFacts['project']>>(`select data->>'overview' as overview, data->>'fundSource' as "fundSource", data->>'contact' as contact from record where kind = 'project' and id = $1`, [projectId]);
  return rows[0] ?? null;
}

async function nameOf(db: Pick<Pool, 'query'>, entityId: string | null): Promise<string | null> {
  if (entityId === null) return null;
  const { rows } = await db.query<{ name: string }>(`select data->>'name' as name from record where kind = 'entity' and id = $1`, [entityId]);
  return rows[0]?.name ?? null;
}

/** Of a consortium the codes of its members, the lead first. */
function creditCodesOf(bid: Rec<Bid> | undefined, codes: ReadonlyMap<string, string>): string | null {
  const found = bid ? sidesOf(bid).flatMap((id) => codes.get(id) ?? []) : [];
  return found.length === 0 ? null : found.join('、');
}

async function codesOf(db: Pick<Pool, 'query'>, entityIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (entityIds.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; uscc: string }>(`select id, data->>'uscc' as uscc from record where kind = 'entity' and id = any ($1::uuid[])`, [[...entityIds]]);
  return new Map(rows.map(({ id, uscc }) => [id, uscc]));
}

/** Of the lot, and of its project what was published before there was anything else of the lot. */
async function leavesOf(db: Pick<Pool, 'query'>, lot: Rec<Lot>, fps: readonly string[]): Promise<PaperLeaf[]> {
  const { rows } = await db.query<PaperLeaf>(
    `select id, fp, kind, body_hash as hash, (body::jsonb)->>'at' as at, open, (body::jsonb)->'public' as public
     from leaf where (lot_id = $1 or (subject = $3 and fp in ('gpr-intention', 'not-plan-publish'))) and kind in ('act', 'move') and fp = any ($2::text[]) order by ordinal`, [lot.id, fps, lot.data.projectId]);
  return rows;
}

export function evidenceOf(leaves: readonly PaperLeaf[], category: string): Evidence[] {
  return leaves.map(({ id, fp, hash, at }) => ({ zh: isFunctionPointId(fp) ? inTrade(functionPoint(fp).zh, category, 'zh') : fp, leafId: id, hash, at }));
}

/** The last leaf of each of these points, whether it may enter the log or waits for its gate: the reader is entitled to what it says. */
export function lastKept({ leaves }: PaperFacts, fps: readonly string[]): PaperLeaf[] {
  return fps.flatMap((fp) => leaves.findLast((leaf) => leaf.fp === fp) ?? []);
}

/** The last leaf of each of these points that has entered, or may enter, the log. */
export function lastOf({ leaves }: PaperFacts, fps: readonly string[]): PaperLeaf[] {
  return fps.flatMap((fp) => leaves.findLast((leaf) => leaf.fp === fp && leaf.open) ?? []);
}
