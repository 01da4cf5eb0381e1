import { fromBase64 } from '../../../src/seal/index.ts';
import { startUpload } from '../../../web/api/upload.ts';
import { sealInWorker } from '../../../web/seal/seal-in-worker.ts';

export interface TestContext { deployment: string; lotId: string; bidderId: string; bidderCertificate: string; custody: { id: string; certificate: string }[] }
export interface Sealed { sha256: string; sm3: string; size: number; plainDigest: string; told: number; longestMs: number; uploads: number[]; left: string[] }

declare global {
  interface Window { sealAndUpload: (context: TestContext, token: string) => Promise<Sealed>; sealAndStop: (context: TestContext) => Promise<string>; sealRefused: (context: TestContext) => Promise<string> }
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => fromBase64(text) ?? new Uint8Array();
const files = (): File[] => [...(document.querySelector<HTMLInputElement>('#files')?.files ?? [])];
const ask = ({ bidderCertificate, custody, ...names }: TestContext, priceFen = '123') => ({
  form: { lotId: names.lotId, priceFen, duration: '90日历天' }, files: files(), ceilingFen: '1000',
  context: { ...names, bidderCertificate: bytes(bidderCertificate), custody: custody.map(({ id, certificate }) => ({ id, certificate: bytes(certificate) })) },
});

async function leftOver(): Promise<string[]> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('sealed-bids', { create: true });
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

/** How long the page could do nothing else, at most. */
function watch(): () => number {
  let [last, longest] = [performance.now(), 0];
  const timer = setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - last - 20); last = now; }, 20);
  return () => { clearInterval(timer); return longest; };
}

window.sealAndUpload = async (context, token) => {
  let told = 0;
  const longest = watch();
  const sealed = await sealInWorker(ask(context), { onProgress: (read, total) => { told = read / total; } });
  const longestMs = longest();
  const uploads: number[] = [];
  const { promise: halfway, resolve } = Promise.withResolvers<null>();
  const running = startUpload(sealed.file, { headers: () => ({ authorization: `Bearer ${token}` }), chunkBytes: 4 * 1024 ** 2, onProgress: ({ sent, size }) => { uploads.push(sent); if (sent > size / 3) resolve(null); } });
  await halfway;
  running.pause();
  await new Promise((done) => setTimeout(done, 500));
  running.resume();
  const { sha256, sm3 } = await running.done;
  if (sha256 !== sealed.sha256) throw new Error('what arrived is not what was sealed');
  await sealed.discard();
  return { sha256, sm3, size: sealed.size, plainDigest: sealed.plainDigest, told, longestMs, uploads, left: await leftOver() };
};

window.sealAndStop = async (context) => {
  const stop = new AbortController();
  return sealInWorker(ask(context), { signal: stop.signal, onProgress: () => stop.abort() }).then(() => 'sealed', (error: unknown) => (error instanceof DOMException ? error.name : String(error)));
};

window.sealRefused = async (context) => sealInWorker(ask(context, '1001')).then(() => 'sealed', (error: { code: string; field: string }) => `${error.code} ${error.field}`);
