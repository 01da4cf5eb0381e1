import type { System } from '../../platform/system.ts';
import { platformSubject } from '../begin.ts';

/** Once a minute: one leaf for each kind of check that guests have made. Returns how to stop. */
export function checkTicker(checks: Map<string, number>, system: System, now: () => string, failed: (error: unknown) => void, everyMs = 60_000): () => void {
  let from = now();
  const timer = setInterval(() => {
    const to = now();
    const taken = [...checks];
    checks.clear();
    for (const [kind, count] of taken) system('guest-checks', platformSubject, { kind, count, from, to }).catch(failed);
    from = to;
  }, everyMs);
  return () => clearInterval(timer);
}
