import { z } from 'zod';
import { functionPoint, gate, isFunctionPointId, isStepId, machineRows, rule, step } from '../../../catalogue/index.ts';
import type { ContractRead } from '../../contracts/desk.ts';
import type { AnySpec } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { afterOf, limitsOf } from './help.ts';
import { groupOf, namesOf } from './names.ts';

/** GET /contracts/{act}: what the act asks for, who will see what of it and when, and the rules it is judged by. */
export function contractRead(specs: readonly AnySpec[], id: string): ContractRead {
  const spec = specs.find((one) => one.id === id && one.kind !== 'system');
  if (!spec) throw new Refusal('not-found');
  const point = isFunctionPointId(id) ? functionPoint(id) : null;
  const rules = (point ? [point.rule, ...point.alsoRules] : []).filter((one) => one !== null).filter((one) => concerns(id, one));
  const fields = point ?? { publicFields: isStepId(id) ? step(id).fields : [], saltedFields: [], hashedFields: [] };
  const input = schemaOf(spec.input) as { properties?: object };
  return {
    id, group: groupOf(spec), ...namesOf(id), ...(point ? { subsystem: point.subsystem } : {}), subjectKind: spec.subjectKind, input,
    publicFields: fields.publicFields.filter((name) => !LISTED.has(name) || name in (input['properties'] ?? {})), saltedFields: [...fields.saltedFields], hashedFields: [...fields.hashedFields],
    ...(point ? { publicFrom: named(gate(point.publicFrom)) } : {}),
    rules: rules.map((one) => ({ ...named(rule(one)), kind: rule(one).kind, limits: limitsOf(one) })),
    after: afterOf(id),
  };
}

/** What listings of property say of themselves, and no trade that is played here. */
const LISTED: ReadonlySet<string> = new Set(['newListingEnd', 'priceCut', 'newFloorPrice', 'approvalNo']);

/** A rule that guards rows of the act in some machines guards it there alone; of trades that are played here one must be among them. */
function concerns(id: string, one: string): boolean {
  const guarded = machineRows.filter(({ event, guards }) => event === id && guards.some((guard) => guard === one));
  return guarded.length === 0 || guarded.some(({ machine }) => !UNPLAYED.has(machine));
}
const UNPLAYED: ReadonlySet<string> = new Set(['land-lot', 'property-lot', 'auction-lot']);

function schemaOf(type: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
  return schema;
}

function named({ id, zh, en }: { id: string; zh: string; en: string }): { id: string; zh: string; en: string } { return { id, zh, en }; }
