import { copyFileSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeLeaf, utf8 } from '../../core/index.ts';
import { encodeFrame } from './frame.ts';
import { nodeSha256, openLedger, signerOf } from './index.ts';
import { LogState } from './log-state.ts';
import { recover } from './recover.ts';
import { auditLedger, codeOf, ORIGIN, sampleEntry, SEED, temporaryFolder } from './testing/entries.ts';

let folder: ReturnType<typeof temporaryFolder>;
let wal: string;
let checkpoint: string;
let lock: string;

beforeEach(() => {
  folder = temporaryFolder();
  [wal, checkpoint, lock] = [join(folder.dir, 'ledger.wal'), join(folder.dir, 'checkpoint'), join(folder.dir, 'lock')];
});
afterEach(() => folder.remove());

async function write(from: number, to: number): Promise<void> {
  const ledger = await openLedger({ dir: folder.dir, origin: ORIGIN, seed: SEED });
  for (let n = from; n < to; n += 1) await ledger.append([sampleEntry(n)]);
  await ledger.close();
}

async function start(options: { origin?: string; seed?: Uint8Array } = {}): Promise<string> {
  const ledger = await openLedger({ dir: folder.dir, origin: ORIGIN, seed: SEED, ...options });
  const size = auditLedger(ledger).length;
  await ledger.close();
  return `size ${size}`;
}

describe('start compares the log with its checkpoint', () => {
  it('ahead: entries that a crash left unpublished are published', async () => {
    await write(0, 3);
    copyFileSync(checkpoint, `${checkpoint}.old`);
    await write(3, 6);
    copyFileSync(`${checkpoint}.old`, checkpoint);
    expect(await start()).toBe('size 6');
    expect(readFileSync(checkpoint, 'utf8')).toMatch(/^ledger\.example\/main\n6\n/);
  });

  it('equal: a torn tail is cut off, and only that', async () => {
    await write(0, 3);
    const whole = statSync(wal).size;
    writeFileSync(wal, Buffer.from([0, 0, 1, 7, 1, 2, 3]), { flag: 'a' });
    expect(await start()).toBe('size 3');
    expect(statSync(wal).size).toBe(whole);
  });

  it('shorter: refused, and the file is left as it was found', async () => {
    await write(0, 3);
    truncateSync(wal, statSync(wal).size - 1);
    const found = readFileSync(wal);
    expect(await codeOf(start)).toBe('wal-shorter');
    expect(readFileSync(wal)).toEqual(found);
    rmSync(wal);
    expect(await codeOf(start)).toBe('wal-shorter');
  });

  it('another history of the same length: refused', async () => {
    await write(0, 3);
    copyFileSync(checkpoint, `${checkpoint}.other`);
    rmSync(wal);
    rmSync(checkpoint);
    await write(3, 6);
    copyFileSync(`${checkpoint}.other`, checkpoint);
    expect(await codeOf(start)).toBe('wal-differs');
  });

  it('entries without a checkpoint, and an unreadable or foreign one: refused', async () => {
    await write(0, 3);
    const good = readFileSync(checkpoint, 'utf8');
    rmSync(checkpoint);
    expect(await codeOf(start)).toBe('checkpoint-missing');
    writeFileSync(checkpoint, good.slice(0, -9));
    expect(await codeOf(start)).toBe('checkpoint-malformed');
    writeFileSync(checkpoint, good.replace('\n3\n', '\n2\n'));
    expect(await codeOf(start)).toBe('checkpoint-malformed');
    writeFileSync(checkpoint, good);
    expect(await codeOf(() => start({ seed: new Uint8Array(32).fill(8) }))).toBe('checkpoint-foreign');
    expect(await codeOf(() => start({ origin: 'ledger.example/other' }))).toBe('checkpoint-foreign');
    expect(await start()).toBe('size 3');
  });

  it('a whole frame that is no leaf of this log, or breaks its subject\'s chain: refused', async () => {
    const { body } = sampleEntry(0);
    const leaf = { log: ORIGIN, subject: 'lot:0', seq: 0, prev: null, body };
    const foreign = [encodeLeaf({ ...leaf, log: 'ledger.example/other' }), encodeLeaf({ ...leaf, seq: 1, prev: 0 }), '{"v":1}', 'text'];
    for (const text of foreign) {
      rmSync(wal, { force: true });
      writeFileSync(checkpoint, signerOf(ORIGIN, SEED).sign({ origin: ORIGIN, size: 0, root: nodeSha256(new Uint8Array()) }));
      writeFileSync(wal, encodeFrame(utf8(text), nodeSha256));
      expect(await codeOf(start), text).toBe('wal-entry-invalid');
    }
  });

  it('a leftover temporary checkpoint is nothing', async () => {
    await write(0, 2);
    writeFileSync(join(folder.dir, 'checkpoint.tmp'), 'half');
    expect(await start()).toBe('size 2');
  });
});

