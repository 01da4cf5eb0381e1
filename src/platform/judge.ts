import { functionPoint, isFunctionPointId, rule, type RuleId } from '../../catalogue/index.ts';
import { RULES } from '../law/rules.ts';
import { toldOf } from '../law/told.ts';
import type { RuleFacts } from '../law/facts.ts';
import { Refusal } from './refusal.ts';
import type { LeafDraft } from './work.ts';

export interface Judged { passed: RuleId[]; softFailed: RuleId[] }

/** The point's rule and alsoRules, then the guards of the rows it moved. A hard rule refuses, a soft one is recorded. */
export function judge(leaf: LeafDraft, nowMs: number, asked: unknown): Judged {
  const judged: Judged = { passed: [], softFailed: [] };
  if (leaf.facts === null) return judged;
  const facts: RuleFacts = { param: () => null, time: nowMs, ...leaf.facts };
  for (const id of rulesOf(leaf)) {
    const holds = RULES[id];
    if (!holds) throw new Error(`rule ${id} has no predicate`);
    if (holds(facts)) judged.passed.push(id);
    else if (rule(id).kind === 'soft') judged.softFailed.push(id);
    else throw refusal(id, facts, asked);
  }
  return judged;
}

/** A field is named only where the act asks for it. */
function refusal(id: RuleId, facts: RuleFacts, asked: unknown): Refusal {
  const { field, ...words } = toldOf(id, facts) ?? {};
  return new Refusal(id, { rule: id, ...words, ...(field !== undefined && typeof asked === 'object' && asked !== null && field in asked ? { field } : {}) });
}

export function rulesOf(leaf: Pick<LeafDraft, 'fp' | 'kind' | 'guards'>): RuleId[] {
  const own = leaf.kind === 'act' && isFunctionPointId(leaf.fp) ? [functionPoint(leaf.fp).rule, ...functionPoint(leaf.fp).alsoRules] : [];
  return [...new Set([...own, ...leaf.guards])].filter((id): id is RuleId => Boolean(id));
}
