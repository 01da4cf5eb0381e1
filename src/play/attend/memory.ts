import { readFile, rename, writeFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What those who are played must not forget when the command is started again: their part in draws, and whose phone was answered. */
export interface Memory {
  /** by commitment */
  contributions: Record<string, { r: string; salt: string }>;
  /** extension numbers of the calls that were answered */
  answered: string[];
  /** phones of those who said they would come */
  coming: string[];
}

export async function recall(file: string): Promise<Memory> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Memory;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { contributions: {}, answered: [], coming: [] };
  }
}

/** Before it is acted upon: a contribution that was committed to and forgotten voids a draw. */
export async function keep(file: string, memory: Memory): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, JSON.stringify(memory), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
