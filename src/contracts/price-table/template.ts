import { z } from 'zod';

/** Among the files of a tender document the price template is the one whose name ends like this. */
export const TEMPLATE_SUFFIX = '.price-table.json';
export const TEMPLATE_VERSION = 'qinglan-price-table-1';

const text = (max: number) => z.string().trim().min(1).max(max);
/** Exact decimals as text: a quantity is never a binary fraction. */
const quantity = z.string().regex(/^(0|[1-9]\d{0,11})(\.\d{1,4})?$/);
export const rate = z.string().regex(/^0(\.\d{1,4})?$/);

const item = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.\-_/]{0,39}$/), zh: text(300), unit: text(40), quantity,
  section: text(200).optional(), note: text(1_000).optional(),
  /** no unit price above this */
  ceilingFen: z.int().positive().optional(),
});
/** 暂列金额、暂估价: fixed by the tenderer, the same for everybody. */
const fixedSum = z.strictObject({ id: item.shape.id, zh: text(300), amountFen: z.int().nonnegative() });

export const priceTemplate = z.strictObject({
  v: z.literal(TEMPLATE_VERSION), title: text(300), currency: z.literal('CNY'),
  /** unit prices with or without tax, and the rates a bidder may choose from for each item */
  tax: z.strictObject({ included: z.boolean(), rates: z.array(rate).max(10) }),
  items: z.array(item).min(1).max(5_000), fixed: z.array(fixedSum).max(200).default([]),
}).superRefine(({ items, fixed, tax }, context) => {
  const ids = [...items, ...fixed].map(({ id }) => id);
  if (new Set(ids).size !== ids.length) context.addIssue({ code: 'custom', path: ['items'], message: 'two rows have the same id' });
  if (new Set(tax.rates).size !== tax.rates.length) context.addIssue({ code: 'custom', path: ['tax', 'rates'], message: 'two rates are the same' });
  if (!tax.included && tax.rates.length === 0) context.addIssue({ code: 'custom', path: ['tax', 'rates'], message: 'prices without tax need a rate' });
});

export type PriceTemplate = z.infer<typeof priceTemplate>;
export type PriceItem = PriceTemplate['items'][number];

export function readTemplate(bytes: Uint8Array): PriceTemplate {
  if (bytes.length > 4 * 1024 ** 2) throw new PriceTableError('template-invalid', { en: 'the template is too large', zh: '清单模板过大' });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new PriceTableError('template-invalid', { en: 'the template is not JSON in UTF-8', zh: '清单模板不是 UTF-8 的 JSON' }, { cause });
  }
  const parsed = priceTemplate.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PriceTableError('template-invalid', { en: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, zh: `清单模板有误：${issue?.path.join('.') ?? ''}` });
}

export type PriceTableCode = 'template-invalid' | 'xlsx-invalid' | 'xlsx-too-large' | 'table-foreign' | 'table-wrong';

/** `at` names the cell or the row as the person sees it. */
export interface Fault { at: string; zh: string; en: string }

export class PriceTableError extends Error {
  readonly code: PriceTableCode;
  readonly zh: string;
  /** every fault of a table that could be read, so that all are mended at once */
  readonly faults: readonly Fault[];
  constructor(code: PriceTableCode, { zh, en }: { zh: string; en: string }, options: { cause?: unknown; faults?: readonly Fault[] } = {}) {
    super(en, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.zh = zh;
    this.faults = options.faults ?? [];
  }
}
