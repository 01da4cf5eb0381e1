import { functionPoint, isFunctionPointId, isStepId, limits, machineRows, step } from '../../../catalogue/index.ts';
import type { AfterHelp, LimitHelp } from '../../contracts/help.ts';
import { nextSteps } from '../../contracts/next-steps.ts';
import { parseWhen } from '../../kernel/when.ts';
import { stageZh } from '../../modules/tender-doc/index.ts';
import { namesOf } from './names.ts';

/** The limits that a rule judges by, with the article they come from. Where none is set that is a row as well: it keeps a wider one from being told. */
export function limitsOf(rule: string): LimitHelp[] {
  return limits.filter(({ usedBy, param }) => !UNJUDGED.has(param) && usedBy.some((one) => one === rule)).map(({ id, param, zh, en, op, value, unit, basis, categories, kinds, objectTypes, stage, kind }) => ({
    id, param, zh, en, op, value: kind === 'none' ? null : value ?? null, unit, basis: basis ?? null, categories: listed(categories), kinds: listed(kinds), objectTypes: listed(objectTypes), stage,
  }));
}

/** What no act is judged by yet: faces are not compared, and a challenge is no act here. */
const UNJUDGED: ReadonlySet<string> = new Set(['faceScore', 'challengeDays']);

const listed = (list: readonly string[] | null): string[] | null => (list === null ? null : [...list]);

const LOTS: readonly string[] = ['tender-lot', 'gp-lot'];

/** Each way the act's event leads a lot, and what is expected there. */
export function afterOf(id: string): AfterHelp[] {
  const event: string = isStepId(id) ? step(id).event : id;
  const rows = machineRows.filter((row) => LOTS.includes(row.machine) && row.event === event);
  const distinct = new Map(rows.map(({ machine, from, to, when }) => [`${machine} ${from} ${to}`, { machine, from, to, when }]));
  return [...distinct.values()].map(({ machine, from, to, when }) => ({
    machine, from, to, toZh: stageZh(to), ...decidedBy(when), next: (nextSteps[to] ?? []).filter((one) => one !== id).map((one) => ({ id: one, ...namesOf(one), actor: actorOf(one) })),
  }));
}

/** `result = pass`: the field of the act and its value; what is not of one field is left to the rows. */
function decidedBy(when: string | null): { when?: { field: string; value: string } } {
  const parsed = parseWhen(when);
  const [only] = parsed.kind === 'all' ? parsed.conditions : [];
  const [value] = only?.values ?? [];
  return parsed.kind === 'all' && parsed.conditions.length === 1 && only?.values.length === 1 && value !== undefined ? { when: { field: only.name, value } } : {};
}

function actorOf(id: string): string {
  if (isFunctionPointId(id)) return functionPoint(id).actor;
  const fp = isStepId(id) ? step(id).fp : null;
  return fp === null ? '' : functionPoint(fp).actor;
}
