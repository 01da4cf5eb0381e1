import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { SealError } from '../errors.ts';
import type { SealEngine } from '../engine.ts';

const piece = 65_536;
const tag = 16;
const cipher = 'chacha20-poly1305';
const options = { authTagLength: tag };

/** The long part by OpenSSL. A test compares every byte with the portable engine's. */
export const nodeEngine: SealEngine = {
  sha256: () => createHash('sha256'),
  body: {
    seal: (key) => inPieces(piece, (bytes, nonce) => {
      const seal = createCipheriv(cipher, key, nonce, options);
      return Buffer.concat([seal.update(bytes), seal.final(), seal.getAuthTag()]);
    }),
    open: (key) => inPieces(piece + tag, (bytes, nonce, first) => {
      if (bytes.length < tag || (bytes.length === tag && !first)) throw new SealError('seal.tampered', 'the last piece is empty');
      const open = createDecipheriv(cipher, key, nonce, options);
      open.setAuthTag(bytes.subarray(bytes.length - tag));
      return Buffer.concat([open.update(bytes.subarray(0, bytes.length - tag)), open.final()]);
    }),
  },
};

/** age's STREAM: pieces of one size under a counting nonce, of which only the last says that it is the last. */
function inPieces(size: number, work: (bytes: Buffer, nonce: Buffer, first: boolean) => Buffer): TransformStream<Uint8Array, Uint8Array> {
  let counter = 0;
  // a piece is worked on when it is known whether another follows
  let waiting: Uint8Array[] = [];
  let length = 0;
  const one = (bytes: Buffer, last: boolean): Uint8Array => {
    const nonce = Buffer.alloc(12);
    nonce.writeUIntBE(counter, 5, 6);
    nonce[11] = last ? 1 : 0;
    const done = work(bytes, nonce, counter === 0);
    counter += 1;
    return new Uint8Array(done.buffer as ArrayBuffer, done.byteOffset, done.length);
  };
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      waiting.push(chunk);
      length += chunk.length;
      if (length <= size) return;
      const bytes = waiting.length === 1 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat(waiting);
      let at = 0;
      for (; bytes.length - at > size; at += size) controller.enqueue(one(bytes.subarray(at, at + size), false));
      waiting = [bytes.subarray(at)];
      length = bytes.length - at;
    },
    flush(controller) {
      controller.enqueue(one(Buffer.concat(waiting), true));
    },
  });
}
