import { functionPointIds, stepIds } from './generated.ts';
import type { FunctionPointId, StepEvent, StepId } from './generated.ts';
import { isIn, reader, rows } from './lookup.ts';
import type { Department, EntryKindRow, FunctionPoint, Gate, Grant, Industry, Role, Step, Subsystem } from './types.ts';
import departmentsJson from './departments.json' with { type: 'json' };
import entryKindsJson from './entry-kinds.json' with { type: 'json' };
import functionPointsJson from './function-points.json' with { type: 'json' };
import gatesJson from './gates.json' with { type: 'json' };
import grantsJson from './grants.json' with { type: 'json' };
import rolesJson from './roles.json' with { type: 'json' };
import routingJson from './routing.json' with { type: 'json' };
import stepsJson from './steps.json' with { type: 'json' };
import subsystemsJson from './subsystems.json' with { type: 'json' };

export const subsystems = rows<Subsystem>(subsystemsJson);
export const functionPoints = rows<FunctionPoint>(functionPointsJson);
export const steps = rows<Step>(stepsJson);
export const grants = rows<Grant>(grantsJson);
export const roles = rows<Role>(rolesJson);
export const departments = rows<Department>(departmentsJson);
export const industries = rows<Industry>(routingJson);
export const gates = rows<Gate>(gatesJson);
export const entryKindRows = rows<EntryKindRow>(entryKindsJson);

export const subsystem = reader('subsystem', subsystems, (row) => row.id);
export const functionPoint = reader('function point', functionPoints, (row) => row.id);
export const step = reader('step', steps, (row) => row.id);
export const stepByEvent = reader('step event', steps, (row) => row.event);
export const role = reader('role', roles, (row) => row.id);
export const department = reader('department', departments, (row) => row.id);
export const industry = reader('industry', industries, (row) => row.id);
export const gate = reader('gate', gates, (row) => row.id);
export const entryKind = reader('entry kind', entryKindRows, (row) => row.id);

export const isFunctionPointId = isIn(functionPointIds);
export const isStepId = isIn(stepIds);

const byObject = Map.groupBy(grants, (grant) => grant.on);

/** Who may do this act or step, named by id or event; empty for what only the platform does. */
export function grantsOn(id: FunctionPointId | StepId | StepEvent): readonly Grant[] {
  return byObject.get(isStepId(id) ? step(id).event : id) ?? [];
}
