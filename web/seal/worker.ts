/// <reference lib="webworker" />
import { SealError, sealBidStream } from '../../src/seal/index.ts';
import { createSealedFile } from './sealed-files.ts';
import type { FromWorker, SealAsk, SealTold, ToWorker } from './messages.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Told at most so often: the page has better things to do. */
const tellEveryMs = 100;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  seal(data.ask).then((sealed) => tell({ type: 'done', sealed }), (error: unknown) => tell(failure(error)));
});

function tell(message: FromWorker): void { self.postMessage(message); }

async function seal({ form, files, context, ceilingFen, backup }: SealAsk): Promise<SealTold> {
  const total = 2 * files.reduce((sum, { size }) => sum + size, 0);
  let told = 0;
  const sealing = await sealBidStream({
    form, context, files: files.map((file) => ({ name: file.name, size: file.size, stream: () => file.stream() })),
    ...(ceilingFen === undefined ? {} : { ceilingFen }), ...(backup === undefined ? {} : { backup }),
    progress(read) {
      if (read < total && performance.now() - told < tellEveryMs) return;
      told = performance.now();
      tell({ type: 'progress', read, total });
    },
  });
  const out = await createSealedFile();
  try {
    const reader = sealing.envelope.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) out.write(next.value);
    const { sha256, size, plainDigest } = await sealing.result;
    return { file: await out.close(), name: out.name, sha256, size, plainDigest, custodySet: sealing.custodySet, header: sealing.header, form: sealing.form };
  } catch (error) {
    await out.discard();
    throw error;
  }
}

function failure(error: unknown): FromWorker {
  if (error instanceof SealError) return { type: 'failed', code: error.code, message: error.message, ...(error.field === undefined ? {} : { field: error.field }) };
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  return { type: 'failed', code: full ? 'storage-full' : 'internal', message: error instanceof Error ? error.message : String(error) };
}
