import { parseArgs } from 'node:util';
import * as c from '../catalogue/index.ts';
import { exitCodes } from '../src/platform/start-error.ts';

export const help = `
qinglan catalogue [ID] [--json]

Without an id prints what the catalogue holds, by number. With one prints everything it says of it: a function point,
a step or its event (do:…, timer:…), a machine or one of its rows (t-001), a rule (r-…), a warning (w-…), a limit or
a parameter, a role, a category, a sub-item, an indicator, a service. --json prints JSON instead of lines.
`;

type Found = { readonly kind: string; readonly row: object; readonly more: Readonly<Record<string, unknown>> };

export function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } }, allowPositionals: true });
  const [id, ...rest] = positionals;
  if (rest.length > 0) return fail(`one id at a time; too many: ${rest.join(' ')}`, exitCodes.badUsage);
  const answer = id === undefined ? counts() : lookUp(id);
  if (answer === undefined) return fail(`the catalogue has no ${id ?? ''}${hint(id ?? '')}`, exitCodes.failed);
  process.stdout.write(values.json === true ? `${JSON.stringify(answer)}\n` : lines(answer));
  return Promise.resolve(0);
}

/** The number of rows of every list, in the order of the catalogue's own index. */
export function counts(): Readonly<Record<string, unknown>> {
  return {
    version: c.catalogueVersion,
    subsystems: c.subsystems.length, functionPoints: c.functionPoints.length, categories: c.categories.length,
    subItems: c.subItems.length, disclosureItems: c.disclosureItems.length, indicators: c.indicators.length,
    services: c.services.length, limits: c.limits.length, rules: c.rules.length, warnings: c.warnings.length,
    grants: c.grants.length, roles: c.roles.length, machines: c.machines.length, machineRows: c.machineRows.length,
    steps: c.steps.length, departments: c.departments.length, industries: c.industries.length, gates: c.gates.length,
    entryKinds: c.entryKindRows.length, facts: c.facts.length, serviceLevels: c.serviceLevels.length,
    themes: c.themes.length, testVectors: c.testVectors.length,
  };
}

/** Everything known of an id; ids are unique within a list, and a few name things in several. */
export function lookUp(id: string): readonly Found[] | undefined {
  const found = finders.flatMap((find) => find(id));
  return found.length === 0 ? undefined : found;
}

const finders: readonly ((id: string) => readonly Found[])[] = [
  (id) => named('function-point', c.functionPoints, id, (row) => ({
    rules: rulesOf([row.rule, ...row.alsoRules]), grants: c.grantsOn(row.id),
    rows: c.machineRows.filter((one) => one.event === row.id).map(rowText),
    gate: c.gate(row.publicFrom), subItems: c.subItems.filter((one) => one.sourceEvent === row.id).map((one) => one.id),
    steps: c.steps.filter((one) => one.fp === row.id).map((one) => one.event),
  })),
  (id) => c.steps.filter((row) => row.id === id || row.event === id).map((row) => ({
    kind: 'step', row,
    more: { grants: c.grantsOn(row.id), rows: c.machineRows.filter((one) => one.event === row.event).map(rowText) },
  })),
  (id) => named('machine', c.machines, id, (row) => ({ rows: c.machineRows.filter((one) => one.machine === row.id).map(rowText) })),
  (id) => named('machine-row', c.machineRows, id, (row) => ({ rules: rulesOf(row.guards) })),
  (id) => named('rule', c.rules, id, (row) => ({
    functionPoints: c.functionPoints.filter((fp) => fp.rule === row.id || fp.alsoRules.includes(row.id)).map((fp) => fp.id),
    rows: c.machineRows.filter((one) => one.guards.includes(row.id)).map(rowText),
    limits: c.limits.filter((one) => one.usedBy.includes(row.id)).map(limitText),
    warnings: c.warnings.filter((one) => one.trigger.some(({ ref }) => ref === row.id)).map((one) => one.id),
  })),
  (id) => named('warning', c.warnings, id, () => ({})),
  (id) => named('limit', c.limits, id, (row) => ({ sameParam: c.limits.filter((one) => one.param === row.param).map(limitText) })),
  (id) => {
    const rows = c.limits.filter((row) => row.param === id);
    return rows.length === 0 ? [] : [{ kind: 'param', row: { id }, more: { limits: rows.map(limitText) } }];
  },
  (id) => named('subsystem', c.subsystems, id, (row) => ({
    functionPoints: c.functionPoints.filter((fp) => fp.subsystem === row.id).map((fp) => `${fp.id} ${fp.zh}`),
  })),
  (id) => named('role', c.roles, id, (row) => ({ grants: c.grants.filter((one) => one.role === row.id).map((one) => `${one.on} (${one.relation})`) })),
  (id) => named('category', c.categories, id, () => ({})),
  (id) => named('sub-item', c.subItems, id, (row) => ({ items: c.itemsOf(row.id).map((item) => `${item.id} ${item.zh}`) })),
  (id) => named('disclosure-item', c.disclosureItems, id, () => ({})),
  (id) => named('indicator', c.indicators, id, () => ({})),
  (id) => named('service', c.services, id, () => ({})),
  (id) => named('service-level', c.serviceLevels, id, () => ({})),
  (id) => named('theme', c.themes, id, () => ({})),
  (id) => named('gate', c.gates, id, (row) => ({ functionPoints: c.functionPoints.filter((fp) => fp.publicFrom === row.id).map((fp) => fp.id) })),
  (id) => named('fact', c.facts, id, () => ({})),
  (id) => named('department', c.departments, id, () => ({})),
  (id) => named('industry', c.industries, id, () => ({})),
];

