import { expect, test } from 'vitest';
import { randomOnce } from './random.ts';

test('every piece has its length, is its own, and repeats no other', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 5_000; i += 1) {
    const piece = randomOnce(16);
    expect(piece.length).toBe(16);
    seen.add(Buffer.from(piece).toString('hex'));
  }
  expect(seen.size).toBe(5_000);
});

test('what was given out is not changed by what is given out after it', () => {
  const first = randomOnce(32);
  const copy = first.slice();
  for (let i = 0; i < 2_000; i += 1) randomOnce(32);
  expect(first).toEqual(copy);
  expect(first.some((byte) => byte !== 0)).toBe(true);
});

test('bytes are spread: no value is missing or in excess among a hundred thousand', () => {
  const counts = new Array<number>(256).fill(0);
  for (let i = 0; i < 100; i += 1) for (const byte of randomOnce(1_000)) counts[byte] = (counts[byte] ?? 0) + 1;
  for (const count of counts) expect(count).toBeGreaterThan(250);
  for (const count of counts) expect(count).toBeLessThan(550);
});

test('more than a pool at once', () => {
  expect(new Set(randomOnce(40_000)).size).toBe(256);
});
