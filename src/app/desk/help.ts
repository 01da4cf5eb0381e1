import { functionPoint, isFunctionPointId, isStepId, limits, machineRows, step } from '../../../catalogue/index.ts';
import type { AfterHelp, LimitHelp } from '../../contracts/help.ts';
import { nextSteps } from '../../contracts/next-steps.ts';
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
const shown = 4;

/** Each way the act's event leads a lot, and what is expected there. */
export function afterOf(id: string): AfterHelp[] {
  const event: string = isStepId(id) ? step(id).event : id;
  const rows = machineRows.filter((row) => LOTS.includes(row.machine) && row.event === event);
  const distinct = new Map(rows.map(({ machine, from, to }) => [`${machine} ${from} ${to}`, { machine, from, to }]));
  return [...distinct.values()].map(({ machine, from, to }) => ({
    machine, from, to, toZh: stageZh(to), next: (nextSteps[to] ?? []).filter((one) => one !== id).slice(0, shown).map((one) => ({ id: one, ...namesOf(one), actor: actorOf(one) })),
  }));
}

function actorOf(id: string): string {
  if (isFunctionPointId(id)) return functionPoint(id).actor;
  const fp = isStepId(id) ? step(id).fp : null;
  return fp === null ? '' : functionPoint(fp).actor;
}
