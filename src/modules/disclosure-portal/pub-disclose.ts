import { createHash } from 'node:crypto';
import { z } from 'zod';
import { subItems, type SubItem, type SubItemId } from '../../../catalogue/index.ts';
import { canonical } from '../../kernel/canonical.ts';
import { defineAct } from '../../platform/act.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { Contract } from '../award-contract/index.ts';
import type { Bid } from '../bidding/index.ts';
import type { Entity } from '../entity-ca/index.ts';
import type { Opening } from '../opening-hall/index.ts';
import type { Evaluation } from '../evaluation/index.ts';
import type { Lot, Project } from '../project-intake/index.ts';
import { missingItems } from './missing.ts';
import { SUB_ITEM_BUILDERS, type DisclosureFacts, type Items } from './sub-items.ts';

/** A published sub-item. Record kind `disclosure`, lotId, key = lot/sub-item/version. */
export interface Disclosure { subItemId: SubItemId; version: number; items: Items; digest: string; publishedAt: string; fp: string }

const input = z.strictObject({ fp: z.string() });

interface Facts extends DisclosureFacts { published: Rec<Disclosure>[] }

/** 公开项发布: what an act made public, item by item as disclosure-items.json asks. The same content is published once. */
export const pubDisclose = defineAct<z.infer<typeof input>, Facts | null>({
  id: 'pub-disclose', kind: 'system', subjectKind: 'lot', input,
  load: (read, cmd) => loadFacts(read, cmd.subject, cmd.now),
  parties: () => ({}),
  decide(facts, cmd, work) {
    if (!facts) return;
    work.knowGates(facts.lot.id, facts.lot.data.openGates);
    for (const sub of subItemsOf(facts.lot.data, cmd.input.fp)) publish(sub, facts, cmd.input.fp, work);
  },
});

export function subItemsOf(lot: Pick<Lot, 'category'>, fp: string): SubItem[] {
  return subItems.filter((s) => s.category === lot.category && [s.sourceEvent, ...s.alsoSourceEvents].some((e) => e === fp));
}

function publish(sub: SubItem, facts: Facts, fp: string, work: Work): void {
  const built = SUB_ITEM_BUILDERS[sub.id]?.(facts) ?? [];
  for (const items of Array.isArray(built) ? built : [built]) publishItems(sub, facts, { fp, items }, work);
}

function publishItems(sub: SubItem, facts: Facts, { fp, items }: { fp: string; items: Items }, work: Work): void {
  const defined = Object.fromEntries(Object.entries(items).filter(([, value]) => value !== undefined));
  const missing = missingItems(sub.id, defined);
  const digest = createHash('sha256').update(canonical(defined)).digest('hex');
  const before = facts.published.filter((d) => d.data.subItemId === sub.id);
  if (missing.length > 0 || before.some((d) => d.data.digest === digest)) return;
  const version = before.length + 1;
  const disclosure: Rec<Disclosure> = work.create<Disclosure>('disclosure', 'published', { subItemId: sub.id, version, items: defined, digest, publishedAt: work.now, fp }, {
    lotId: facts.lot.id, key: `${facts.lot.id}/${sub.id}/${version}`,
  });
  facts.published.push(disclosure);
  work.systemAct('pub-disclose', {
    subject: facts.lot.id, lotId: facts.lot.id,
    public: { disclosureId: disclosure.id, subItemId: sub.id, fieldCount: Object.keys(defined).length, publishedAt: work.now, disclosureType: 'trade' },
    docs: { disclosureRecord: digest },
    facts: { missingItems: missing },
  });
}

async function loadFacts(read: Reader, lotId: string, now: string): Promise<Facts | null> {
  const lot = await read.get<Lot>('lot', lotId);
  const project = lot && await read.get<Project>('project', lot.data.projectId);
  if (!lot || !project) return null;
  const [bids, openings, contracts, evaluations, published] = await Promise.all([
    read.list<Bid>({ kind: 'bid', lotId }), read.list<Opening>({ kind: 'opening', lotId }), read.list<Contract>({ kind: 'contract', lotId }),
    read.list<Evaluation>({ kind: 'evaluation', lotId }), read.list<Disclosure>({ kind: 'disclosure', lotId }),
  ]);
  const winner = lot.data.award ? await read.get<Entity>('entity', lot.data.award.bidderId) : null;
  return {
    lot, project, bids, opening: openings[0] ?? null, contract: contracts.at(-1) ?? null, published, now,
    entityCodes: new Map(winner ? [[winner.id, winner.data.uscc]] : []), experts: (evaluations.at(-1)?.data.members ?? []).map((m) => m.name),
  };
}
