import { z } from 'zod';
import { warningIds } from '../../../catalogue/index.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { loadLot, type Lot } from '../project-intake/index.ts';

const input = z.strictObject({ found: z.array(z.strictObject({ warning: z.enum(warningIds), about: z.string().max(200), facts: z.record(z.string(), z.unknown()) })).max(100) });

/** What an observer has found in the leaves of a lot that no single act shows. Repeated, it is counted as one. */
export const warnClusters = defineAct<z.infer<typeof input>, { lot: Rec<Lot>; told: ReadonlySet<string> }>({
  id: 'warn-clusters', kind: 'system', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    return { lot, told: new Set((await read.list({ kind: 'warning', lotId: lot.id })).flatMap(({ key }) => key ?? [])) };
  },
  parties: () => ({}),
  decide({ lot, told }, cmd, work) {
    for (const { warning, about, facts } of cmd.input.found) {
      if (!told.has(`warning/${warning}/${lot.id}/${about}`)) work.warn(warning, lot.id, facts, about);
    }
  },
});

export interface Fetched { bidderId: string; address: string; deviceId: string | null; at: string }
interface Found { warning: 'w-download-cluster' | 'w-withdraw-cluster'; about: string; facts: Record<string, unknown> }

const HOUR_MS = 3_600_000;
const CLUSTER = 3;

/** Three or more bidders who fetch one lot's documents from one address or device within an hour (w-download-cluster). */
export function downloadClusters(fetched: readonly Fetched[]): Found[] {
  const of = (kind: 'address' | 'deviceId'): Found[] => [...Map.groupBy(fetched.filter((one) => told(one[kind])), (one) => String(one[kind]))].flatMap(([value, own]) => {
    const bidders = within(own.map(({ bidderId, at }) => ({ id: bidderId, at: Date.parse(at) })), HOUR_MS);
    return bidders.length >= CLUSTER ? [{ warning: 'w-download-cluster' as const, about: `${kind}/${value}`, facts: { [kind]: value, bidders } }] : [];
  });
  return [...of('address'), ...of('deviceId')];
}

/** Three or more bidders who leave one lot within a day (w-withdraw-cluster). */
export function withdrawCluster(left: readonly { bidderId: string; at: string }[]): Found[] {
  const bidders = within(left.map(({ bidderId, at }) => ({ id: bidderId, at: Date.parse(at) })), 24 * HOUR_MS);
  return bidders.length >= CLUSTER ? [{ warning: 'w-withdraw-cluster', about: '', facts: { bidders } }] : [];
}

/** This machine's own address tells nothing of a network. */
function told(value: string | null): value is string {
  return value !== null && value !== '' && !/^(::1|127\.|::ffff:127\.)/.test(value);
}

/** The most who did it within one span of time. */
function within(acts: readonly { id: string; at: number }[], span: number): string[] {
  const sets = acts.map(({ at }) => [...new Set(acts.filter((one) => one.at >= at && one.at - at <= span).map(({ id }) => id))].sort());
  return sets.reduce((most, set) => (set.length > most.length ? set : most), []);
}
