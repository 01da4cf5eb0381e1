import { createHash } from 'node:crypto';
import { z } from 'zod';
import { subItems, type SubItem, type SubItemId } from '../../../catalogue/index.ts';
import { canonical } from '../../kernel/canonical.ts';
import { defineAct } from '../../platform/act.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { Contract } from '../award-contract/index.ts';
import { sidesOf, type Bid } from '../bidding/index.ts';
import type { Entity } from '../entity-ca/index.ts';
import type { Opening } from '../opening-hall/index.ts';
import type { Evaluation } from '../evaluation/index.ts';
import { inTurn, type Application, type Lot, type Project } from '../project-intake/index.ts';
import { RULES, type DecidedRemedy, type DisclosureFacts, type Items } from './items/index.ts';
import { missingItems } from './missing.ts';

/** A published sub-item. Record kind `disclosure`, lotId, key = lot/sub-item/version. */
export interface Disclosure { subItemId: SubItemId; version: number; items: Items; digest: string; publishedAt: string; fp: string }

const input = z.strictObject({ fp: z.string() });

interface Facts extends DisclosureFacts { published: Rec<Disclosure>[] }

/**
 * 公开项发布: whatever of a lot is due and complete and not published yet, item by item as disclosure-items.json asks. `fp` is what
 * happened; the same content is published once.
 */
export const pubDisclose = defineAct<z.infer<typeof input>, Facts | null>({
  id: 'pub-disclose', kind: 'system', subjectKind: 'lot', input,
  load: (read, cmd) => loadFacts(read, cmd.subject, cmd.now),
  parties: () => ({}),
  decide(facts, cmd, work) {
    if (!facts) return;
    work.knowGates(facts.lot.id, facts.lot.data.openGates);
    for (const sub of subItems) {
      if (sub.category !== facts.lot.data.category) continue;
      for (const { items } of RULES[sub.id]?.instances(facts) ?? []) publish(sub, facts, { fp: cmd.input.fp, items }, work);
    }
  },
});

function publish(sub: SubItem, facts: Facts, { fp, items }: { fp: string; items: Items }, work: Work): void {
  const missing = missingItems(sub.id, items);
  const digest = digestOf(items);
  const before = facts.published.filter((d) => d.data.subItemId === sub.id);
  if (missing.length > 0 || before.some((d) => d.data.digest === digest)) return;
  const version = before.length + 1;
  const disclosure: Rec<Disclosure> = work.create<Disclosure>('disclosure', 'published', { subItemId: sub.id, version, items, digest, publishedAt: work.now, fp }, {
    lotId: facts.lot.id, key: `${facts.lot.id}/${sub.id}/${version}`,
  });
  facts.published.push(disclosure);
  work.systemAct('pub-disclose', {
    subject: facts.lot.id, lotId: facts.lot.id,
    public: { disclosureId: disclosure.id, subItemId: sub.id, fieldCount: Object.keys(items).length, publishedAt: work.now, disclosureType: 'trade' },
    docs: { disclosureRecord: digest },
    facts: { missingItems: missing },
  });
}

export function digestOf(items: Items): string { return createHash('sha256').update(canonical(items)).digest('hex'); }

/** Everything a lot's disclosures are made from. */
export async function loadFacts(read: Pick<Reader, 'get' | 'list'>, lotId: string, now: string): Promise<Facts | null> {
  const lot = await read.get<Lot>('lot', lotId);
  const project = lot && await read.get<Project>('project', lot.data.projectId);
  if (!lot || !project) return null;
  const list = <T>(kind: string): Promise<Rec<T>[]> => read.list<T>({ kind, lotId });
  const [bids, openings, contracts, evaluations] = [await list<Bid>('bid'), await list<Opening>('opening'), await list<Contract>('contract'), await list<Evaluation>('evaluation')];
  const remedies = [...await list<{ decided?: DecidedRemedy }>('objection'), ...await list<{ decided?: DecidedRemedy }>('complaint')];
  const winning = bids.find(({ id }) => id === lot.data.award?.bidId);
  const winners = winning ? await inTurn(sidesOf(winning), (id) => read.get<Entity>('entity', id)) : [];
  return {
    lot, project, bids, opening: openings[0] ?? null, contract: contracts.at(-1) ?? null, published: await list<Disclosure>('disclosure'), now,
    applications: lot.data.prequal ? await list<Application>('application') : [], remedies: remedies.flatMap(({ data }) => data.decided ?? []),
    // of a consortium that of each member
    entityCodes: new Map(lot.data.award ? [[lot.data.award.bidderId, winners.flatMap((one) => one?.data.uscc ?? []).join('、')]] : []), experts: (evaluations.at(-1)?.data.members ?? []).map((m) => m.name),
  };
}
