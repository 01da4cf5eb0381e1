import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { sealPdf, type SealKeys } from './seal.ts';
import { TEMPLATE } from './template.typ.ts';

// A thread of its own: a document takes some hundred milliseconds, and while an opening runs nothing else may wait for one.
const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'));
const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: [join(fonts, '400Regular'), join(fonts, '700Bold')] }], workspace: fonts });
const { keys } = workerData as { keys: SealKeys | null };

export interface Order { id: number; inputs: Record<string, string>; sign: { name: string; reason: string; at: string } }

parentPort?.on('message', ({ id, inputs, sign }: Order) => {
  try {
    const printed = new Uint8Array(compiler.pdf({ mainFileContent: TEMPLATE, inputs }, { pdfStandard: 'a-2b' }));
    const pdf = keys === null ? printed : sealPdf(printed, sign, keys);
    parentPort?.postMessage({ id, pdf, contentSha256: createHash('sha256').update(printed).digest('hex') });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
  compiler.evictCache(10);
});
