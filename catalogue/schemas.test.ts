import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { generate } from './generate.ts';

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

test.each(files)('%s has the shape of its schema', (name) => {
  const validate = compile(readJson(join('schemas', name)));
  validate(readJson(name));
  expect(validate.errors ?? []).toEqual([]);
});

test('every schema belongs to a file', () => {
  expect(readdirSync(join(folder, 'schemas')).sort()).toEqual(files.sort());
});

test('a row with an unknown, missing or mistyped field is refused', () => {
  const validate = compile(readJson('schemas/state-machines.json'));
  const rows = readJson('state-machines.json') as Record<string, unknown>[];
  expect(validate([{ ...rows[0], note: 'x' }])).toBe(false);
  expect(validate([{ ...rows[0], event: undefined }])).toBe(false);
  expect(validate([{ ...rows[0], when: 'a == b' }])).toBe(false);
});

test('the generated ids are those of the files', () => {
  expect(readFileSync(join(folder, 'generated.ts'), 'utf8')).toBe(generate());
});

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

function compile(schema: unknown) {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  return ajv.compile(schema as object);
}
