import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { kindOf } from '../catalogue/index.ts';

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'case.schema.json');
const validate = new Ajv2020({ allErrors: true }).compile(readJson('case.schema.json') as object);

test.each(files)('%s fits the schema and a kind of its category', (name) => {
  const trade = readJson(name) as { id: string; category: 'engineering'; kind: 'open-tender' };
  validate(trade);
  expect(validate.errors ?? []).toEqual([]);
  expect(trade.id).toBe(name.replace('.json', ''));
  expect(kindOf(trade.category, trade.kind)).toBeDefined();
});

test('every method, benchmark and price formula has a case', () => {
  const lots = files.flatMap((name) => (readJson(name) as { lots: { evaluation: Record<string, unknown> }[] }).lots);
  const seen = (field: string) => new Set(lots.map((lot) => lot.evaluation[field]).filter((value) => value !== undefined));
  expect([seen('method').size, seen('benchmark').size, seen('priceFormula').size]).toEqual([5, 6, 3]);
});

test('a case with an unknown method is refused', () => {
  const trade = readJson(files[0] ?? '') as { lots: { evaluation: Record<string, unknown> }[] };
  const lots = trade.lots.map((lot) => ({ ...lot, evaluation: { ...lot.evaluation, method: 'best' } }));
  expect(validate({ ...trade, lots })).toBe(false);
});

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
