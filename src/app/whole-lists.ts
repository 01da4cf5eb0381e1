import { Refusal } from '../platform/refusal.ts';

/**
 * Lists that their rooms make whole, since they are of one lot, one person or one office: page and cursor are given here, so that
 * every list of the interface has both. Other lists page by themselves, in the database.
 */
export const WHOLE_LISTS: ReadonlySet<string> = new Set([
  '/api/v1/account-proposals', '/api/v1/custodians', '/api/v1/custody/requests', '/api/v1/custody/releases', '/api/v1/evaluations', '/api/v1/invitations',
  '/api/v1/lots/:id/applications', '/api/v1/lots/:id/bids/mine', '/api/v1/lots/:id/chances', '/api/v1/lots/:id/clarifications/mine', '/api/v1/lots/:id/disclosures',
  '/api/v1/lots/:id/invitations', '/api/v1/lots/:id/orders', '/api/v1/lots/:id/papers', '/api/v1/lots/:id/questions', '/api/v1/representatives',
]);

const pageMax = 100;

interface Asked { limit?: string | undefined; cursor?: string | undefined }

/** One page of a list that was made whole. What is no list stays as it is. */
export function pageOfWhole(answer: unknown, { limit: asked, cursor }: Asked): unknown {
  if (typeof answer !== 'object' || answer === null || !('items' in answer) || !Array.isArray(answer.items)) return answer;
  const limit = asked === undefined || asked === '' ? pageMax : Number(asked);
  if (!Number.isInteger(limit) || limit < 1 || limit > pageMax) throw new Refusal('invalid-input', { field: 'limit' });
  const items: unknown[] = answer.items;
  const from = cursor === undefined || cursor === '' ? 0 : placeAfter(items, cursor);
  const page = items.slice(from, from + limit);
  const end = from + page.length;
  return { ...answer, items: page, nextCursor: end < items.length && page.length > 0 ? writeCursor(identityOf(page.at(-1)), end) : null };
}

/** Behind the item that the last page ended with, wherever it stands now; where it has gone, at the place it had. */
function placeAfter(items: readonly unknown[], cursor: string): number {
  const { id, at } = readCursor(cursor);
  const found = items.findIndex((item) => identityOf(item) === id);
  return found >= 0 ? found + 1 : Math.min(at - 1, items.length);
}

/** What names an item: its ids and numbers. */
function identityOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return JSON.stringify(item);
  return JSON.stringify(Object.entries(item).filter(([key, value]) => /(^id|Id|No|Seq|^sha256|^subItem)$/.test(key) && ['string', 'number'].includes(typeof value)));
}

function writeCursor(id: string, at: number): string { return Buffer.from(JSON.stringify({ id, at })).toString('base64url'); }

function readCursor(cursor: string): { id: string; at: number } {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof value === 'object' && value !== null && 'id' in value && 'at' in value && typeof value.id === 'string' && typeof value.at === 'number' && Number.isSafeInteger(value.at) && value.at > 0) return { id: value.id, at: value.at };
  } catch { /* told below */ }
  throw new Refusal('invalid-input', { field: 'cursor' });
}
