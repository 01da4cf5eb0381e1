import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { functionPointIds, rules } from '../../catalogue/index.ts';
import { generatedFiles } from '../../cli/generate.ts';
import { declarations } from '../../src/app/declarations.ts';
import { featuresOf, WRITTEN_BY } from '../../src/app/features.ts';
import { PROBLEMS } from '../../src/contracts/problems.ts';
import { repositoryRoot } from '../../src/platform/paths.ts';
import { callsOf } from '../support/source.ts';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');
const hardRules = rules.filter(({ kind }) => kind === 'hard').map(({ id }) => id as string);

it('every derived file is what the declarations say', async () => {
  const files = await generatedFiles();
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['docs/api/openapi.json', 'docs/permissions.md', 'docs/features.md', 'docs/errors.md', 'catalogue/generated.ts', 'migrations/migrations.lock']));
  expect(files.filter(({ path, text }) => read(path) !== text).map(({ path }) => `${path}: run npm run generate`)).toEqual([]);
});

describe('docs/errors.md', () => {
  const codes = [...read('docs/errors.md').matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, code]) => code ?? '');
  const used = callsOf(['Refusal', 'refuseByRule']);

  it('names every code a program may meet, and none besides', () => {
    expect(codes.toSorted()).toEqual([...Object.keys(PROBLEMS), ...hardRules].toSorted());
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('every refusal in the code has its line', () => {
    expect(used.length).toBeGreaterThan(150);
    const known = new Set(codes);
    expect(used.flatMap(({ file, texts }) => texts.filter((code) => !known.has(code)).map((code) => `${file}: ${code}`))).toEqual([]);
  });

  it('every code of the registry is used', () => {
    const source = globSync('src/**/*.ts', { cwd: repositoryRoot }).filter((file) => !file.endsWith('contracts/problems.ts') && !/\.test\.ts$|\/testing\//.test(file)).map(read).join('\n');
    expect(Object.keys(PROBLEMS).filter((code) => !source.includes(`'${code}'`))).toEqual([]);
  });

  it('speaks both languages', () => {
    for (const [code, { status, zh, en }] of Object.entries(PROBLEMS)) {
      expect(/[\u4e00-\u9fff]/.test(zh), code).toBe(true);
      expect(/^[\x20-\x7e’“”…–]+$/.test(en), code).toBe(true);
      expect(status, code).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('docs/features.md', () => {
  const features = featuresOf(declarations());
  const written = callsOf(['systemAct']).flatMap(({ file, texts }) => texts.map((id) => ({ file, id })));
  const declared = new Set(declarations().specs.map(({ id }) => id));

  it('has one line for each of the 125 points, beginning with its id', () => {
    expect(features).toHaveLength(125);
    for (const id of functionPointIds) expect(read('docs/features.md').split('\n').filter((line) => line.startsWith(`${id} · `)), id).toHaveLength(1);
  });

  it('marks what has a declaration, and what another one writes', () => {
    for (const { id, works } of features) expect(works, id).toBe(declared.has(id) || (WRITTEN_BY[id] !== undefined && declared.has(WRITTEN_BY[id])));
  });

  it('knows every point that the platform writes in another declaration', () => {
    const others = written.filter(({ id }) => !declared.has(id)).map(({ id }) => id);
    expect([...new Set(others)].toSorted()).toEqual(Object.keys(WRITTEN_BY).toSorted());
  });
});

describe('docs/api/openapi.json', () => {
  const document = JSON.parse(read('docs/api/openapi.json')) as { openapi: string; paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>; components: unknown };
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

  it('is of version 3.1, each operation with a name of its own and its problems', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations.length).toBeGreaterThan(80);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { operationId, responses } of operations) expect(Object.keys(responses), operationId).toContain('default');
  });

  it('every reference resolves', () => {
    const text = JSON.stringify(document);
    const references = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? ''));
    expect(references.size).toBeGreaterThan(0);
    for (const path of references) {
      const found = path.split('/').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document);
      expect(found, path).toBeDefined();
    }
  });
});
