import { z } from 'zod';
import { itemsOf, type EventId, type SubItemId } from '../../../catalogue/index.ts';
import { Refusal } from '../../platform/refusal.ts';

const value = z.union([z.string().trim().min(1).max(8000), z.int(), z.boolean(), z.array(z.union([z.string().max(400), z.record(z.string().max(40), z.string().max(400))])).max(200)]);
/** What a person fills in of a disclosure sub-item, by the key of disclosure-items.json. */
export const itemsInput = z.record(z.string().max(60), value).default({});
export type Items = Record<string, unknown>;

/**
 * The items of a disclosure sub-item: what the platform knows stands, the rest is what people gave. A known item cannot be
 * told otherwise, a key the catalogue does not have is refused. `of` leaves out items that come with a later act.
 */
export function fillItems(subItem: SubItemId, known: Items, given: Items, of: readonly EventId[] = []): { items: Items; missing: string[] } {
  const rows = itemsOf(subItem);
  const keys = new Set(rows.map((row) => row.key));
  for (const [key, told] of Object.entries(given)) {
    const stands = known[key];
    const contradicts = isThere(stands) && JSON.stringify(stands) !== JSON.stringify(told);
    if (!keys.has(key) || contradicts) throw new Refusal('invalid-input', { field: `items.${key}` });
  }
  const items: Items = {};
  const missing: string[] = [];
  for (const row of rows) {
    const item = isThere(known[row.key]) ? known[row.key] : given[row.key];
    if (isThere(item)) items[row.key] = typed(row.type, row.key, item);
    else if (row.required && (of.length === 0 || of.includes(row.sourceEvent))) missing.push(row.key);
  }
  return { items, missing };
}

/** Money is a whole number of fen, as everywhere. */
function typed(type: string, key: string, item: unknown): unknown {
  const fits = { money: typeof item === 'number' && item >= 0, list: Array.isArray(item) }[type] ?? (typeof item === 'string' || typeof item === 'boolean');
  if (!fits) throw new Refusal('invalid-input', { field: `items.${key}` });
  return item;
}

function isThere(item: unknown): boolean {
  return item !== undefined && item !== null && item !== '' && !(Array.isArray(item) && item.length === 0);
}
