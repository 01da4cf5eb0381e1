import { MAX_LEAF_BYTES, type Sha256 } from '../../core/index.ts';

/** A record of the write-ahead log: length u32 big-endian, first eight bytes of the payload's SHA-256, payload. */
const SUM_SIZE = 8;
export const FRAME_HEAD = 4 + SUM_SIZE;
const WINDOW = 1 << 20;

export function encodeFrame(payload: Uint8Array, sha256: Sha256): Uint8Array {
  const frame = new Uint8Array(FRAME_HEAD + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length);
  frame.set(sha256(payload).subarray(0, SUM_SIZE), 4);
  frame.set(payload, FRAME_HEAD);
  return frame;
}

/** The payload of the frame that begins the bytes, or null when it is torn or altered. */
export function decodeFrame(bytes: Uint8Array, sha256: Sha256): Uint8Array | null {
  if (bytes.length < FRAME_HEAD) return null;
  const length = payloadLength(bytes);
  if (length === 0 || length > MAX_LEAF_BYTES || bytes.length < FRAME_HEAD + length) return null;
  const payload = bytes.subarray(FRAME_HEAD, FRAME_HEAD + length);
  const sum = sha256(payload);
  for (let i = 0; i < SUM_SIZE; i += 1) if (sum[i] !== bytes[4 + i]) return null;
  return payload;
}

export interface Frame { readonly offset: number; readonly payload: Uint8Array }

/** All frames up to the first one that is torn or altered. A payload is valid only until the next step. */
export function* readFrames(read: (position: number, length: number) => Uint8Array, size: number, sha256: Sha256): Generator<Frame> {
  let start = 0;
  let window: Uint8Array = new Uint8Array();
  for (let offset = 0; offset < size;) {
    if (offset + FRAME_HEAD + MAX_LEAF_BYTES > start + window.length && start + window.length < size) {
      window = read(offset, Math.min(WINDOW, size - offset));
      start = offset;
    }
    const payload = decodeFrame(window.subarray(offset - start), sha256);
    if (payload === null) return;
    yield { offset, payload };
    offset += FRAME_HEAD + payload.length;
  }
}

function payloadLength(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
}
