import type { Contract } from '../../src/modules/award-contract/index.ts';
import type { Bid } from '../../src/modules/bidding/index.ts';
import type { Evaluation } from '../../src/modules/evaluation/index.ts';
import type { Draw } from '../../src/modules/expert-draw/index.ts';
import type { Opening } from '../../src/modules/opening-hall/index.ts';
import type { Lot, Project } from '../../src/modules/project-intake/index.ts';
import type { ChanceRecord } from '../../src/platform/chance.ts';
import { fromRow, type Rec, type RecordRow } from '../../src/platform/records.ts';
import type { World } from '../support/world.ts';
import type { Plan } from './plan.ts';

/** A lot of the simulation: `n` counts them in the order they were drafted, and is how steps name them. */
export interface LotRef { n: number; lotId: string; projectId: string; plan: Plan }

export interface Question { questionSeq: number; kind: string; text: string; askedAt: string }
export interface SmsCall { drawId: string; seatNo: number; phone: string; at: string }
export interface CustodyTest { custodianId: string }
export interface Owned { openingId?: string; docId?: string }

/** One lot as it stands: what the model decides from. Lists are in the order things came to be. */
export interface LotView {
  ref: LotRef;
  lot: Rec<Lot>;
  project: Rec<Project>;
  /** the other lots of the project */
  siblings: Rec<Lot>[];
  opening: Rec<Opening> | null;
  bids: Rec<Bid>[];
  draw: Rec<Draw> | null;
  session: Rec<Evaluation> | null;
  chances: Rec<ChanceRecord>[];
  contract: Rec<Contract> | null;
  /** by kind: everything else of the lot */
  of: <T>(kind: string) => Rec<T>[];
}

const columns = 'kind, id, state, lot_id, owner_id, key, version, data';
const unread = ['warning', 'review', 'sheet', 'calculation', 'draw-roster', 'evaluation-report', 'paper', 'disclosure'];

export async function viewLots(world: World, refs: readonly LotRef[]): Promise<LotView[]> {
  if (refs.length === 0) return [];
  const lots = refs.map(({ lotId }) => lotId);
  const projects = refs.map(({ projectId }) => projectId);
  const { rows } = await world.pool.query<RecordRow>(
    `select ${columns} from record where (lot_id = any ($1::uuid[]) and not kind = any ($3::text[])) or (kind = 'lot' and (id = any ($1::uuid[]) or data->>'projectId' = any ($4::text[])))
     or (kind = 'project' and id = any ($2::uuid[])) order by created_at, id`, [lots, projects, unread, projects]);
  const all = rows.map((row) => fromRow<unknown>(row));
  return refs.flatMap((ref) => viewOf(ref, all) ?? []);
}

function viewOf(ref: LotRef, all: readonly Rec<unknown>[]): LotView | null {
  const lot = all.find((one) => one.kind === 'lot' && one.id === ref.lotId) as Rec<Lot> | undefined;
  const project = all.find((one) => one.kind === 'project' && one.id === ref.projectId) as Rec<Project> | undefined;
  if (!lot || !project) return null;
  const own = all.filter((one) => one.lotId === ref.lotId);
  const of = <T>(kind: string): Rec<T>[] => own.filter((one) => one.kind === kind) as Rec<T>[];
  const byId = <T>(kind: string, id: string | undefined): Rec<T> | null => of<T>(kind).find((one) => one.id === id) ?? null;
  return {
    ref, lot, project, of,
    siblings: all.filter((one) => one.kind === 'lot' && one.id !== lot.id && (one as Rec<Lot>).data.projectId === project.id) as Rec<Lot>[],
    opening: byId<Opening>('opening', lot.data.openingId),
    bids: of<Bid>('bid').sort((a, b) => (a.data.encryptedAt < b.data.encryptedAt ? -1 : 1)),
    draw: of<Draw>('draw').at(-1) ?? null,
    session: byId<Evaluation>('evaluation', lot.data.evaluationSessionId),
    chances: of<ChanceRecord>('chance').sort((a, b) => a.data.round - b.data.round),
    contract: of<Contract>('contract').at(-1) ?? null,
  };
}

/** The newest draw by chance of a purpose. */
export function chanceOf({ chances }: LotView, purpose: string): Rec<ChanceRecord> | null {
  return chances.findLast(({ data }) => data.purpose === purpose) ?? null;
}
