import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, closeSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Part = 'blobs' | 'ledger' | 'postgres';

/**
 * A data folder whose three parts lie on small file systems of their own, each of which can be filled and freed while everything runs. Only
 * root may mount; where it may not, there is none.
 */
export class SmallDisks {
  readonly data: string;
  readonly #home: string;
  readonly #mounted: string[] = [];

  private constructor(home: string) {
    this.#home = home;
    this.data = join(home, 'data');
  }

  static make(megabytes: Readonly<Record<Part, number>>): SmallDisks | null {
    const disks = new SmallDisks(mkdtempSync(join(tmpdir(), 'qinglan-small-')));
    try {
      for (const [part, size] of Object.entries(megabytes)) {
        const folder = join(disks.data, part);
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}m,mode=0700`, 'tmpfs', folder], { stdio: 'ignore' });
        disks.#mounted.push(folder);
      }
      return disks;
    } catch {
      disks.remove();
      return null;
    }
  }

  /** Not one byte more fits. */
  fill(part: Part): void {
    const file = openSync(join(this.data, part, 'ballast'), 'a');
    try {
      for (const size of [1 << 20, 4096, 1]) {
        const block = Buffer.alloc(size);
        try { for (;;) writeSync(file, block); } catch (error) { if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error; }
      }
    } finally {
      closeSync(file);
    }
  }

  free(part: Part): void { rmSync(join(this.data, part, 'ballast'), { force: true }); }

  remove(): void {
    for (const folder of this.#mounted) try { execFileSync('umount', [folder], { stdio: 'ignore' }); } catch { execFileSync('umount', ['-l', folder], { stdio: 'ignore' }); }
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** The limit that the system keeps for a process: no file of it may grow beyond so many bytes (RLIMIT_FSIZE); null takes it away. */
export function limitFiles(pid: number, bytes: number | null): boolean {
  try {
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes === null ? 'unlimited' : `${bytes}:unlimited`}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export const sizeOf = (path: string): number => statSync(path).size;
