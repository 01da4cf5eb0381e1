import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { refuse } from '../../core/index.ts';

/** One writer a folder. The lock names a process and its birth, so a reused pid is not taken for its owner. */
export function acquireLock(dir: string): () => void {
  const lock = join(dir, 'lock');
  const mine = join(dir, `lock.${process.pid}.${randomUUID()}`);
  const owner = `${process.pid} ${birth(process.pid)}\n`;
  writeFileSync(mine, owner, { flag: 'wx', mode: 0o600 });
  try {
    if (!tryLink(mine, lock)) {
      setStaleAside(lock, `${mine}.stale`);
      if (!tryLink(mine, lock)) refuse('ledger-locked', 'another process took the ledger meanwhile');
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => {
    if (read(lock) === owner) rmSync(lock, { force: true });
  };
}

/** A dead owner's lock is moved, then read again: what was moved by mistake is put back. */
function setStaleAside(lock: string, aside: string): void {
  refuseLiving(read(lock));
  try {
    renameSync(lock, aside);
  } catch {
    return; // gone already: the link that follows decides
  }
  try {
    refuseLiving(read(aside));
  } catch (error) {
    tryLink(aside, lock);
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function refuseLiving(text: string | null): void {
  const match = /^(\d+) (\S+)\n$/.exec(text ?? '');
  if (match?.[1] === undefined) return; // absent, or torn by a crash while it was written
  const pid = Number(match[1]);
  if (isAlive(pid) && birth(pid) === match[2]) refuse('ledger-locked', `process ${pid} has the ledger open`);
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Boot and start tick of a process where the system tells them; elsewhere the pid alone must do. */
function birth(pid: number): string {
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim();
  // The command name may hold spaces and parentheses: fields are counted after its last one. Start time is the 22nd.
  const stat = read(`/proc/${pid}/stat`);
  const start = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return boot === undefined || start === undefined ? 'unknown' : `${boot}:${start}`;
}
