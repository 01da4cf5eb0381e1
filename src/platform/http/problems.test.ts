import { expect, it } from 'vitest';
import { z, type ZodType } from 'zod';
import { inputRefusal } from './problems.ts';

it.each<[string, ZodType, unknown]>([
  ['“a”不符合要求：格式不正确', z.string().regex(/^\d+$/), 'x'], ['“a”不符合要求：至少 3 个字', z.string().min(3), 'x'], ['“a”不符合要求：最多 1 项', z.array(z.string()).max(1), ['x', 'y']],
  ['“a”不符合要求：不得小于 5', z.int().min(5), 1], ['“a”不符合要求：内容的类型不对', z.int(), 'x'], ['“a”不符合要求：须填写', z.string(), undefined],
  ['“a”不符合要求：只能是 p、q', z.enum(['p', 'q']), 'x'], ['“a”不符合要求：须为整数分', z.int('须为整数分'), 'x'],
])('%s', (zh, schema, value) => {
  const parsed = z.strictObject({ a: schema }).safeParse({ a: value });
  if (parsed.success) expect.fail('was taken');
  expect(inputRefusal(parsed.error).detail).toMatchObject({ field: 'a', zh });
});
