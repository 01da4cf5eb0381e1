import { expect, test } from 'vitest';
import { pageOfWhole } from './whole-lists.ts';

const list = (n: number, without: readonly number[] = []) => ({ items: Array.from({ length: n }, (_, i) => ({ bidId: `b${i}`, lotId: 'one', price: i % 3 })).filter((_, i) => !without.includes(i)), nextCursor: null, state: 'x' });
type Page = ReturnType<typeof list> & { nextCursor: string | null };
const page = (answer: unknown, asked = {}) => pageOfWhole(answer, asked) as Page;

test('pages hold every item once, by a limit, and a hundred at most', () => {
  for (const limit of [undefined, '1', '7', '100']) {
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const read: Page = page(list(250), { limit, cursor });
      expect(read.items.length).toBeLessThanOrEqual(Number(limit ?? 100));
      expect(read.state).toBe('x');
      seen.push(...read.items.map(({ bidId }) => bidId));
      cursor = read.nextCursor;
    }
    expect(seen).toEqual(list(250).items.map(({ bidId }) => bidId));
  }
});

test('what comes or goes between two pages doubles and loses nothing else', () => {
  const first = page(list(10), { limit: '4' });
  const rest = (answer: unknown) => page(answer, { cursor: first.nextCursor ?? '' }).items.map(({ bidId }) => bidId);
  expect(rest(list(12))[0]).toBe('b4');
  expect(rest({ ...list(10), items: [{ bidId: 'new', lotId: 'one' }, ...list(10).items] })[0]).toBe('b4');
  // the very item at which the page ended has gone
  expect(rest(list(10, [3]))[0]).toBe('b4');
  expect(rest(list(2))).toEqual([]);
});

test('a wrong limit or cursor is refused by its field; what is no list is left alone', () => {
  for (const limit of ['0', '101', 'x', '1.5', '-1']) expect(() => page(list(3), { limit })).toThrow('invalid-input');
  for (const cursor of ['nonsense', Buffer.from('{"id":1,"at":1}').toString('base64url'), Buffer.from('{"id":"a","at":0}').toString('base64url')]) expect(() => page(list(3), { cursor })).toThrow('invalid-input');
  expect(pageOfWhole({ a: 1 }, {})).toEqual({ a: 1 });
  expect(pageOfWhole('text', { limit: '0' })).toBe('text');
});
