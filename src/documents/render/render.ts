import { Worker } from 'node:worker_threads';
import QRCode from 'qrcode';
import { localText } from '../../kernel/calendar.ts';
import type { Paper } from '../paper.ts';
import type { SealKeys } from './seal.ts';
import type { Order } from './worker.ts';

export type { SealKeys } from './seal.ts';

/** `contentSha256` is of the file before its seal: what the text alone comes to, whoever seals it. */
export interface Printed { pdf: Uint8Array; contentSha256: string }

/** Prints papers as PDF/A-2b and seals them: one paper, one sequence of bytes, however often it is printed. Closing waits for what is being printed. */
export interface Printer { print(paper: Paper): Promise<Printed>; close(): Promise<void> }

interface Answer { id: number; pdf?: Uint8Array; contentSha256?: string; error?: string }
interface Waiting { resolve: (printed: Printed) => void; reject: (error: Error) => void }

/** The compiler and its fonts hold some tens of megabytes: they go when nothing has been printed for a while. */
const idleMs = 60_000;
/** A paper takes some hundred milliseconds, many times that on a busy machine. */
const closeMs = 20_000;

/** Asked to print after it was closed: the platform is shutting down, and the paper is printed after the next start. */
export class PrinterClosed extends Error {
  readonly statusCode = 503;
  constructor() { super('the printer is closed'); }
}

export function openPrinter(keys: SealKeys | null): Printer {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let next = 0;
  let closed = false;
  const waiting = new Map<number, Waiting>();
  const stop = async (): Promise<void> => {
    clearTimeout(idle);
    const stopping = worker;
    worker = null;
    await stopping?.terminate();
  };
  const running = (): Worker => {
    worker ??= startWorker(keys, waiting, (ended) => { if (worker === ended) worker = null; });
    clearTimeout(idle);
    idle = setTimeout(() => { if (waiting.size === 0) void stop(); }, idleMs);
    idle.unref();
    return worker;
  };
  return {
    async print(paper) {
      const inputs = await inputsOf(paper, keys !== null);
      if (closed) throw new PrinterClosed();
      const id = next;
      next += 1;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        const at = running();
        at.ref();
        at.postMessage({ id, inputs, sign: { name: paper.issuer, reason: `${paper.title} ${paper.no}`, at: paper.at } } satisfies Order);
      });
    },
    async close() {
      closed = true;
      // a thread that is ended while it prints answers with an error of its own making
      for (const end = Date.now() + closeMs; waiting.size > 0 && Date.now() < end;) await new Promise((resolve) => { setTimeout(resolve, 20); });
      await stop();
    },
  };
}

/** The thread keeps the process alive only while somebody waits for it. */
function startWorker(keys: SealKeys | null, waiting: Map<number, Waiting>, ended: (worker: Worker) => void): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { keys } });
  const lost = (error: Error): void => {
    ended(worker);
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  worker.on('message', ({ id, pdf, contentSha256, error }: Answer) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (pdf && contentSha256 !== undefined) one?.resolve({ pdf, contentSha256 });
    else one?.reject(new Error(`the document cannot be printed: ${error ?? ''}`));
    if (waiting.size === 0) worker.unref();
  });
  worker.on('error', lost);
  worker.on('exit', () => lost(new Error('the printer has stopped')));
  return worker;
}

async function inputsOf(paper: Paper, sealed: boolean): Promise<Record<string, string>> {
  const when = localText(Date.parse(paper.at));
  const evidence = paper.evidence.map((one) => ({ ...one, at: localText(Date.parse(one.at)) }));
  return {
    paper: JSON.stringify({ ...paper, evidence }), day: when.slice(0, 10), when, sealed: sealed ? 'yes' : 'no',
    qr: await QRCode.toString(paper.verifyUrl, { type: 'svg', errorCorrectionLevel: 'M', margin: 0 }),
  };
}
