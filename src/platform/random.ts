import { randomBytes } from 'node:crypto';

const poolBytes = 16 * 1024;
let pool: Uint8Array = new Uint8Array(0);
let at = 0;

/** Random bytes of the system's generator, asked for in larger pieces: each byte is given out once. Up to 1 KiB a call. */
export function randomOnce(n: number): Uint8Array {
  if (at + n > pool.length) {
    pool = randomBytes(poolBytes);
    at = 0;
  }
  const piece = pool.slice(at, at + n);
  pool.fill(0, at, at + n);
  at += n;
  return new Uint8Array(piece);
}
