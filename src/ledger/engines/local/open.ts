import { mkdirSync } from 'node:fs';
import { openDisk, type Disk } from './disk.ts';
import { LocalLedger, type Ledger } from './ledger.ts';
import { acquireLock } from './lock.ts';
import { LogState } from './log-state.ts';
import { recover } from './recover.ts';
import { nodeSha256, signerOf } from './signer.ts';

export interface LedgerOptions {
  /** The ledger's own folder. */
  readonly dir: string;
  /** The log's name for ever: it stands in every leaf and checkpoint. */
  readonly origin: string;
  /** 32 bytes of the log's Ed25519 key; where they are kept is the caller's care. */
  readonly seed: Uint8Array;
  /** Told once when a write or sync fails. Whatever it does, the process must not go on; by default it ends here. */
  readonly onFatal?: (error: Error) => void;
  /** Stands between the ledger and its folder, for tests that let a step fail. */
  readonly wrapDisk?: (disk: Disk) => Disk;
}

/** Opens the ledger for its one writer: takes the lock, replays the log and compares it with the checkpoint. */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const signer = signerOf(options.origin, options.seed);
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const release = acquireLock(options.dir);
  let disk: Disk | null = null;
  try {
    disk = await openDisk(options.dir);
    if (options.wrapDisk !== undefined) disk = options.wrapDisk(disk);
    const state = new LogState(nodeSha256);
    const found = recover(disk, state, signer.key, nodeSha256);
    const ledger = new LocalLedger({ disk, state, signer, release, onFatal: options.onFatal ?? endProcess });
    // Replayed bytes may still be in the page cache of a machine that did not go down: sync before vouching for them.
    if (found === 'ahead') await disk.syncWal();
    if (found === 'equal') ledger.adopt(disk.readCheckpoint() ?? '');
    else await ledger.publish();
    return ledger;
  } catch (error) {
    await disk?.close();
    release();
    throw error;
  }
}

function endProcess(error: Error): void {
  process.stderr.write(`ledger: a write failed and its outcome is unknown, stopping: ${error.message}\n`);
  process.exit(70);
}
