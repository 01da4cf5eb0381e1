/**
 * Chance that anyone can rerun and nobody can steer, lifecycle §7. Nothing here draws a random number: every value
 * follows from contributions that independent roles committed to beforehand and from the beacon fixed at T0.
 */
import { sm3 } from 'sm-crypto-v2';
import { canonicalBytes } from './canonical.ts';
import { assert } from './result.ts';

/** r of one party: 32 bytes, revealed after T0, with the salt that hid it. */
export type Contribution = { readonly party: string; readonly r: Uint8Array };
export type SeedInput = {
  /** What is drawn, as `expert-draw` or `coefficient-x`; at most 31 signs, so that the parts cannot be shifted. */
  readonly purpose: string;
  /** The lot's UUID, 36 signs. */
  readonly lotId: string;
  /** SM3 of the frozen input list, 64 hex digits; see inputHash. */
  readonly inputHash: string;
  /** The leaf of T0 or the named round of a public beacon, 64 hex digits. */
  readonly beacon: string;
  readonly contributions: readonly Contribution[];
};
export type Stream = { readonly below: (n: number) => number };

export const contributionBytes = 32;
const seedLabel = 'ggzy-draw-v1';
const purposePattern = /^[a-z0-9-]{1,31}$/;
const lotIdPattern = /^[0-9a-f-]{36}$/;
const twoTo64 = 1n << 64n;

export function sm3Hex(bytes: Uint8Array): string {
  return sm3(bytes);
}

export function hmacSm3(key: Uint8Array, message: Uint8Array): Uint8Array {
  return fromHex(sm3(message, { key }));
}

/** What a party publishes before T0: SM3(r ‖ salt). */
export function commitment(r: Uint8Array, salt: Uint8Array): string {
  assert(r.length === contributionBytes, 'a contribution has 32 bytes');
  return sm3Hex(concat([r, salt]));
}

/** Binds the list that will be shuffled or picked from: SM3 over its JCS text. */
export function inputHash(list: readonly string[]): string {
  return sm3Hex(canonicalBytes(list));
}

/**
 * seed = SM3(label ‖ purpose ‖ lotId ‖ inputHash ‖ beacon ‖ r1 ‖ … ‖ rk), contributions sorted by party id bytewise.
 * Text as UTF-8, hashes as their 32 bytes.
 */
export function seedOf(input: SeedInput): Uint8Array {
  assert(purposePattern.test(input.purpose), 'a purpose of at most 31 signs');
  assert(lotIdPattern.test(input.lotId), 'a lot id');
  const parties = sortedBytewise(input.contributions.map((one) => one.party));
  assert(new Set(parties).size === parties.length, 'one contribution a party');
  const byParty = new Map(input.contributions.map((one) => [one.party, one.r]));
  const contributions = parties.map((party) => {
    const r = byParty.get(party);
    assert(r?.length === contributionBytes, 'a contribution has 32 bytes');
    return r;
  });
  const head = [utf8(seedLabel), utf8(input.purpose), utf8(input.lotId), hash32(input.inputHash), hash32(input.beacon)];
  return fromHex(sm3Hex(concat([...head, ...contributions])));
}

/** Words w_i = first 8 bytes, big endian, of HMAC-SM3(seed, uint32be(i)), each used once, in order. */
export function stream(seed: Uint8Array): Stream {
  let index = 0;
  const below = (n: number): number => {
    assert(Number.isSafeInteger(n) && n >= 1, 'a bound of at least one');
    const bound = BigInt(n);
    // Words at or above the last whole multiple of n are rejected, or small results would be likelier.
    const limit = twoTo64 - (twoTo64 % bound);
    for (;;) {
      const word = wordAt(seed, index);
      index += 1;
      if (word < limit) return Number(word % bound);
    }
  };
  return { below };
}

/** Fisher–Yates from the last index down, on the ids sorted bytewise. */
export function shuffle(ids: readonly string[], seed: Uint8Array): readonly string[] {
  const order = sortedBytewise(ids);
  assert(new Set(order).size === order.length, 'every id once');
  const { below } = stream(seed);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    const [a, b] = [order[last], order[other]];
    assert(a !== undefined && b !== undefined, 'an index within the list');
    order[last] = b;
    order[other] = a;
  }
  return order;
}

/** One of the published candidates, in the order of the publication, which inputHash binds. */
export function pick(candidates: readonly string[], seed: Uint8Array): string {
  const chosen = candidates[stream(seed).below(candidates.length)];
  assert(chosen !== undefined, 'an index within the list');
  return chosen;
}

/** Order of the UTF-8 bytes, the same on every machine and in every language. */
export function sortedBytewise(ids: readonly string[]): string[] {
  return [...ids].sort(compareBytewise);
}

export function compareBytewise(a: string, b: string): number {
  const [left, right] = [utf8(a), utf8(b)];
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function wordAt(seed: Uint8Array, index: number): bigint {
  const counter = new Uint8Array(4);
  new DataView(counter.buffer).setUint32(0, index);
  const mac = hmacSm3(seed, counter);
  return new DataView(mac.buffer, mac.byteOffset).getBigUint64(0);
}

function hash32(hex: string): Uint8Array {
  assert(/^[0-9a-f]{64}$/.test(hex), 'a hash of 64 hex digits');
  return fromHex(hex);
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
