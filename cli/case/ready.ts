import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../src/play/wait.ts';

const waitMs = 600_000;

/** On the first start the city is still being built; a trade needs its people. */
export async function cityReady(keys: string, tell: (line: string) => void): Promise<void> {
  const mark = join(keys, 'city.json');
  const end = Date.now() + waitMs;
  for (let told = false; !existsSync(mark); told = true) {
    if (!existsSync(keys)) throw new Error(`${keys} is not there: name the demo's key folder with --keys, or set QINGLAN_DATA`);
    if (!told) tell('waits for the demo city to be complete');
    if (Date.now() > end) throw new Error(`the demo city is not complete: ${mark} is not there`);
    await pause(300);
  }
}
