import { categoryIds, kindIds } from './generated.ts';
import { isIn, reader, rows } from './lookup.ts';
import type { CategoryId, KindId, SubItemId } from './generated.ts';
import type { Category, DisclosureItem, Kind, SubItem } from './types.ts';
import categoriesJson from './categories.json' with { type: 'json' };
import itemsJson from './disclosure-items.json' with { type: 'json' };
import subItemsJson from './sub-items.json' with { type: 'json' };

export const categories = rows<Category>(categoriesJson);
export const subItems = rows<SubItem>(subItemsJson);
export const disclosureItems = rows<DisclosureItem>(itemsJson);

export const category = reader('category', categories, (row) => row.id);
export const subItem = reader('sub-item', subItems, (row) => row.id);
export const disclosureItem = reader<string, DisclosureItem>('disclosure item', disclosureItems, (row) => row.id);

export const isCategoryId = isIn(categoryIds);
export const isKindId = isIn(kindIds);

const itemsBySubItem = Map.groupBy(disclosureItems, (item) => item.subItem);

export function itemsOf(id: SubItemId): readonly DisclosureItem[] {
  return itemsBySubItem.get(id) ?? [];
}

/** The competition kind within its category: names the machine of its lots; undefined if the category has no such kind. */
export function kindOf(categoryId: CategoryId, kindId: KindId): Kind | undefined {
  return category(categoryId).kinds.find((kind) => kind.id === kindId);
}
