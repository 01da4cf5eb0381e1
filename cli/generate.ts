import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nextMigrationsLock, readMigrations, readMigrationsLock } from '../src/platform/migrate.ts';
import { migrationsFolder, repositoryRoot } from '../src/platform/paths.ts';

export const help = `
qinglan generate [--check]

Writes the files that are derived from others. With --check writes nothing and fails if one is not up to date.
`;

interface GeneratedFile {
  /** From the root of the repository. */
  path: string;
  text: string;
}

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { check: { type: 'boolean' } } });
  const stale = (await generatedFiles()).filter(({ path, text }) => current(path) !== text);
  if (values.check) {
    for (const { path } of stale) process.stderr.write(`${path} is not up to date: run npm run generate\n`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const { path, text } of stale) {
    writeFileSync(join(repositoryRoot, path), text);
    process.stdout.write(`${path}\n`);
  }
  return 0;
}

async function generatedFiles(): Promise<GeneratedFile[]> {
  const lock = nextMigrationsLock(await readMigrationsLock(migrationsFolder), await readMigrations(migrationsFolder));
  return [{ path: 'migrations/migrations.lock', text: lock }, ...(await derivedFromActs())];
}

/** Interface description, permission matrix, feature list: whatever the composition derives from its declarations. */
async function derivedFromActs(): Promise<GeneratedFile[]> {
  if (!existsSync(join(repositoryRoot, 'src/app/generated.ts'))) return [];
  const { generated } = (await import(join(repositoryRoot, 'src/app/generated.ts'))) as { generated: () => Promise<GeneratedFile[]> };
  return generated();
}

function current(path: string): string | undefined {
  const file = join(repositoryRoot, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
