import { expect, test } from 'vitest';
import { restOf } from './root-fields.tsx';

test('a field that no section names is still asked', () => {
  expect(restOf(['a', 'b', 'c'], [{ fields: ['b'] }, { fields: [] }])).toEqual(['a', 'c']);
});
