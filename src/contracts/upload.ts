/** Resumable uploads (tus 1.0): what both sides agree on, and a client that runs in a browser and in Node alike. */
export const UPLOADS_PATH = '/api/v1/uploads';
/** Files of a bid may come to 2 GiB together; its envelope is a little longer: padding and tags. */
export const FILE_BYTES_MAX = 2 * 1024 ** 3;
export const UPLOAD_BYTES_MAX = FILE_BYTES_MAX + 128 * 1024 ** 2;

/** `sha256` and `sm3` are there when the file is whole and can be named by acts. */
export interface UploadRead { id: string; size: number; received: number; metadata: string; createdAt: string; expiresAt: string; sha256?: string; sm3?: string }

export interface UploadPlace {
  /** '' in a browser, the platform's address elsewhere */
  base: string;
  headers?: () => Record<string, string>;
  /** signs in anew when the session has ended in the middle; without it that is an error */
  renew?: () => Promise<unknown>;
}

export interface UploadSource {
  size: number;
  name?: string;
  /** the bytes from `start` to before `end`: the same at every call */
  slice: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>;
}

export interface UploadOptions {
  /** where an earlier attempt got its place; if it is there no more, a new one is begun */
  address?: string | null;
  /** told the address once it is known: whoever keeps it can go on after a restart */
  begun?: (address: string) => void | Promise<void>;
  progress?: (sent: number, size: number) => void;
  /** aborting pauses: what has arrived stays, and `address` goes on from there */
  signal?: AbortSignal;
  chunkBytes?: number;
  /** says `online` when the way is there again: a page's window, so that nobody waits out a pause */
  wake?: EventTarget;
  /** so long without a byte of progress, and it is given up */
  patienceMs?: number;
}

export interface Uploaded { sha256: string; sm3: string; size: number; address: string }

