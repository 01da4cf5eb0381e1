export { readTable } from './check.ts';
export { sumsOf, yuanText, type PricedItem, type PricedTable } from './sums.ts';
export { PriceTableError, priceTemplate, readTemplate, TEMPLATE_SUFFIX, TEMPLATE_VERSION, type Fault, type PriceItem, type PriceTemplate } from './template.ts';
export { writeTable } from './xlsx-write.ts';
