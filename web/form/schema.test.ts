import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { emptyValue, fieldOf, missingPaths, pruned, type JsonSchema } from './schema.ts';

const schemaOf = (type: z.ZodType): JsonSchema => z.toJSONSchema(type, { io: 'input' }) as JsonSchema;

describe('the field a contract asks for', () => {
  it.each<[string, string, z.ZodType, string]>([
    ['a sum', 'priceFen', z.int().min(0), 'money'], ['a sum that may be absent', 'depositFen', z.int().nullable().default(null), 'money'],
    ['a digest', 'noticeFile', z.string().regex(/^[0-9a-f]{64}$/), 'file'], ['a file with its name', 'file', z.strictObject({ sha256: z.string(), name: z.string() }), 'named-file'],
    ['an instant', 'saleEnd', z.iso.datetime({ precision: 3 }), 'instant'], ['a choice', 'result', z.enum(['pass', 'fail']), 'choice'],
    ['yes or no', 'stateFunded', z.boolean(), 'flag'], ['a long text', 'qualification', z.string().max(8000), 'area'], ['a short one', 'title', z.string().max(200), 'text'],
    ['a whole number', 'bidValidDays', z.int().min(1), 'number'], ['rows', 'lots', z.array(z.strictObject({ lotNo: z.string() })), 'list'], ['free entries', 'terms', z.record(z.string(), z.string()), 'record'],
    ['what is fixed', 'noticeType', z.literal('tender'), 'const'],
  ])('%s', (_what, name, type, kind) => {
    expect(fieldOf(name, schemaOf(type)).kind).toBe(kind);
  });
});

describe('what the form sends', () => {
  const contract = schemaOf(z.strictObject({
    title: z.string().min(1), bidDeadline: z.iso.datetime({ precision: 3 }).optional(), depositFen: z.int().nullable().default(null),
    lots: z.array(z.strictObject({ lotNo: z.string(), ceilingFen: z.int().optional() })).min(1),
  }));

  it('begins with the defaults and the rows that must be there', () => {
    expect(emptyValue('', contract)).toEqual({ lots: [{ lotNo: undefined }], title: undefined });
  });

  it('says no where a box that must be answered is not ticked', () => {
    expect(emptyValue('', schemaOf(z.strictObject({ isMaterial: z.boolean(), urgent: z.boolean().optional() })))).toEqual({ isMaterial: false });
  });

  it('names what is still missing by its path, in order', () => {
    expect(missingPaths('', contract, { lots: [{ lotNo: '' }] }, '')).toEqual(['title', 'lots.0.lotNo']);
    expect(missingPaths('', contract, { title: 'x', lots: [{ lotNo: '1' }] }, '')).toEqual([]);
  });

  it('leaves out what is empty and keeps false, zero and null', () => {
    expect(pruned({ a: '', b: 0, c: false, d: null, e: [{ f: undefined, g: 'x' }] })).toEqual({ b: 0, c: false, d: null, e: [{ g: 'x' }] });
  });
});
