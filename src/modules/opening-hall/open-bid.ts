import { createReadStream } from 'node:fs';
import { FILE_BYTES_MAX } from '../../contracts/upload.ts';
import { nodeEngine } from '../../seal/node/engine.ts';
import { SealError, fromBase64Url, openEnvelopeStream, readHeader, type Share, type SealHeader } from '../../seal/index.ts';
import type { BlobStore } from '../../platform/blobs.ts';
import type { Rec } from '../../platform/records.ts';
import type { Bid, BidForm } from '../bidding/index.ts';
import type { Release } from './model.ts';
import { digestOf, openingForm } from './model.ts';

/** What became of an attempt: the form, or why not. `code` is the sealing library's word for a fault. */
export type OpenAttempt = { ok: true; form: BidForm; formDigest: string } | { ok: false; why: 'shares-missing' | 'decrypt-failed'; code?: string };

/** A header is at most 16 KiB of an envelope (its length is bounded by the format). */
const headBytes = 16 * 1024;
const sharesNeeded = 2;

export async function headerOf(blobs: Pick<BlobStore, 'pathOf'>, sha256: string): Promise<SealHeader> {
  const parts: Buffer[] = [];
  for await (const chunk of createReadStream(blobs.pathOf(sha256), { end: headBytes - 1 })) parts.push(chunk as Buffer);
  return readHeader(new Uint8Array(Buffer.concat(parts)));
}

/**
 * Opens a bid with the bidder's secret and the shares released so far. Everything is checked before anything is believed: the
 * commitments in the header, every byte of the envelope, and the digest recorded at sealing. What is kept of it is the form: files
 * of up to 2 GiB pass by.
 */
export async function openBid(blobs: Pick<BlobStore, 'pathOf'>, bid: Rec<Bid>, bidderSecret: string, releases: readonly Rec<Release>[]): Promise<OpenAttempt> {
  const shares = sharesOf(bid.data.bidSeq, releases);
  const secret = fromBase64Url(bidderSecret);
  if (shares.length < sharesNeeded) return { ok: false, why: 'shares-missing' };
  if (secret === undefined) return { ok: false, why: 'decrypt-failed', code: 'seal.commitment' };
  try {
    const opened = await openEnvelopeStream(webStream(blobs.pathOf(bid.data.cipherSha256)), { bidderSecret: secret, shares }, { plainDigest: bid.data.plainSha256, engine: nodeEngine });
    for await (const file of opened.files) for await (const _chunk of file.chunks);
    await opened.finish();
    const form = formOf(opened.form);
    return { ok: true, form, formDigest: digestOf(openingForm(form)) };
  } catch (error) {
    if (error instanceof SealError) return { ok: false, why: 'decrypt-failed', code: error.code };
    throw error;
  }
}

/** The plain files of an opened bid into the store, under the bidder's name; outside of any transaction, since files are synced. */
export async function keepFiles(blobs: BlobStore, bid: Rec<Bid>, bidderSecret: string, releases: readonly Rec<Release>[]): Promise<number> {
  const opened = await openEnvelopeStream(webStream(blobs.pathOf(bid.data.cipherSha256)), { bidderSecret: fromBase64Url(bidderSecret) ?? new Uint8Array(0), shares: sharesOf(bid.data.bidSeq, releases) }, { plainDigest: bid.data.plainSha256, engine: nodeEngine });
  let kept = 0;
  for await (const file of opened.files) {
    await blobs.put(file.chunks, bid.data.bidderId, FILE_BYTES_MAX);
    kept += 1;
  }
  await opened.finish();
  return kept;
}

function sharesOf(bidSeq: number, releases: readonly Rec<Release>[]): Share[] {
  return releases.flatMap(({ data }) => {
    const share = fromBase64Url(data.shares[String(bidSeq)] ?? '');
    return share === undefined || share.length === 0 ? [] : [{ custodianId: data.custodianId, share }];
  });
}

function webStream(path: string): ReadableStream<Uint8Array> {
  const chunks = createReadStream(path, { highWaterMark: 256 * 1024 })[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(new Uint8Array(value as Buffer));
    },
    async cancel() { await chunks.return?.(); },
  });
}

interface SealedForm {
  priceFen: string; duration: string; quality?: string | undefined; projectManager?: string | undefined;
  enterpriseSize?: 'micro' | 'small' | 'medium' | 'large' | undefined; objective?: Record<string, unknown> | undefined; adjustments?: unknown[] | undefined;
  items?: Record<string, unknown> | undefined; files: { name: string; size: number; sha256: string }[];
}

/** The form as the evaluation reads it: exact decimal texts, and only what the model knows. */
function formOf(form: SealedForm): BidForm {
  const { priceFen, duration, quality, projectManager, enterpriseSize, objective, adjustments, items, files } = form;
  const creditGrade = items?.['creditGrade'];
  return {
    priceFen, duration, files,
    ...(quality ? { quality } : {}), ...(projectManager ? { projectManager } : {}), ...(enterpriseSize ? { enterpriseSize } : {}),
    ...(typeof creditGrade === 'string' ? { creditGrade } : {}),
    ...(objective ? { objective: Object.fromEntries(Object.entries(objective).map(([id, points]) => [id, String(points)])) } : {}),
    ...(adjustments ? { adjustments: adjustments.flatMap(adjustmentOf) } : {}),
  };
}

function adjustmentOf(value: unknown): { item: string; amountFen: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { item, amountFen } = value as Record<string, unknown>;
  return typeof item === 'string' && (typeof amountFen === 'string' || typeof amountFen === 'number') ? [{ item, amountFen: String(amountFen) }] : [];
}
