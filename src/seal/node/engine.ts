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
      const sealed = seal.update(bytes);
      seal.final();
      return [sealed, seal.getAuthTag()];
    }),
    open: (key) => inPieces(piece + tag, (bytes, nonce, first) => {
      if (bytes.length < tag || (bytes.length === tag && !first)) throw new SealError('seal.tampered', 'the last piece is empty');
      const open = createDecipheriv(cipher, key, nonce, options);
      open.setAuthTag(bytes.subarray(bytes.length - tag));
      const plain = open.update(bytes.subarray(0, bytes.length - tag));
      open.final();
      return [plain];
    }),
  },
};

/** age's STREAM: pieces of one size under a counting nonce, of which only the last says that it is the last. */
function inPieces(size: number, work: (bytes: Buffer, nonce: Buffer, first: boolean) => Buffer[]): TransformStream<Uint8Array, Uint8Array> {
  // a piece is worked on when it is known whether another follows
  const waiting = Buffer.allocUnsafe(size);
  let [length, counter] = [0, 0];
  const put = (controller: TransformStreamDefaultController<Uint8Array>, last: boolean): void => {
    const nonce = Buffer.alloc(12);
    nonce.writeUIntBE(counter, 5, 6);
    nonce[11] = last ? 1 : 0;
    for (const part of work(waiting.subarray(0, length), nonce, counter === 0)) if (part.length > 0) controller.enqueue(part);
    counter += 1;
    length = 0;
  };
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      for (let at = 0; at < chunk.length;) {
        if (length === size) put(controller, false);
        const taken = Math.min(size - length, chunk.length - at);
        waiting.set(chunk.subarray(at, at + taken), length);
        length += taken;
        at += taken;
      }
    },
    flush(controller) { put(controller, true); },
  });
}
