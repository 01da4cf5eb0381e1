import type { EventId } from '../../../catalogue/index.ts';
import { canonicalBytes } from '../../kernel/canonical.ts';
import type { Facts } from '../../kernel/machine.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { sha256Hex } from '../../seal/index.ts';
import type { DocumentRef, Lot, Project } from './model.ts';

/** The lot an act names, or 404. */
export async function loadLot(read: Reader, id: string): Promise<Rec<Lot>> {
  const lot = await read.get<Lot>('lot', id);
  if (!lot) throw new Refusal('not-found');
  return lot;
}

export interface ProjectFacts { project: Rec<Project>; lots: Rec<Lot>[] }

export async function loadProject(read: Reader, id: string): Promise<ProjectFacts> {
  const project = await read.get<Project>('project', id);
  if (!project) throw new Refusal('not-found');
  const lots = await inTurn(project.data.lotIds, (lotId) => read.get<Lot>('lot', lotId));
  return { project, lots: lots.filter((lot) => lot !== null) };
}

/** One after another: an act reads over one connection. */
export async function inTurn<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await run(item));
  return results;
}

export function projectParties({ project }: { project: Rec<Project> }) {
  const { tendererId, agencyId, regionCode, industryId } = project.data;
  return { tendererId, agencyId, region: regionCode, industry: industryId };
}

/** What is reviewed and issued: one digest over the files' digests, in their order. */
export function documentHash(files: readonly Pick<DocumentRef, 'sha256'>[]): string {
  return sha256Hex(canonicalBytes(files.map((file) => file.sha256)));
}

/** The same over all that was sealed together: a prequalification document goes out before the tender document, reviewed with it. */
export function sealedHash(document: Pick<NonNullable<Lot['document']>, 'files' | 'prequal'> | undefined): string {
  return documentHash([...(document?.prequal?.files ?? []), ...(document?.files ?? [])]);
}

/**
 * A self-loop heard under the shared lock: the move stands in the leaf, but the lot's row is not written, since others hold
 * the same lock and would all want the next version.
 */
export function moveShared(work: Work, lot: Rec<Lot>, event: EventId, facts: Facts = {}): void {
  const { to, from } = work.move(lot.data.machine, lot, event, facts);
  if (to !== from) throw new Error(`${event} moves the lot and needs its exclusive lock`);
  work.records.delete(`lot/${lot.id}`);
}

export function fen(text: string | null | undefined): bigint | null {
  return text === null || text === undefined ? null : BigInt(text);
}

/** Sum of a sum of money over lots; null when no lot names it. */
export function totalFen(lots: readonly Rec<Lot>[], of: (lot: Lot) => string | null): string | null {
  const known = lots.map((lot) => fen(of(lot.data))).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0n).toString();
}
