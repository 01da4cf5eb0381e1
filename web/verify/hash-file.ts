import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../proof/tlog.ts';

const piece = 4 * 1024 * 1024;

/** SHA-256 of a file in pieces, so a large one neither fills the memory nor freezes the page; it never leaves the device. */
export async function hashFile(file: Blob, onProgress: (percent: number) => void, signal: AbortSignal): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += piece) {
    signal.throwIfAborted();
    hash.update(new Uint8Array(await file.slice(at, at + piece).arrayBuffer()));
    onProgress(Math.floor((Math.min(at + piece, file.size) / file.size) * 100));
    await new Promise((go) => setTimeout(go, 0));
  }
  return toHex(hash.digest());
}

type Detector = { detect: (image: ImageBitmap) => Promise<{ rawValue: string }[]> };

/** The text of a QR code in a picture, where the browser itself can read one; null when it cannot, '' when there is none. */
export async function readQr(file: Blob): Promise<string | null> {
  const make = (globalThis as { BarcodeDetector?: new (options: { formats: string[] }) => Detector }).BarcodeDetector;
  if (!make) return null;
  const image = await createImageBitmap(file);
  const found = await new make({ formats: ['qr_code'] }).detect(image);
  return found[0]?.rawValue ?? '';
}
