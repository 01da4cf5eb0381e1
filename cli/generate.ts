import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate as generateCatalogue } from '../catalogue/generate.ts';
import { declarations } from '../src/app/declarations.ts';
import { errorsDoc } from '../src/app/errors-doc.ts';
import { featuresDoc } from '../src/app/features.ts';
import { openapiText } from '../src/app/openapi.ts';
import { permissionsDoc } from '../src/app/permissions.ts';
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
    mkdirSync(dirname(join(repositoryRoot, path)), { recursive: true });
    writeFileSync(join(repositoryRoot, path), text);
    process.stdout.write(`${path}\n`);
  }
  return 0;
}

/** Ids of the catalogue, the lock of the migrations, and what the declarations of the platform say of it. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  const declared = declarations();
  return [
    { path: 'catalogue/generated.ts', text: generateCatalogue() },
    { path: 'migrations/migrations.lock', text: nextMigrationsLock(await readMigrationsLock(migrationsFolder), await readMigrations(migrationsFolder)) },
    { path: 'docs/api/openapi.json', text: openapiText(declared) },
    { path: 'docs/permissions.md', text: permissionsDoc(declared) },
    { path: 'docs/features.md', text: featuresDoc(declared) },
    { path: 'docs/errors.md', text: errorsDoc() },
  ];
}

function current(path: string): string | undefined {
  const file = join(repositoryRoot, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
