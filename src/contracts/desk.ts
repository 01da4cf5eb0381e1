// What the desks read beside the public reads: what one may do, what waits, and the contract of an act.
import { z } from 'zod';
import { afterHelp, limitHelp } from './help.ts';
import { instant, pageOf } from './reads.ts';

const text = z.string();

/** One act or step that its reader may do now. `next`: the trade waits for it. `subject` is what the request names. */
export const actionItem = z.strictObject({
  id: text, group: z.enum(['acts', 'steps', 'gov']), zh: text, en: text, subject: z.uuid(), next: z.boolean(),
  given: z.record(text, z.unknown()).describe('fields of the input that the platform knows already'),
});

/** The first instant the law allows for a field of a form, and the first working morning after it; or the last one, and a day in time before it. */
export const lawfulItem = z.strictObject({ field: text, earliest: instant, latest: instant.optional(), suggested: instant, zh: text, en: text, basis: text });

// GET /api/v1/lots/{id}/actions
export const actionsRead = z.strictObject({ state: text, roles: z.array(text), items: z.array(actionItem), lawful: z.array(lawfulItem) });

/** The nearest limit of a lot; `over` when it has passed and what it is for has not happened. */
export const dueItem = z.strictObject({ event: text, at: instant, zh: text, en: text, over: z.boolean() });

// GET /api/v1/desk?cursor=&limit=
export const deskItem = z.strictObject({
  lotId: z.uuid(), projectId: z.uuid(), lotCode: text, projectName: text, lotName: text, category: text, kind: text, machine: text, stage: text, stageZh: text,
  as: z.array(text), due: dueItem.optional(), next: z.array(actionItem), updatedAt: instant,
});
export const deskRead = pageOf(deskItem);

// GET /api/v1/contracts/{act}: what an act asks for, and what becomes of it
const named = z.strictObject({ id: text, zh: text, en: text });
export const contractRead = z.strictObject({
  id: text, group: z.enum(['acts', 'steps', 'gov']), zh: text, en: text, subsystem: text.optional(), subjectKind: text.nullable(),
  input: z.record(text, z.unknown()).describe('JSON Schema 2020-12'),
  publicFields: z.array(text), saltedFields: z.array(text), hashedFields: z.array(text), publicFrom: named.optional(),
  rules: z.array(named.extend({ kind: text, limits: z.array(limitHelp) })),
  after: z.array(afterHelp).describe('where it leads a lot, by the state the lot stands in'),
});

export type ActionItem = z.infer<typeof actionItem>;
export type LawfulItem = z.infer<typeof lawfulItem>;
export type ActionsRead = z.infer<typeof actionsRead>;
export type DeskItem = z.infer<typeof deskItem>;
export type DeskRead = z.infer<typeof deskRead>;
export type ContractRead = z.infer<typeof contractRead>;
