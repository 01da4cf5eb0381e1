import { itemsOf, subItems, type SubItemId } from '../../../../catalogue/index.ts';
import { RULES, type DisclosureFacts, type Instance } from '../items/index.ts';
import { missingItems } from '../missing.ts';
import { digestOf, type Disclosure } from '../pub-disclose.ts';

export type LateReason = 'act-late' | 'suspended' | 'platform-late';
export interface StateRow {
  subItem: SubItemId; instance: number; dueAt: string | null; actAt: string | null; publishedAt: string | null; disclosureId: string | null; filled: number; required: number; missing: string[];
  exempt: string | null; reason: LateReason | null;
}
interface Published { id: string; data: Disclosure }

/** What a lot has published, owes or will owe: one row for each instance of each sub-item that applies to it by now. */
export function judge(facts: DisclosureFacts, published: readonly Published[]): StateRow[] {
  return subItems.filter(({ category }) => category === facts.lot.data.category).flatMap(({ id }) => rowsOf(id, facts, published.filter(({ data }) => data.subItemId === id)));
}

function rowsOf(id: SubItemId, facts: DisclosureFacts, published: readonly Published[]): StateRow[] {
  const rule = RULES[id];
  if (!rule) return [];
  const required = itemsOf(id).filter((item) => item.required).length;
  const exempt = rule.exempt(facts);
  const rows = rule.instances(facts).map((one, i): StateRow => {
    const missing = missingItems(id, one.items);
    const own = missing.length === 0 ? published.find(({ data }) => data.digest === digestOf(one.items)) ?? published[i] : undefined;
    const publishedAt = own ? one.publicAt ?? own.data.publishedAt : null;
    return {
      subItem: id, instance: i + 1, dueAt: one.dueAt, actAt: one.at, publishedAt, disclosureId: own?.id ?? null, filled: required - missing.length, required, missing, exempt, reason: lateReason(one, publishedAt, facts),
    };
  });
  if (rows.length > 0) return rows;
  const dueAt = rule.expected(facts);
  if (dueAt === null && exempt === null) return [];
  return [{ subItem: id, instance: 1, dueAt, actAt: null, publishedAt: null, disclosureId: null, filled: 0, required, missing: itemsOf(id).filter((item) => item.required).map(({ key }) => key), exempt, reason: null }];
}

/** Whose lateness it was: the act's own, a stop's, or the platform's. */
function lateReason({ at, dueAt }: Instance, publishedAt: string | null, { lot }: DisclosureFacts): LateReason | null {
  if (publishedAt === null || dueAt === null || publishedAt <= dueAt) return null;
  const stopped = lot.data.notices.some(({ noticeType, publishedAt: stop }) => noticeType === 'suspend' && stop < publishedAt);
  if (at > dueAt) return stopped ? 'suspended' : 'act-late';
  return 'platform-late';
}
