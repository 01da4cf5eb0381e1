import { rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { readJson } from './tool.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const receipt = z.strictObject({ leafId: z.uuid(), bodyHash: digest, platformSignature: z.string(), at: z.string() });

/** What the tool knows of one sealed envelope, in a file beside it: enough to go on after any interruption. Nothing in it is secret. */
const bidFile = z.strictObject({
  v: z.literal(1),
  url: z.string(), deployment: z.string(), lotId: z.uuid(), bidderId: z.string(),
  sha256: digest, sm3: digest, size: z.int(), plainSha256: digest, custodySet: digest, fileMetadata: digest,
  /** keys of the acts, drawn before they are sent: sent again they are done once */
  keys: z.record(z.string(), z.uuid()).default({}),
  upload: z.string().optional(), uploaded: z.boolean().default(false),
  bidId: z.uuid().optional(), bidSeq: z.int().optional(), receiptNo: z.string().optional(), submittedAt: z.string().optional(), withdrawnAt: z.string().optional(),
  receipts: z.record(z.string(), receipt).default({}),
});

export type BidFile = z.infer<typeof bidFile>;
export type KeptReceipt = z.infer<typeof receipt>;

export const bidFileOf = (envelope: string): string => `${envelope}.bid.json`;

export async function readBidFile(envelope: string): Promise<BidFile> {
  return bidFile.parse(await readJson(bidFileOf(envelope)));
}

/** Whole or not at all: half a file would forget which act was sent. */
export async function writeBidFile(envelope: string, bid: BidFile): Promise<void> {
  const path = bidFileOf(envelope);
  await writeFile(`${path}.new`, `${JSON.stringify(bid, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}
