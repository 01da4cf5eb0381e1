import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8, type Bytes } from './bytes.ts';
import { portable, type SealEngine } from './engine.ts';
import { sealBidStream, type SealRequest } from './envelope.ts';
import { SealError } from './errors.ts';
import { parseHead } from './header.ts';
import { nodeEngine } from './node/engine.ts';
import { openEnvelopeStream, readHeader } from './open.ts';
import { openCustodianShare, recoverBidderSecret } from './secrets.ts';
import { vectorCustodians, vectorCustody, vectorKey } from './vectors.ts';

const engines: readonly (readonly [string, SealEngine])[] = [['portable', portable], ['node', nodeEngine]];
const bytesOfStream = async (stream: ReadableStream<Uint8Array>): Promise<Bytes> => new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());

async function sealWith(engine: SealEngine, content: Uint8Array<ArrayBuffer>): Promise<{ envelope: Bytes; plainDigest: string; read: number[] }> {
  const read: number[] = [];
  const request: SealRequest = {
    form: { lotId: 'lot-1', priceFen: '1', duration: '90' }, engine, progress: (bytes) => read.push(bytes),
    files: [{ name: 'a', size: content.length, stream: () => new Blob([content]).stream() }],
    context: { deployment: 'd', lotId: 'lot-1', bidderId: 'b', custody: await vectorCustody(), bidderCertificate: (await vectorKey('bidder')).certificate },
  };
  const sealing = await sealBidStream(request);
  const envelope = await bytesOfStream(sealing.envelope);
  return { envelope, plainDigest: (await sealing.result).plainDigest, read };
}

async function openWith(engine: SealEngine, envelope: Bytes, plainDigest: string): Promise<Uint8Array> {
  const header = readHeader(envelope);
  const shares = await Promise.all(vectorCustodians.slice(1).map(async (id) => openCustodianShare(header, id, (await vectorKey(id)).privateKey)));
  const bidderSecret = await recoverBidderSecret(header, (await vectorKey('bidder')).privateKey);
  const opened = await openEnvelopeStream(new Blob([envelope]).stream(), { bidderSecret, shares }, { plainDigest, engine });
  const parts: Uint8Array[] = [];
  for await (const file of opened.files) for await (const chunk of file.chunks) parts.push(chunk);
  await opened.finish();
  return Buffer.concat(parts);
}

describe('the engines', () => {
  it('open what the other has sealed, for every length around a piece', async () => {
    for (const size of [0, 1, 65_536 - 300, 65_536, 131_072, 300_001]) {
      const content = new Uint8Array(randomBytes(size));
      for (const [by, sealing] of engines) {
        const { envelope, plainDigest, read } = await sealWith(sealing, content);
        expect(read.at(-1) ?? 0, 'both passes are told').toBe(2 * size);
        for (const [to, opening] of engines) expect(Buffer.from(await openWith(opening, envelope, plainDigest)).equals(content), `${by} to ${to}, ${size}`).toBe(true);
      }
    }
  });

  it('refuse the same: one bit anywhere, an end too early, too late, or in another order', async () => {
    const { envelope, plainDigest } = await sealWith(nodeEngine, new Uint8Array(randomBytes(200_000)));
    const bodyAt = parseHead(envelope).bodyAt + 16;
    const swapped = new Uint8Array(envelope);
    swapped.set(envelope.subarray(bodyAt + 65_552, bodyAt + 2 * 65_552), bodyAt);
    swapped.set(envelope.subarray(bodyAt, bodyAt + 65_552), bodyAt + 65_552);
    const flipped = (at: number): Bytes => { const copy = new Uint8Array(envelope); copy[at] = (copy[at] ?? 0) ^ 1; return copy; };
    const wrong = [flipped(envelope.length - 1), flipped(envelope.length - 70_000), flipped(bodyAt - 8), flipped(bodyAt - 40), swapped, envelope.slice(0, -1), envelope.slice(0, -65_552), new Uint8Array([...envelope, ...utf8('x')])];
    for (const [index, bytes] of wrong.entries()) {
      const codes = [];
      for (const [, engine] of engines) codes.push(await openWith(engine, bytes, plainDigest).then(() => 'opened', (error: unknown) => (error instanceof SealError ? error.code : String(error))));
      // a letter of the head's own line may turn into none of its alphabet: then it is no envelope at all
      expect(codes[0], String(index)).toMatch(index === 3 ? /^seal\.(tampered|malformed)$/ : /^seal\.(tampered|truncated)$/);
      expect(codes[1], String(index)).toBe(codes[0]);
    }
  });
});
