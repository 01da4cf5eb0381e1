import { cancelUpload, upload, type Uploaded, type UploadPlace } from '../../src/contracts/upload.ts';

export { UploadError, type Uploaded } from '../../src/contracts/upload.ts';

export interface UploadProgress { sent: number; size: number; /** of this sitting; null until it is known */ bytesPerSecond: number | null; leftMs: number | null }

export interface UploadOptions {
  onProgress?: (progress: UploadProgress) => void;
  /** under which the place is remembered, so that it goes on after the page was closed; by default name, size and date of the file */
  key?: string;
  /** tools and tests sign in with a header; a page has its cookie */
  headers?: () => Record<string, string>;
  chunkBytes?: number;
}

export interface RunningUpload {
  /** settles when the file is there whole, or when waiting mends nothing; a pause settles nothing */
  readonly done: Promise<Uploaded>;
  pause(): void;
  resume(): void;
  /** gives up: what has arrived is thrown away, and `done` rejects with an AbortError */
  cancel(): Promise<void>;
}

/** Uploads a file or a sealed envelope of up to 2 GiB: survives lost connections, pauses, and reloads of the page. */
export function startUpload(file: Blob & { name?: string; lastModified?: number }, options: UploadOptions = {}): RunningUpload {
  const key = `upload ${options.key ?? `${file.name ?? ''} ${file.size} ${file.lastModified ?? ''}`}`;
  const place: UploadPlace = { base: '', ...(options.headers ? { headers: options.headers } : {}) };
  const { promise: done, resolve, reject } = Promise.withResolvers<Uploaded>();
  let stop = new AbortController();
  let running = false;
  let over = false;
  const finish = (): void => { over = true; forget(key); };
  const run = (): void => {
    if (running || over) return;
    running = true;
    stop = new AbortController();
    const { signal } = stop;
    upload(place, { size: file.size, ...(file.name ? { name: file.name } : {}), slice: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()) }, {
      address: recall(key), signal, begun: (address) => remember(key, address), progress: meter(options.onProgress),
      ...(options.chunkBytes === undefined ? {} : { chunkBytes: options.chunkBytes }),
    }).then((uploaded) => { finish(); resolve(uploaded); }, (error: unknown) => {
      running = false;
      if (signal.aborted) return;
      over = true;
      reject(error instanceof Error ? error : new Error(String(error)));
    });
  };
  run();
  return {
    done,
    pause() { stop.abort(); running = false; },
    resume: run,
    async cancel() {
      stop.abort();
      const address = recall(key);
      finish();
      reject(new DOMException('the upload was given up', 'AbortError'));
      if (address !== null) await cancelUpload(place, address);
    },
  };
}

function meter(tell: UploadOptions['onProgress']): (sent: number, size: number) => void {
  const began = performance.now();
  let first: number | null = null;
  return (sent, size) => {
    first ??= sent;
    const rate = sent > first ? (sent - first) / ((performance.now() - began) / 1_000) : null;
    tell?.({ sent, size, bytesPerSecond: rate, leftMs: rate === null ? null : ((size - sent) / rate) * 1_000 });
  };
}

// A browser may forbid storage: then an upload only survives what the page survives.
function recall(key: string): string | null { try { return localStorage.getItem(key); } catch { return null; } }
function remember(key: string, address: string): void { try { localStorage.setItem(key, address); } catch { /* see above */ } }
function forget(key: string): void { try { localStorage.removeItem(key); } catch { /* see above */ } }
