import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSource, type SourceFacts } from './source.ts';
import {
  beside, door, fileLinesMax, filesMin, impure, lazyLoaders, observers, phases, rulesFolder, rulesZones, testFile, testFolders, wires, zones, zonesSeenMin,
} from './table.ts';

export type Rule =
  | 'zone' | 'package' | 'builtin' | 'door' | 'phase' | 'observer' | 'wires' | 'rules' | 'impure' | 'lines' | 'test' | 'unseen' | 'outside' | 'module' | 'syntax' | 'blind';

export interface Violation {
  rule: Rule;
  path: string;
  say: string;
}

export interface Source {
  path: string;
  text: string;
}

/** Every breach of the law of imports in these files, told by path and rule. */
export function checkFiles(files: readonly Source[]): Violation[] {
  return files.flatMap(({ path, text }) => {
    const facts = readSource(path, text);
    const found = [...facts.errors.map((say) => ({ rule: 'syntax' as const, say })), ...checkLines(text), ...checkModuleName(path)];
    if (!isTest(path)) found.push(...checkPurity(path, facts), ...facts.imports.flatMap((target) => checkImport(path, target)));
    return found.map((violation) => ({ ...violation, path }));
  });
}

/** The same over a tree, which must be large enough to be the right one. */
export function checkTree(root: string): { files: number; violations: Violation[] } {
  const folders = [...Object.values(zones).map(({ folder }) => folder), ...testFolders].map((folder) => folder.split('/')[0] ?? '');
  const files = [...new Set(folders)].flatMap((folder) => sourcesIn(root, join(root, folder)));
  return { files: files.length, violations: [...checkSight(files.map(({ path }) => path)), ...checkFiles(files)] };
}

export function checkSight(paths: readonly string[]): Violation[] {
  const blind = (path: string, say: string): Violation => ({ rule: 'blind', path, say });
  const seen = new Set(paths.map(zoneOf));
  return [
    ...(paths.length < filesMin ? [blind('.', `only ${paths.length} files seen, ${filesMin} expected`)] : []),
    ...zonesSeenMin.filter((zone) => !seen.has(zone)).map((zone) => blind(zones[zone]?.folder ?? zone, 'no file seen here')),
  ];
}

type Found = Omit<Violation, 'path'>;

function checkImport(path: string, target: string | undefined): Found[] {
  if (target === undefined) return lazyLoaders.includes(path) ? [] : [{ rule: 'unseen', say: 'an import() that no reader can follow' }];
  if (target.startsWith('.')) return checkPath(path, normalize(join(dirname(path), target)));
  return checkPackage(path, target);
}

function checkPath(path: string, target: string): Found[] {
  const from = zoneOf(path);
  const to = zoneOf(target);
  if (target.startsWith('..')) return [{ rule: 'outside', say: `${target} is not in the repository` }];
  if (isTest(target)) return [{ rule: 'test', say: `${target} is for tests only` }];
  if (target === 'package.json') return [];
  if (from === undefined || to === undefined) return [{ rule: 'zone', say: `${target} has no place in architecture/table.ts` }];
  if (rulesFolder.test(path)) return checkRules(path, target, to);
  if (from === 'modules' && to === 'modules') return checkModules(path, target);
  if (to === 'modules') return checkWires(path, target, from);
  if (from === to || zones[from]?.zones.includes(to)) return [];
  return [{ rule: 'zone', say: `${from} may not import ${to} (${target})` }];
}

/** The rules of a module are pure: of its own they see the rules, of the others nothing. */
function checkRules(path: string, target: string, to: string): Found[] {
  const ownRules = target.startsWith(`src/modules/${moduleOf(path)}/rules/`);
  if (ownRules || rulesZones.includes(to)) return [];
  return [{ rule: 'rules', say: `rules may not import ${target}: facts are arguments` }];
}

