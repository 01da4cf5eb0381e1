import { writeSync } from 'node:fs';
import { openLedger } from '../open.ts';
import { ORIGIN, sampleEntry, SEED } from './entries.ts';

/** Appends until killed, many calls in flight at once, and tells on stdout each entry that was acknowledged. */
const [dir = '', first = '0'] = process.argv.slice(2);
const ledger = await openLedger({ dir, origin: ORIGIN, seed: SEED });
let next = Number(first);

async function produce(): Promise<never> {
  for (;;) {
    const n = next;
    next += 1;
    const [done] = await ledger.append([sampleEntry(n)]);
    writeSync(1, `${n} ${done?.index}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, produce));
