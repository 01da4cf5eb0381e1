import { expect, it } from 'vitest';
import { keep } from '../bounded-map.ts';
import { AddressAllowance, networkOf } from './allowance.ts';

it('gives an address so many a minute, and the next minute anew', () => {
  let now = 0;
  const allowance = new AddressAllowance(2, () => now);
  allowance.take('192.0.2.1');
  allowance.take('192.0.2.1');
  expect(() => allowance.take('192.0.2.1')).toThrow('rate-limited');
  allowance.take('192.0.2.2');
  now = 60_000;
  allowance.take('192.0.2.1');
});

it.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'], ['2001:db8:1:2::9', '2001:db8:1:2::/64'], ['2001:db8::1', '2001:db8:0:0::/64'], ['::1', '0:0:0:0::/64'],
  ['192.0.2.1', '192.0.2.1'], ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it('a bounded map lets the one go that was used longest ago', () => {
  const map = new Map<string, number>();
  for (const key of ['a', 'b', 'a', 'c']) keep(map, key, 1, 2);
  expect([...map.keys()]).toEqual(['a', 'c']);
});
