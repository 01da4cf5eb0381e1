// What stands beside a form so that nobody has to look it up: limits with their article, and what follows an act.
import { z } from 'zod';

const text = z.string();

/** A limit a rule judges by; `categories` null: in every trade; `value` null: none is set for what the row names. */
export const limitHelp = z.strictObject({
  id: text, param: text.describe('what is limited'), zh: text, en: text, op: text, value: z.union([z.number(), z.string()]).nullable(), unit: text, basis: text.nullable(), categories: z.array(text).nullable(), kinds: z.array(text).nullable(),
  objectTypes: z.array(text).nullable(), stage: text.nullable(),
});

/** Where the act leads a lot that stands in `from`, where a field of it decides so (`when`), and who acts then. */
export const afterHelp = z.strictObject({
  machine: text, from: text, to: text, toZh: text, when: z.strictObject({ field: text, value: text }).optional(), next: z.array(z.strictObject({ id: text, zh: text, en: text, actor: text })),
});

export type LimitHelp = z.infer<typeof limitHelp>;
export type AfterHelp = z.infer<typeof afterHelp>;
