import type { z } from 'zod';
import type { AnySpec } from '../../src/platform/act.ts';
import { canonical } from '../../src/kernel/canonical.ts';
import type { Prng } from './prng.ts';

export interface Mutation { input: unknown; what: string }

type Path = (string | number)[];

/** A right input made wrong in one place; null when nothing could be made of it that the form would refuse. */
export function mutate(spec: AnySpec, input: unknown, rng: Prng): Mutation | null {
  const form = spec.input as unknown as z.ZodType;
  for (let tries = 0; tries < 12; tries += 1) {
    const paths = pathsOf(input);
    const path = paths.length === 0 ? [] : rng.pick(paths);
    const bent = rng.chance(0.2) ? { value: { ...(input as object), [rng.pick(['extra', '__proto', 'constructor', 'id', 'role'])]: rng.pick([1, 'x', null, true]) }, how: 'a field more' } : bend(input, path, rng);
    if (bent !== null && !form.safeParse(bent.value).success && isJson(bent.value)) return { input: bent.value, what: `${bent.how} at /${path.join('/')}` };
  }
  return null;
}

function pathsOf(value: unknown, at: Path = []): Path[] {
  const here: Path[] = at.length === 0 ? [] : [at];
  if (Array.isArray(value)) return [...here, ...value.slice(0, 3).flatMap((one, i) => pathsOf(one, [...at, i]))];
  if (typeof value === 'object' && value !== null) return [...here, ...Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...at, key]))];
  return here;
}

const junk: readonly unknown[] = [
  null, '', ' ', 'x', '0', 'null', -1, 0, 1.5, 1e21, 2 ** 53, true, [], {}, [[]], '\u0000', '\u202e反', 'A'.repeat(70_000), '\'; drop table record; --', '<script>', '2026-02-30T25:61:00.000Z',
  '9999-12-31T23:59:59.999Z', '0'.repeat(64).toUpperCase(), '../../etc/passwd', { $gt: '' }, '١٢٣', '𠜎'.repeat(400), -9_007_199_254_740_991,
];

function bend(input: unknown, path: Path, rng: Prng): { value: unknown; how: string } | null {
  const value = structuredClone(input);
  const holder = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key as string], value) as Record<string | number, unknown> | undefined;
  const last = path.at(-1);
  if (holder === undefined || last === undefined) return { value: rng.pick(junk), how: 'another thing' };
  if (rng.chance(0.25)) {
    if (Array.isArray(holder)) holder.splice(Number(last), 1); else delete holder[last];
    return { value, how: 'left out' };
  }
  holder[last] = rng.pick(junk);
  return { value, how: `${JSON.stringify(holder[last])?.slice(0, 30)}` };
}

function isJson(value: unknown): boolean {
  try {
    canonical(value);
    return true;
  } catch {
    return false;
  }
}
