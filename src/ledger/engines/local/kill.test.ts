import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeLeaf } from '../../core/index.ts';
import { openLedger } from './index.ts';
import { auditLedger, ORIGIN, sampleEntry, SEED, temporaryFolder } from './testing/entries.ts';

const KILLS = 5;

describe('kill -9 during appends', () => {
  it('loses nothing acknowledged, five times over one folder', async () => {
    const { dir, remove } = temporaryFolder();
    const acknowledged = new Map<number, number>();
    for (let round = 0; round < KILLS; round += 1) {
      const before = acknowledged.size;
      for (const [n, index] of await killWriter(dir, round * 100_000)) acknowledged.set(n, index);
      expect(acknowledged.size, `round ${round} got going`).toBeGreaterThan(before + 20);
      const ledger = await openLedger({ dir, origin: ORIGIN, seed: SEED });
      auditLedger(ledger);
      for (const [n, index] of acknowledged) expect(decodeLeaf(ledger.entry(index).leaf).body['id']).toBe(sampleEntry(n).id);
      await ledger.close();
    }
    remove();
  }, 60_000);
});

/** Lets the writer acknowledge some tens of entries, kills it in full run and returns what it had told. */
async function killWriter(dir: string, first: number): Promise<[number, number][]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing/killed-writer.ts'), dir, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString();
    if (told.length > 400 + (first % 300_000) / 200) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.once('close', resolve));
  const lines = told.slice(0, told.lastIndexOf('\n')).split('\n');
  return lines.map((line) => line.split(' ').map(Number)).map(([n = -1, index = -1]) => [n, index]);
}
