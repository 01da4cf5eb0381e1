import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  commitment, compareBytewise, hmacSm3, inputHash, pick, seedOf, shuffle, sm3Hex, sortedBytewise, stream,
} from './chance.ts';
import vectors from './chance.vectors.json' with { type: 'json' };

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

describe.each(vectors.draws)('the published draw $purpose', (draw) => {
  const contributions = draw.contributions.map(({ party, r }) => ({ party, r: bytes(r) }));
  const seed = seedOf({ ...draw, contributions });

  test('has its commitments, input hash and seed', () => {
    expect(draw.contributions.map(({ r, salt }) => commitment(bytes(r), bytes(salt))))
      .toEqual(draw.contributions.map((one) => one.commitment));
    expect(inputHash(draw.input)).toBe(draw.inputHash);
    expect(Buffer.from(seed).toString('hex')).toBe(draw.seed);
  });
  test('shuffles and picks the same', () => {
    expect(shuffle(draw.input, seed)).toEqual(draw.shuffled);
    expect(shuffle([...draw.input].reverse(), seed)).toEqual(draw.shuffled);
    expect(pick(draw.input, seed)).toBe(draw.picked);
  });
  test('does not depend on the order in which contributions came', () => {
    expect(seedOf({ ...draw, contributions: [...contributions].reverse() })).toEqual(seed);
  });
  test('changes with every part', () => {
    const [first] = contributions;
    if (first === undefined) throw new Error('a contribution');
    const others = [
      { ...draw, contributions, purpose: `${draw.purpose}-2` }, { ...draw, contributions: contributions.slice(1) },
      { ...draw, contributions, beacon: draw.inputHash }, { ...draw, contributions, inputHash: draw.beacon },
      { ...draw, contributions, lotId: draw.lotId.replace('0f', '1f') },
    ];
    expect(others.filter((other) => Buffer.compare(seedOf(other), seed) === 0)).toEqual([]);
  });
});

test.each(vectors.below)('numbers below $n', ({ n, seed, values }) => {
  const { below } = stream(bytes(seed));
  expect(values.map(() => String(below(Number(n))))).toEqual(values);
});

test('SM3 and HMAC-SM3 are those of OpenSSL, which Node carries', () => {
  expect(sm3Hex(new TextEncoder().encode('abc'))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 1, maxLength: 150 }), (message, key) => {
    expect(sm3Hex(message)).toBe(createHash('sm3').update(message).digest('hex'));
    expect(Buffer.from(hmacSm3(key, message)).toString('hex')).toBe(createHmac('sm3', key).update(message).digest('hex'));
  }), { numRuns: 60 });
});

test('a shuffle is a permutation, whatever the seed', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.string(), { maxLength: 30 }), fc.uint8Array({ minLength: 32, maxLength: 32 }), (ids, seed) => {
    expect(sortedBytewise(shuffle(ids, seed))).toEqual(sortedBytewise(ids));
  }));
});

test('every place is about equally likely', () => {
  const wins = new Map<string, number>();
  const rounds = 3000;
  for (let round = 0; round < rounds; round += 1) {
    const seed = bytes(sm3Hex(new TextEncoder().encode(`round ${round}`)));
    const first = shuffle(['a', 'b', 'c', 'd', 'e', 'f'], seed)[0] ?? '';
    wins.set(first, (wins.get(first) ?? 0) + 1);
  }
  const expected = rounds / 6;
  const chiSquare = [...wins.values()].reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
  // Five degrees of freedom: above 20.5 once in a thousand; the rounds are fixed, so this never flickers.
  expect(chiSquare).toBeLessThan(20.5);
});

test('ids sort by their bytes, not by the rules of a language', () => {
  expect(sortedBytewise(['é', 'z', 'Z', '标', 'a', '𝄞', '﹏'])).toEqual(['Z', 'a', 'z', 'é', '标', '﹏', '𝄞']);
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
    expect(Math.sign(compareBytewise(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }));
});

test('what would make a draw ambiguous throws', () => {
  const r = new Uint8Array(32);
  const input = { purpose: 'tie', lotId: '0f8fad5b-d9cb-469f-a165-708677289500', inputHash: 'a'.repeat(64), beacon: 'b'.repeat(64) };
  expect(() => seedOf({ ...input, contributions: [{ party: 'x', r }, { party: 'x', r }] })).toThrow('one contribution a party');
  expect(() => seedOf({ ...input, contributions: [{ party: 'x', r: r.slice(1) }] })).toThrow('32 bytes');
  expect(() => seedOf({ ...input, purpose: 'p'.repeat(32), contributions: [] })).toThrow('purpose');
  expect(() => shuffle(['a', 'a'], r)).toThrow('every id once');
  expect(() => pick([], r)).toThrow('at least one');
});
