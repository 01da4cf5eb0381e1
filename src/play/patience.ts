import { pause } from './wait.ts';

/** Who is told to come back later than this is told so at once instead: a person decides what to do with the day. */
const waitMsMax = 120_000;
const triesMax = 20;
const unnamedMs = 2_000;

/**
 * Asks again while the answer is 429 or 503, as late as its Retry-After says. Both mean that nothing was done, and acts carry their
 * idempotency key, so asking twice does nothing twice. `ask` makes the request anew each time; a body that was read cannot be sent again.
 */
export async function patiently(ask: () => Promise<Response>, wait: (ms: number) => Promise<void> = pause): Promise<Response> {
  let left = waitMsMax;
  for (let tries = 1; ; tries += 1) {
    const response = await ask();
    if (response.status !== 429 && response.status !== 503) return response;
    const ms = retryAfterMs(response.headers.get('retry-after'), Date.now()) ?? unnamedMs;
    if (tries >= triesMax || ms > left) return response;
    left -= ms;
    await response.body?.cancel();
    await wait(ms);
  }
}

/** RFC 9110 §10.2.3: seconds, or a date. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