function checkModules(path: string, target: string): Found[] {
  const [from, to] = [moduleOf(path), moduleOf(target)];
  if (from === to) return [];
  if (target !== `src/modules/${to}/${door}`) return [{ rule: 'door', say: `${target}: other modules come in by ${door}` }];
  if (observers.includes(to) || beside.includes(to)) return [{ rule: 'observer', say: `${to} is known by nobody` }];
  if (phaseOf(to) >= phaseOf(from)) return [{ rule: 'phase', say: `${from} comes before ${to}: what needs both is a flow in src/app/flows/` }];
  return [];
}

function checkWires(path: string, target: string, from: string): Found[] {
  if (zones[from]?.rules && rulesFolder.test(target)) return [];
  if (from !== 'app') return zones[from]?.zones.includes('modules') ? [] : [{ rule: 'zone', say: `${from} may not import modules (${target})` }];
  if (!wires.test(path)) return [{ rule: 'wires', say: `only the composition in src/app, src/app/flows and src/app/desk name a module (${target})` }];
  return target.endsWith(`/${door}`) ? [] : [{ rule: 'door', say: `${target}: a module is entered by ${door}` }];
}

function checkPackage(path: string, target: string): Found[] {
  const zone = zones[zoneOf(path) ?? ''];
  if (!zone) return [];
  if (target.startsWith('node:')) {
    const allowed = zone.node && !rulesFolder.test(path);
    return allowed ? [] : [{ rule: 'builtin', say: `${target}: this zone does not touch the machine` }];
  }
  const name = target.split('/').slice(0, target.startsWith('@') ? 2 : 1).join('/');
  const configuration = /^web\/vite\.config\.ts$/.test(path);
  if (configuration || zone.packages === 'any' || zone.packages.includes(name)) return [];
  return [{ rule: 'package', say: `${name} is not among this zone’s packages` }];
}

function checkPurity(path: string, facts: SourceFacts): Found[] {
  const pure = zones[zoneOf(path) ?? '']?.pure === true || rulesFolder.test(path) || facts.exports.some((name) => /^decide([A-Z]|$)/.test(name));
  if (!pure) return [];
  return facts.uses.filter((use) => Object.hasOwn(impure, use)).map((use) => ({ rule: 'impure', say: `${use}: ${impure[use]}` }));
}

function checkLines(text: string): Found[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return lines > fileLinesMax ? [{ rule: 'lines', say: `${lines} lines, at most ${fileLinesMax}` }] : [];
}

function checkModuleName(path: string): Found[] {
  const name = moduleOf(path);
  const known = name === '' || phaseOf(name) >= 0;
  return known ? [] : [{ rule: 'module', say: `${name} is not a subsystem of architecture/table.ts` }];
}

function zoneOf(path: string): string | undefined {
  const fitting = Object.entries(zones).filter(([, { folder }]) => path.startsWith(folder));
  return fitting.sort(([, a], [, b]) => b.folder.length - a.folder.length)[0]?.[0];
}

function moduleOf(path: string): string {
  return /^src\/modules\/([^/]+)\//.exec(path)?.[1] ?? '';
}

/** -1 if it is no module at all. */
function phaseOf(name: string): number {
  if (observers.includes(name) || beside.includes(name)) return phases.length;
  return phases.findIndex((names) => names.includes(name));
}

function isTest(path: string): boolean {
  return testFile.test(path) || testFolders.some((folder) => path.startsWith(folder));
}

function sourcesIn(root: string, folder: string): Source[] {
  // Whether enough was seen is checkSight's affair.
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist', 'generated'].includes(entry.name) ? [] : sourcesIn(root, path);
    if (!/\.(ts|tsx|mts|mjs)$/.test(entry.name)) return [];
    return [{ path: relative(root, path), text: readFileSync(path, 'utf8') }];
  });
}

if (import.meta.main) {
  const { files, violations } = checkTree(fileURLToPath(new URL('../', import.meta.url)));
  for (const { path, rule, say } of violations) process.stderr.write(`${path}: ${rule}: ${say}\n`);
  process.stdout.write(`architecture: ${files} files, ${violations.length} violations\n`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
