import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Disk } from './disk.ts';
import { openLedger } from './index.ts';
import { auditLedger, codeOf, ORIGIN, sampleEntry, SEED, temporaryFolder } from './testing/entries.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

type Step = 'writeWal' | 'syncWal' | 'writeCheckpoint' | 'syncCheckpoint' | 'renameCheckpoint' | 'syncFolder';
/** lost: the step did nothing before it failed; kept: it did all; half: a write stopped in the middle. */
type Outcome = 'lost' | 'kept' | 'half';

// The batch of two that meets the fault: how many of its entries does the next start find? Acknowledged is none of them.
const TABLE: [Step, Outcome, number][] = [
  ['writeWal', 'lost', 0],
  ['writeWal', 'half', 1],
  ['writeWal', 'kept', 2],
  ['syncWal', 'lost', 0],
  ['syncWal', 'kept', 2],
  ['writeCheckpoint', 'lost', 2],
  ['writeCheckpoint', 'half', 2],
  ['writeCheckpoint', 'kept', 2],
  ['syncCheckpoint', 'lost', 2],
  ['syncCheckpoint', 'kept', 2],
  ['renameCheckpoint', 'lost', 2],
  ['renameCheckpoint', 'kept', 2],
  ['syncFolder', 'lost', 2],
  ['syncFolder', 'kept', 2],
];

describe('a failed step', () => {
  it.each(TABLE)('%s, %s: stops the ledger, loses nothing acknowledged, start finds %i more', async (step, outcome, more) => {
    const faults = new Faults();
    const deaths: string[] = [];
    const ledger = await openLedger({ dir: folder.dir, origin: ORIGIN, seed: SEED, wrapDisk: (disk) => faults.around(disk), onFatal: (error) => deaths.push(error.message) });
    for (let n = 0; n < 5; n += 1) await ledger.append([sampleEntry(n)]);
    const before = { checkpoint: ledger.checkpoint(), root: ledger.root() };
    faults.next = { step, outcome };
    let behind: Promise<string> | null = null;
    faults.onMeet = () => { behind = codeOf(() => ledger.append([sampleEntry(7)])); };
    expect(await codeOf(() => ledger.append([sampleEntry(5), sampleEntry(6)]))).toBe('ledger-failed');
    expect(await behind, 'a call that waits behind the failed batch').toBe('ledger-failed');
    expect(deaths).toEqual([`planted: ${step}`]);
    expect({ checkpoint: ledger.checkpoint(), root: ledger.root() }).toEqual(before);
    expect(await codeOf(() => ledger.append([sampleEntry(8)]))).toBe('ledger-failed');
    await ledger.close();

    const next = await openLedger({ dir: folder.dir, origin: ORIGIN, seed: SEED });
    const expected = Array.from({ length: 5 + more }, (_, n) => sampleEntry(n).id);
    expect(auditLedger(next)).toEqual(expected);
    expect(next.root(5)).toEqual(before.root);
    // The caller, who got no answer, asks again: nothing is there twice.
    expect((await next.append([sampleEntry(5), sampleEntry(6)])).map(({ index }) => index)).toEqual([5, 6]);
    expect(auditLedger(next).length).toBe(7);
    await next.close();
  });
});

/** The real disk, with one step that fails when told. */
class Faults {
  next: { step: Step; outcome: Outcome } | null = null;
  onMeet: () => void = () => undefined;
  #synced = 0;

  around(disk: Disk): Disk {
    const faulty = Object.create(null) as Disk;
    const plain = (step: Exclude<Step, 'writeWal' | 'writeCheckpoint'>) => async () => {
      const outcome = this.#take(step);
      if (outcome !== 'lost') await disk[step]();
      // A lost sync loses what was written since the last one.
      if (step === 'syncWal' && outcome === 'lost') truncateSync(join(folder.dir, 'ledger.wal'), this.#synced);
      if (step === 'syncWal') this.#synced = disk.walSize();
      this.#throwIf(outcome, step);
    };
    faulty.walSize = () => disk.walSize();
    faulty.readWal = (position, length) => disk.readWal(position, length);
    faulty.truncateWal = (size) => disk.truncateWal(size);
    faulty.readCheckpoint = () => disk.readCheckpoint();
    faulty.close = () => disk.close();
    faulty.writeWal = async (bytes, position) => {
      const outcome = this.#take('writeWal');
      if (outcome !== 'lost') await disk.writeWal(outcome === 'half' ? bytes.subarray(0, bytes.length * 0.75) : bytes, position);
      this.#throwIf(outcome, 'writeWal');
    };
    faulty.writeCheckpoint = async (text) => {
      const outcome = this.#take('writeCheckpoint');
      if (outcome !== 'lost') await disk.writeCheckpoint(outcome === 'half' ? text.slice(0, 20) : text);
      this.#throwIf(outcome, 'writeCheckpoint');
    };
    for (const step of ['syncWal', 'syncCheckpoint', 'renameCheckpoint', 'syncFolder'] as const) faulty[step] = plain(step);
    return faulty;
  }

  #take(step: Step): Outcome | null {
    if (this.next?.step !== step) return null;
    const { outcome } = this.next;
    this.next = null;
    this.onMeet();
    return outcome;
  }

  #throwIf(outcome: Outcome | null, step: Step): void {
    if (outcome !== null) throw new Error(`planted: ${step}`);
  }
}
