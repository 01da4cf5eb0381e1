import { disclosureItems, type SubItemId } from '../../../catalogue/index.ts';
import type { Items } from './items/index.ts';

/** Required items of the sub-item that have no value: what r-disclose-complete asks for. */
export function missingItems(subItemId: SubItemId, items: Items): string[] {
  return disclosureItems.filter((i) => i.subItem === subItemId && i.required && isEmpty(items[i.key])).map((i) => i.key);
}

/** An empty list is an answer ("no rejected bidder"), an empty text is none. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
