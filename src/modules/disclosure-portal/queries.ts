import type { Pool } from 'pg';
import { z } from 'zod';
import { disclosureItems, subItem } from '../../../catalogue/index.ts';
import type { DisclosuresRead } from '../../contracts/reads.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Disclosure } from './pub-disclose.ts';

/** GET /disclosures?lotId=: published sub-items, newest first, items in the order and words of the catalogue. */
export async function disclosures(db: Pool, params: { lotId?: string | undefined; cursor?: string | undefined; limit?: string | undefined }): Promise<DisclosuresRead> {
  const limit = Math.min(Math.max(Number(params.limit ?? 50) || 50, 1), 100);
  const before = params.cursor === undefined ? null : readCursor(params.cursor);
  const { rows } = await db.query<{ id: string; data: Disclosure }>(
    `select id, data from record where kind = 'disclosure' and ($1::uuid is null or lot_id = $1) and ($2::text is null or (data->>'publishedAt', id) < ($2, $3::uuid))
     order by data->>'publishedAt' desc, id desc limit $4`, [params.lotId ?? null, before?.[0] ?? null, before?.[1] ?? null, limit + 1]);
  const items = rows.slice(0, limit).map(({ id, data }) => ({
    disclosureId: id, subItemId: data.subItemId, zh: subItem(data.subItemId).zh, en: subItem(data.subItemId).en, publishedAt: data.publishedAt,
    items: disclosureItems.filter((i) => i.subItem === data.subItemId && data.items[i.key] !== undefined).map((i) => ({ key: i.key, zh: i.zh, en: i.en, value: data.items[i.key] })),
  }));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? Buffer.from(JSON.stringify([last.publishedAt, last.disclosureId])).toString('base64url') : null };
}

/** What several sub-items of one instant need beside the instant, so that a page loses none of them. */
function readCursor(cursor: string): [string, string] {
  try {
    return z.tuple([z.iso.datetime(), z.uuid()]).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new Refusal('invalid-input', { field: 'cursor' });
  }
}