function named<T extends { readonly id: string }>(
  kind: string, rows: readonly T[], id: string, more: (row: T) => Readonly<Record<string, unknown>>,
): readonly Found[] {
  return rows.filter((row) => row.id === id).map((row) => ({ kind, row, more: more(row) }));
}

function rulesOf(ids: readonly (c.RuleId | null)[]): readonly string[] {
  return ids.flatMap((id) => (id === null ? [] : [`${id} (${c.rule(id).kind}) ${c.rule(id).zh}`]));
}

function rowText(row: c.MachineRow): string {
  const when = row.when === null ? '' : ` [${row.when}]`;
  return `${row.id} ${row.machine}: ${row.from} -${row.event}${when}-> ${row.to} (${row.actor})`;
}

function limitText(row: c.Limit): string {
  const value = row.value === null ? 'no limit' : `${row.op} ${row.value} ${row.unit}`;
  return `${row.id}: ${value} (${row.kind}, ${row.basis ?? 'no basis'})`;
}

function lines(answer: Readonly<Record<string, unknown>> | readonly Found[]): string {
  if (!isFound(answer)) {
    const width = Math.max(...Object.keys(answer).map((key) => key.length));
    return Object.entries(answer).map(([key, value]) => `${key.padEnd(width)}  ${String(value)}\n`).join('');
  }
  return answer.map(({ kind, row, more }) => {
    const entries = [...Object.entries(row), ...Object.entries(more)].filter(([key, value]) => key !== 'id' && !isEmpty(value));
    return `${kind} ${'id' in row ? String(row.id) : ''}\n${entries.map(([key, value]) => entry(key, value)).join('')}`;
  }).join('\n');
}

function entry(key: string, value: unknown): string {
  if (!Array.isArray(value)) return `  ${key}: ${inline(value)}\n`;
  return `  ${key}:\n${value.map((one) => `    ${inline(one)}\n`).join('')}`;
}

function inline(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function isEmpty(value: unknown): boolean {
  if (value === null) return true;
  return Array.isArray(value) ? value.length === 0 : typeof value === 'object' && Object.keys(value ?? {}).length === 0;
}

function isFound(answer: Readonly<Record<string, unknown>> | readonly Found[]): answer is readonly Found[] {
  return Array.isArray(answer);
}

/** Ids that contain what was asked for, so that a half-remembered name is enough to go on. */
function hint(text: string): string {
  const ids = [c.functionPoints, c.steps, c.machines, c.rules, c.warnings, c.limits, c.roles, c.subItems, c.indicators]
    .flatMap((rows) => rows.map((row) => row.id)).filter((id) => text.length > 1 && id.includes(text));
  return ids.length === 0 ? '' : `; perhaps ${ids.slice(0, 5).join(', ')}`;
}

function fail(line: string, code: number): Promise<number> {
  process.stderr.write(`qinglan: ${line}\n`);
  return Promise.resolve(code);
}