describe('one writer', () => {
  it('a second one is refused while the first lives, and may follow it', async () => {
    const first = await openLedger({ dir: folder.dir, origin: ORIGIN, seed: SEED });
    expect(await codeOf(start)).toBe('ledger-locked');
    await first.close();
    expect(existsSync(lock)).toBe(false);
    expect(await start()).toBe('size 0');
  });

  it('a dead process\'s lock, a reused pid\'s and a torn one are taken over', async () => {
    for (const stale of ['999999999 unknown\n', `${process.pid} another-boot:1\n`, '', '12']) {
      writeFileSync(lock, stale);
      expect(await start(), JSON.stringify(stale)).toBe('size 0');
    }
  });

  it('a refused start leaves no lock behind', async () => {
    await write(0, 1);
    rmSync(wal);
    expect(await codeOf(start)).toBe('wal-shorter');
    expect(existsSync(lock)).toBe(false);
  });
});

describe('damage', () => {
  it('every cut of a 40-entry log gives exactly the whole entries, or a refusal when some were vouched for', async () => {
    const { bytes, ends, early, late } = await fortyEntries();
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const whole = ends.filter((end) => end <= cut).length;
      await expectStart(bytes.subarray(0, cut), early, whole >= 10 ? `size ${whole}` : 'wal-shorter', `cut ${cut}`, cut % 307 === 0);
    }
    await expectStart(bytes.subarray(0, -1), late, 'wal-shorter', 'cut of a vouched entry', true);
  }, 60_000);

  it('a flipped bit in any byte ends the log before it, or is refused when the entry was vouched for', async () => {
    const { bytes, ends, early, late } = await fortyEntries();
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Uint8Array.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << at % 8);
      const whole = ends.filter((end) => end <= at).length;
      await expectStart(damaged, early, whole >= 10 ? `size ${whole}` : 'wal-shorter', `flip ${at}`, at % 307 === 0);
      if (at % 97 === 0) await expectStart(damaged, late, 'wal-shorter', `flip ${at} under the last checkpoint`, true);
    }
  }, 60_000);
});

async function fortyEntries() {
  await write(0, 10);
  const early = readFileSync(checkpoint);
  await write(10, 40);
  const bytes = Uint8Array.from(readFileSync(wal));
  const ends: number[] = [];
  for (let end = 0; end < bytes.length;) {
    end += 12 + new DataView(bytes.buffer).getUint32(end);
    ends.push(end);
  }
  expect(ends.length).toBe(40);
  return { bytes, ends, early, late: readFileSync(checkpoint) };
}

/** A whole start, files and all, for every few; for the others recovery alone, over the same bytes in memory. */
async function expectStart(bytes: Uint8Array, published: Uint8Array, expected: string, what: string, whole: boolean): Promise<void> {
  let found = '';
  const code = await codeOf(async () => {
    found = whole ? await startOver(bytes, published) : recoverFrom(bytes, published);
  });
  expect(code === 'accepted' ? found : code, what).toBe(expected);
}

function startOver(bytes: Uint8Array, published: Uint8Array): Promise<string> {
  writeFileSync(wal, bytes);
  writeFileSync(checkpoint, published);
  return start();
}

function recoverFrom(bytes: Uint8Array, published: Uint8Array): string {
  let kept = bytes;
  const state = new LogState(nodeSha256);
  recover({
    walSize: () => kept.length,
    readWal: (position, length) => kept.subarray(position, position + length),
    truncateWal: (size) => { kept = kept.subarray(0, size); },
    readCheckpoint: () => new TextDecoder().decode(published),
  }, state, signerOf(ORIGIN, SEED).key, nodeSha256);
  expect(kept.length).toBe(state.end);
  return `size ${state.size}`;
}
