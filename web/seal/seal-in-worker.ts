import { discardSealedFile } from './sealed-files.ts';
import type { FromWorker, SealAsk, SealTold, ToWorker } from './messages.ts';

export type { SealAsk } from './messages.ts';
export interface SealedFile extends SealTold { /** frees the browser's room once it is uploaded */ discard(): Promise<void> }

/** `code` is one of the sealing layer's codes, or storage-full, or internal. */
export class SealFailure extends Error {
  readonly code: string;
  readonly field: string | undefined;
  constructor({ code, message, field }: Extract<FromWorker, { type: 'failed' }>) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/**
 * Seals a bid of any size beside the page: it stays usable, and no file is in memory whole. Aborting stops at once and leaves
 * nothing behind that could be read.
 */
export function sealInWorker(ask: SealAsk, options: { onProgress?: (read: number, total: number) => void; signal?: AbortSignal } = {}): Promise<SealedFile> {
  const { onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) { reject(signal.reason as Error); return; }
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'seal' });
    const end = (): void => {
      worker.terminate();
      signal?.removeEventListener('abort', abort);
    };
    const abort = (): void => { end(); reject(signal?.reason as Error); };
    signal?.addEventListener('abort', abort);
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'progress') { onProgress?.(data.read, data.total); return; }
      end();
      if (data.type === 'failed') reject(new SealFailure(data));
      else resolve({ ...data.sealed, discard: () => discardSealedFile(data.sealed.name) });
    });
    worker.addEventListener('error', (event) => { end(); reject(new SealFailure({ type: 'failed', code: 'internal', message: event.message || 'the worker did not start' })); });
    worker.postMessage({ type: 'seal', ask } satisfies ToWorker);
  });
}