/** The platform refused, or was not there for too long. */
export class UploadError extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: unknown;
  retryAfterMs: number | null = null;
  constructor(status: number, code: string, body: unknown = null, options?: ErrorOptions) {
    super(code, options);
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

const chunkBytesUsual = 8 * 1024 ** 2;
const patienceUsualMs = 15 * 60_000;
const pauseMostMs = 30_000;
/** Of the way or of the moment, not of what was sent. 460: a part was damaged; 409: the parts are out of step. */
const passing = new Set([0, 408, 409, 425, 429, 460, 500, 502, 503, 504, 507]);

/** Brings a file to the platform whatever happens on the way: lost connections, restarts, a busy or full platform. */
export async function upload(place: UploadPlace, source: UploadSource, options: UploadOptions = {}): Promise<Uploaded> {
  return new Sending(place, source, options).run();
}

/** Gives an upload up; what has arrived is thrown away. */
export async function cancelUpload(place: UploadPlace, address: string): Promise<void> {
  const response = await fetch(place.base + address, { method: 'DELETE', headers: { ...tus, ...place.headers?.() } });
  if (!response.ok && response.status !== 404) throw await errorOf(response);
}

const tus = { 'tus-resumable': '1.0.0' };

class Sending {
  private readonly place: UploadPlace;
  private readonly source: UploadSource;
  private readonly options: UploadOptions;
  private address: string | null;
  private lastProgress = performance.now();
  private tries = 0;
  private renewed = false;

  constructor(place: UploadPlace, source: UploadSource, options: UploadOptions) {
    this.place = place;
    this.source = source;
    this.options = options;
    this.address = options.address ?? null;
  }

  async run(): Promise<Uploaded> {
    for (;;) {
      try {
        return await this.attempt();
      } catch (error) {
        await this.pause(error);
      }
    }
  }

  private async attempt(): Promise<Uploaded> {
    let offset = this.address === null ? null : await this.standing(this.address);
    if (offset === null || this.address === null) {
      this.address = await this.create();
      await this.options.begun?.(this.address);
      offset = 0;
    }
    this.options.progress?.(offset, this.source.size);
    while (offset < this.source.size) {
      offset = await this.send(this.address, offset);
      this.moved();
      this.options.progress?.(offset, this.source.size);
    }
    const { sha256, sm3 } = (await (await this.ask(this.address, { method: 'GET' })).json()) as UploadRead;
    if (sha256 === undefined || sm3 === undefined) throw new UploadError(503, 'upload-unfinished');
    return { sha256, sm3, size: this.source.size, address: this.address };
  }

  private async create(): Promise<string> {
    const { size, name } = this.source;
    const metadata: Record<string, string> = name ? { 'upload-metadata': `filename ${base64(new TextEncoder().encode(name.slice(0, 200)))}` } : {};
    const response = await this.ask(UPLOADS_PATH, { method: 'POST', headers: { 'upload-length': String(size), ...metadata } });
    const location = response.headers.get('location') ?? '';
    if (!location.startsWith(`${UPLOADS_PATH}/`)) throw new UploadError(500, 'upload-unplaced');
    return location;
  }

  /** How much has arrived; null where the place is gone or was for another file. */
  private async standing(address: string): Promise<number | null> {
    try {
      const { headers } = await this.ask(address, { method: 'HEAD' });
      return Number(headers.get('upload-length')) === this.source.size ? Number(headers.get('upload-offset')) : null;
    } catch (error) {
      if (error instanceof UploadError && (error.status === 404 || error.status === 410)) return null;
      throw error;
    }
  }

  private async send(address: string, offset: number): Promise<number> {
    const chunk = await this.source.slice(offset, Math.min(this.source.size, offset + (this.options.chunkBytes ?? chunkBytesUsual)));
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', chunk));
    const response = await this.ask(address, {
      method: 'PATCH', body: chunk,
      headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), 'upload-checksum': `sha256 ${base64(digest)}` },
    });
    return Number(response.headers.get('upload-offset'));
  }

  private async ask(path: string, init: { method: string; headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> }): Promise<Response> {
    const { signal } = this.options;
    signal?.throwIfAborted();
    const response = await fetch(this.place.base + path, { ...init, headers: { ...tus, ...this.place.headers?.(), ...init.headers }, ...(signal ? { signal } : {}) }).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new UploadError(0, 'unreachable', null, { cause });
    });
    if (!response.ok) throw await errorOf(response);
    return response;
  }

  private moved(): void {
    this.lastProgress = performance.now();
    this.tries = 0;
    this.renewed = false;
  }

  /** Waits before the next attempt, or throws what no waiting mends. */
  private async pause(error: unknown): Promise<void> {
    this.options.signal?.throwIfAborted();
    if (!(error instanceof UploadError)) throw error;
    if (error.status === 401 && this.place.renew && !this.renewed) {
      this.renewed = true;
      await this.place.renew();
      return;
    }
    const ms = error.retryAfterMs ?? Math.min(pauseMostMs, 250 * 2 ** Math.min(this.tries, 10));
    this.tries += 1;
    const patience = this.options.patienceMs ?? patienceUsualMs;
    if (!passing.has(error.status) || performance.now() + ms - this.lastProgress > patience) throw error;
    await sleep(ms, this.options);
  }
}

async function errorOf(response: Response): Promise<UploadError> {
  const body: unknown = await response.json().catch(() => null);
  const code = typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' ? body.code : `HTTP ${response.status}`;
  const error = new UploadError(response.status, code, body);
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(seconds)) error.retryAfterMs = seconds * 1_000;
  return error;
}

function sleep(ms: number, { signal, wake }: Pick<UploadOptions, 'signal' | 'wake'>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
    wake?.addEventListener('online', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      wake?.removeEventListener('online', done);
      if (signal?.aborted) reject(signal.reason as Error);
      else resolve();
    }
  });
}

function base64(bytes: Uint8Array): string { return btoa(String.fromCharCode(...bytes)); }
