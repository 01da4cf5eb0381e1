import { z } from 'zod';
import { functionPoint, gate, isFunctionPointId, isStepId, rule, step } from '../../../catalogue/index.ts';
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
  const rules = point ? [point.rule, ...point.alsoRules].filter((one) => one !== null) : [];
  const fields = point ?? { publicFields: isStepId(id) ? step(id).fields : [], saltedFields: [], hashedFields: [] };
  return {
    id, group: groupOf(spec), ...namesOf(id), ...(point ? { subsystem: point.subsystem } : {}), subjectKind: spec.subjectKind, input: schemaOf(spec.input),
    publicFields: [...fields.publicFields], saltedFields: [...fields.saltedFields], hashedFields: [...fields.hashedFields],
    ...(point ? { publicFrom: named(gate(point.publicFrom)) } : {}),
    rules: rules.map((one) => ({ ...named(rule(one)), kind: rule(one).kind, limits: limitsOf(one) })),
    after: afterOf(id),
  };
}

function schemaOf(type: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
  return schema;
}

function named({ id, zh, en }: { id: string; zh: string; en: string }): { id: string; zh: string; en: string } { return { id, zh, en }; }
