import { limits, rule, warning as warningRow, warnings as rows, type CategoryId, type RuleId, type WarningId } from '../../catalogue/index.ts';
import type { LeafDraft, Raising } from './work.ts';

/** What a record of kind `warning` holds; everything else in it is facts. */
export interface Warning {
  warning: WarningId; at: string; firstAt?: string; times?: number;
  /** the rule that was broken, where it was one */
  rule?: RuleId;
  /** until this gate opens it would tell what is sealed */
  gate?: string;
  handled?: { byRole: string; byName: string; closureCode: string; note: string; at: string };
}

/** One row for `raise_warnings`: the key says which of its kind it is, so that the same is counted and not repeated. */
export interface WarningRow { id: string; lot_id: string | null; key: string; data: Record<string, unknown> }

/** Warnings whose trigger is a refusal or a soft failure of a rule. */
export function warningsOf(on: 'refusal' | 'soft', rules: readonly RuleId[]): { id: WarningId; rule: RuleId }[] {
  return rules.flatMap((one) => rows.filter((w) => w.trigger.some((t) => t.on === on && t.ref === one)).map(({ id }) => ({ id, rule: one })));
}

/** Papers that were promised and are not there show when the lot is to be filed (lifecycle §2, w-promise-breach). */
const BESIDE: Partial<Record<RuleId, readonly WarningId[]>> = { 'r-archive-complete': ['w-promise-breach'] };

export function refusalWarnings(ruleId: RuleId): { id: WarningId; rule: RuleId }[] {
  return [...warningsOf('refusal', [ruleId]), ...(BESIDE[ruleId] ?? []).map((id) => ({ id, rule: ruleId }))];
}

/**
 * As rows, each once. What is raised beside a leaf that waits for the deadline waits for it too: that somebody was refused before
 * it tells that he bids.
 */
export function warningRows(raised: readonly Raising[], leaves: readonly LeafDraft[], make: { now: string; uuid: () => string }): WarningRow[] {
  const byKey = new Map<string, WarningRow>();
  for (const { id, lotId, data, about } of raised) {
    const sealed = leaves.some((leaf) => leaf.gate === SEALING_GATE && leaf.lotId === lotId);
    const key = ['warning', id, lotId ?? '-', about].join('/').slice(0, 400);
    byKey.set(key, { id: make.uuid(), lot_id: lotId, key, data: { warning: id, at: make.now, ...(sealed ? { gate: SEALING_GATE } : {}), ...data } });
  }
  return [...byKey.values()];
}
const SEALING_GATE = 'bid-deadline';

/** Which warnings the roles of a reader are meant for (warnings.json, audience). */
export function audienceOf(roles: readonly string[]): ReadonlySet<WarningId> {
  const audiences = new Set(roles.map((role) => (role.startsWith('centre-') ? 'centre' : role)));
  return new Set(rows.filter((row) => row.audience.some((one) => audiences.has(one))).map(({ id }) => id));
}

export interface WarningLaw { rule?: string; zh: string; en: string; basis: string[] }

/** What the law says: the rule with the limits it goes by, or what raises the warning. */
export function lawOf({ warning, rule: ruleId }: Warning, category: CategoryId | null): WarningLaw {
  if (ruleId === undefined) {
    const { zh, en } = warningRow(warning);
    return { zh, en, basis: [] };
  }
  const { zh, en } = rule(ruleId);
  const basis = limits.filter((row) => row.usedBy.includes(ruleId) && (row.categories === null || category === null || row.categories.includes(category))).flatMap((row) => row.basis ?? []);
  return { rule: ruleId, zh, en, basis: [...new Set(basis)] };
}
