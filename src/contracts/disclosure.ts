// 公开清单: what trades have published, owe and still owe. Times as in reads.ts.
import { z } from 'zod';
import { disclosureStatuses, lateReasons } from './disclosure-words.ts';
import { instant } from './reads.ts';

const text = z.string();

/** One instance of a sub-item. `reason`: why it is late or not there; `missing`: required items without a value. */
export const disclosureRow = z.strictObject({
  instance: z.int(), status: z.enum(disclosureStatuses), dueAt: instant.optional(), publishedAt: instant.optional(), disclosureId: z.uuid().optional(),
  filled: z.int(), required: z.int(), missing: z.array(z.strictObject({ key: text, zh: text, en: text })), reason: z.enum(lateReasons).optional(), exempt: text.optional(),
});

// GET /api/v1/lots/{id}/disclosures: every sub-item of the lot's category in the catalogue's order; `rows` is empty where it does not apply (yet)
export const lotDisclosuresRead = z.strictObject({
  items: z.array(z.strictObject({ subItemId: text, zh: text, en: text, within: text.optional(), rows: z.array(disclosureRow) })),
});

// GET /api/v1/disclosure-status?category=&subItem=&status=&region=&q=&cursor=&limit= ; the same filters give /api/v1/disclosure-status.csv
export const disclosureStatusQuery = z.strictObject({
  category: z.enum(['engineering', 'gov-procurement']).optional(), subItem: z.string().regex(/^[a-z][a-z-]{2,40}$/).optional(), status: z.enum(disclosureStatuses).optional(), region: z.string().regex(/^\d{2,6}$/).optional(),
  q: z.string().max(100).optional(), cursor: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(100).optional(),
});
export const disclosureStatusRead = z.strictObject({
  // by sub-item, under every filter but those of sub-item and status
  summary: z.array(z.strictObject({ subItemId: text, category: text, zh: text, en: text, counts: z.record(z.enum(disclosureStatuses), z.int()) })),
  items: z.array(z.strictObject({ lotId: z.uuid(), lotCode: text, projectName: text, category: text, subItemId: text, zh: text, en: text, ...disclosureRow.shape })),
  nextCursor: text.nullable(),
});

export type DisclosureRow = z.infer<typeof disclosureRow>;
export type LotDisclosuresRead = z.infer<typeof lotDisclosuresRead>;
export type DisclosureStatusRead = z.infer<typeof disclosureStatusRead>;
export type DisclosureStatusQuery = z.infer<typeof disclosureStatusQuery>;
