/** Expected failures are values; only a broken invariant throws. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** Takes the value where failure would be a mistake of the programmer, and stops the request loudly otherwise. */
export function must<T, E>(result: Result<T, E>, what: string): T {
  if (result.ok) return result.value;
  throw new Error(`${what}: ${describe(result.error)}`);
}

/** States what the code relies on. It is not for input: input is refused with a result. */
export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${what}`);
}

/** For the last branch of a switch over a union: a new member fails the type check. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${describe(value)}`);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'code' in value) return String(value.code);
  return JSON.stringify(value);
}
