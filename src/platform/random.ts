import { randomFillSync } from 'node:crypto';

const poolBytes = 16 * 1024;
const pool = new Uint8Array(poolBytes);
let at = poolBytes;

/** Random bytes of the system's generator, asked for in larger pieces; each byte is given out once and then forgotten here. */
export function randomOnce(n: number): Uint8Array {
  if (n > poolBytes) return randomFillSync(new Uint8Array(n));
  if (at + n > poolBytes) {
    randomFillSync(pool);
    at = 0;
  }
  // copied first, wiped after: what the caller holds must not be the place that is wiped
  const piece = pool.slice(at, at + n);
  pool.fill(0, at, at + n);
  at += n;
  return piece;
}
