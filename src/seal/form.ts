import { z } from 'zod';
import { SealError } from './errors.ts';

/** One file is at most this long, and so are all files of a bid together. */
export const maxFileBytes = 2 * 1024 ** 3;
const maxFiles = 64;

const text = (max: number) => z.string().min(1).max(max);

const fileEntry = z.strictObject({
  name: text(200),
  size: z.int().min(0).max(maxFileBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * What a bidder offers. The price is any text here: a bid sealed by another tool with a price that breaks a rule must still
 * open, so that the preliminary review can reject it by that rule. `checkPrice` is what our own client asks before sealing.
 */
const bidForm = z.strictObject({
  lotId: text(64),
  priceFen: text(64),
  duration: text(200),
  quality: text(200).optional(),
  projectManager: text(100).optional(),
  enterpriseSize: z.enum(['micro', 'small', 'medium', 'large']).optional(),
  objective: z.record(text(100), z.json()).optional(),
  adjustments: z.array(z.json()).max(200).optional(),
  items: z.record(text(100), z.json()).optional(),
  files: z.array(fileEntry).max(maxFiles),
});

export type BidForm = z.infer<typeof bidForm>;
export type BidFormFile = z.infer<typeof fileEntry>;
/** The form before sealing: the files' digests may still be missing, sealing fills them in. */
export type BidFormDraft = Omit<BidForm, 'files'> & { files?: BidFormFile[] };

export function parseBidForm(value: unknown): BidForm {
  const parsed = bidForm.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.') ?? '';
    throw new SealError('seal.form_invalid', `${field || 'form'}: ${issue?.message ?? 'invalid'}`, { field });
  }
  if (new Set(parsed.data.files.map((file) => file.name)).size !== parsed.data.files.length) {
    throw new SealError('seal.form_invalid', 'two files have the same name', { field: 'files' });
  }
  return parsed.data;
}

/** The client's own refusal; returns the price in fen. */
export function checkPrice(priceFen: string, ceilingFen?: bigint | string): bigint {
  const refuse = (code: 'seal.price_malformed' | 'seal.price_negative' | 'seal.price_too_long' | 'seal.price_above_ceiling') =>
    new SealError(code, undefined, { field: 'priceFen' });
  if (/^-[0-9]+$/.test(priceFen)) throw refuse('seal.price_negative');
  if (!/^[0-9]+$/.test(priceFen)) throw refuse('seal.price_malformed');
  if (priceFen.length > 20) throw refuse('seal.price_too_long');
  if (priceFen.length > 1 && priceFen.startsWith('0')) throw refuse('seal.price_malformed');
  const price = BigInt(priceFen);
  if (ceilingFen !== undefined && price > BigInt(ceilingFen)) throw refuse('seal.price_above_ceiling');
  return price;
}
