import { expect, test } from 'vitest';
import type { Act } from './read.ts';
import { precedes } from './rounds.ts';

const leaf = (index: number, time: number, batch: number | null = null) => ({ index, time, batch }) as Act;

test('what is in the log before a leaf that waited for nothing was done before it, in one instant as well', () => {
  expect(precedes(leaf(9, 1), leaf(1, 2))).toBe(true);
  expect(precedes(leaf(1, 2), leaf(9, 1))).toBe(false);
  expect(precedes(leaf(1, 2, 0), leaf(2, 2))).toBe(true);
  expect(precedes(leaf(3, 2, 0), leaf(2, 2))).toBe(false);
  // a gated leaf came into the log when its gate opened: that says nothing of what else was done in its instant
  expect(precedes(leaf(1, 2), leaf(2, 2, 0))).toBe(false);
  expect(precedes(leaf(2, 2), leaf(2, 2))).toBe(false);
});
