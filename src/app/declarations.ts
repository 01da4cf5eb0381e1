import type { AnySpec } from '../platform/act.ts';
import { readsOf } from './read-list.ts';
import type { Read } from './reads.ts';
import { specsOf } from './registry.ts';

export interface Declarations { specs: readonly AnySpec[]; reads: readonly Read[] }

/** What the platform declares, without a platform: for the documents that are derived from it. Nothing here may be performed. */
export function declarations(): Declarations {
  const specs = specsOf(absent('the registry'));
  return { specs, reads: readsOf(absent<Parameters<typeof readsOf>[0]>('the list of reads', { specs })) };
}

/** Stands where a part of a running platform would: declaring must not touch it. */
function absent<T extends object>(who: string, given: Partial<T> = {}): T {
  const part = (name: string): unknown => new Proxy(() => undefined, {
    get(_target, property) { throw new Error(`${who} touches ${name}.${String(property)} while it declares`); },
    apply() { throw new Error(`${who} calls ${name} while it declares`); },
  });
  return new Proxy(given, { get: (_target, name) => given[name as keyof T] ?? part(String(name)) }) as T;
}
