import { expect, it } from 'vitest';
import { changedFilter, readDisclosureFilter } from './filter.ts';

it('takes from the address what it understands', () => {
  expect(readDisclosureFilter({ category: 'engineering', status: 'late', subItem: 'eng-plan', region: '3301', q: ' 桥 ', cursor: 'x' })).toEqual({ category: 'engineering', status: 'late', subItem: 'eng-plan', region: '3301', q: '桥', cursor: 'x' });
  expect(readDisclosureFilter({ category: 'mining-right', status: 'x', subItem: '../', region: 'a', q: '' })).toEqual({});
});

it('a change begins at the first page, an empty one takes the filter away', () => {
  expect(changedFilter({ category: 'engineering', status: 'late', cursor: 'x' }, { status: '', q: '桥' })).toEqual({ category: 'engineering', q: '桥' });
});
