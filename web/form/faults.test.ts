import { expect, test } from 'vitest';
import { z } from 'zod';
import { faultsOf } from './faults.ts';
import type { JsonSchema } from './schema.ts';

const contract = z.toJSONSchema(z.strictObject({
  lots: z.array(z.strictObject({ lotNo: z.string().regex(/^[0-9A-Za-z-]{1,10}$/), ceilingFen: z.int().min(0).optional() })), signerIdNo: z.string().min(1).max(40),
  depositFen: z.string().regex(/^\d{1,20}$/).nullable().default(null), bidValidDays: z.int().min(1).max(365), title: z.string().trim().min(1),
}), { io: 'input' }) as JsonSchema;
const told = (value: unknown): [string, string][] => faultsOf('', contract, value, '').map(({ path, kind }) => [path, kind]);

test('all that cannot be right is named at once, in order', () => {
  expect(told({ lots: [{ lotNo: '一', ceilingFen: '-5' }, { lotNo: '2', ceilingFen: 480_000_000 }], signerIdNo: '123', depositFen: 'abc', bidValidDays: 0, title: 'x' }))
    .toEqual([['lots.0.lotNo', 'form'], ['lots.0.ceilingFen', 'money'], ['signerIdNo', 'id'], ['depositFen', 'money'], ['bidValidDays', 'least']]);
  expect(told({ lots: [], bidValidDays: 1.5 })).toEqual([['bidValidDays', 'whole']]);
  expect(told({ lots: [], bidValidDays: 366 })).toEqual([['bidValidDays', 'most']]);
});

test('what is empty, and what is right, is no fault', () => {
  expect(told({ lots: [{ lotNo: '', ceilingFen: undefined }], signerIdNo: '', depositFen: null, bidValidDays: undefined })).toEqual([]);
  expect(told({ lots: [{ lotNo: '1', ceilingFen: 0 }], signerIdNo: '33010019900101001X', depositFen: '120000', bidValidDays: 90 })).toEqual([]);
});
