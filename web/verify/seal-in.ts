import type { PdfSeal } from '../../src/seal/index.ts';

/** Documents of the platform are far smaller; a larger file is told by its digest alone. */
const bytesMax = 64 * 1024 * 1024;

/** Checks the seal of a PDF on this device; null: it is none. */
export async function sealIn(file: Blob): Promise<PdfSeal | null> {
  if (file.size > bytesMax || (await file.slice(0, 5).text()) !== '%PDF-') return null;
  const { checkPdfSeal } = await import('../../src/seal/pdf-seal.ts');
  return checkPdfSeal(new Uint8Array(await file.arrayBuffer()));
}
