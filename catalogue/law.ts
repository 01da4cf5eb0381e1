import { isIn, reader, rows } from './lookup.ts';
import { machineIds, ruleIds } from './generated.ts';
import type { Fact, Limit, Machine, MachineRow, Rule, Warning } from './types.ts';
import factsJson from './facts.json' with { type: 'json' };
import limitsJson from './legal-params.json' with { type: 'json' };
import machinesJson from './machines.json' with { type: 'json' };
import rulesJson from './contract-rules.json' with { type: 'json' };
import stateMachinesJson from './state-machines.json' with { type: 'json' };
import warningsJson from './warnings.json' with { type: 'json' };

export const machines = rows<Machine>(machinesJson);
export const machineRows = rows<MachineRow>(stateMachinesJson);
export const facts = rows<Fact>(factsJson);
export const limits = rows<Limit>(limitsJson);
export const rules = rows<Rule>(rulesJson);
export const warnings = rows<Warning>(warningsJson);

export const machine = reader('machine', machines, (row) => row.id);
export const machineRow = reader<string, MachineRow>('machine row', machineRows, (row) => row.id);
export const fact = reader('fact', facts, (row) => row.id);
export const limit = reader('limit', limits, (row) => row.id);
export const rule = reader('rule', rules, (row) => row.id);
export const warning = reader('warning', warnings, (row) => row.id);

export const isMachineId = isIn(machineIds);
export const isRuleId = isIn(ruleIds);
