// What the tenderer and its agency work from on a lot: names instead of numbers, and everything the platform knows already, so that
// forms begin filled. Conventions as in reads.ts.
import { z } from 'zod';
import { instant } from './reads.ts';

const text = z.string();
const fenText = z.string().regex(/^\d+$/);

/** A bid as the tenderer may see it: after it was announced in the opening. */
export const workroomBid = z.strictObject({
  bidId: z.uuid(), bidSeq: z.int(), bidderName: text, priceFen: fenText.optional(), rank: z.int().optional(), evaluationFen: fenText.optional().describe('the price that was compared, where it is not the price'), total: text.optional(), candidate: z.boolean(), outCause: text.optional(), rejectedFor: text.optional(),
  duration: text.optional(), quality: text.optional(), projectManager: text.optional(),
  qualification: z.enum(['pass', 'fail']).optional().describe('what the purchaser has said of it in its own review'),
  dispute: text.optional().describe('an objection raised in the opening that waits for its answer'),
});

// GET /api/v1/lots/{id}/workroom: the tenderer and its agency
export const workroomRead = z.strictObject({
  lotId: z.uuid(), projectId: z.uuid(), state: text, category: text, kind: text, lotName: text, ownRole: z.enum(['tenderer', 'agency']), agencyName: text.nullable(), agencyUscc: text.optional(),
  project: z.strictObject({
    projectName: text, objectType: text, industryId: text, regionCode: text, fundSource: text, stateFunded: z.boolean(), overview: text, contact: text,
    lots: z.array(z.strictObject({ lotNo: text, lotName: text, estimateFen: z.int().optional(), budgetFen: z.int().optional(), ceilingFen: z.int().optional(), duration: text, quality: text })),
  }).describe('the draft as project-amend takes it'),
  /** all lots of the project, this one included */
  lots: z.array(z.strictObject({ lotId: z.uuid(), lotNo: text, lotCode: text, lotName: text, stage: text, stageZh: text })),
  announcedDeadline: instant.optional(), bidDeadline: instant.optional(),
  slots: z.array(z.strictObject({ slotType: text, roomId: text, slotStart: instant, slotEnd: instant })),
  /** when rooms of the centre are taken, from today on */
  taken: z.array(z.strictObject({ roomId: text, slotStart: instant, slotEnd: instant })),
  document: z.strictObject({
    docId: z.uuid(), version: z.int(), sealedAt: instant, files: z.array(z.strictObject({ sha256: text, name: text, size: z.int() })), qualification: text, terms: z.record(text, text), evaluation: z.unknown(),
    consortium: z.strictObject({ maxMembers: z.int() }).optional(), custodians: z.array(z.strictObject({ id: text, name: text, proved: z.boolean() })),
    prequalification: z.strictObject({ method: text, limit: z.int().nullable() }).optional(), fairReview: text.optional(),
  }).optional(),
  bids: z.array(workroomBid),
  award: z.strictObject({ bidSeq: z.int().optional(), winnerName: text, awardFen: fenText, duration: text, decidedAt: instant, quality: text.optional(), projectManager: text.optional(), winnerAddress: text.optional().describe('as the winner registered it'), winnerUscc: text.optional() }).optional(),
  /** 入围: all who are admitted to the framework, in their order */
  admitted: z.array(z.strictObject({ supplierName: text, unitFen: fenText, rank: z.int() })).optional(),
  /** of an order: how the agreement it is given under says it is paid */
  agreedPayment: text.optional(),
  contract: z.strictObject({ contractCode: text, priceFen: fenText, signedAt: instant, paidFen: fenText, changesFen: z.string().regex(/^-?\d+$/), milestones: z.array(z.strictObject({ milestone: text, amountFen: fenText, at: instant, progressPercent: z.int().optional() })) }).optional(),
  /** one custodian of each kind of organ, for documents not sealed yet */
  custodianIds: z.array(text),
  /** accounts that may sit in the committee for the tenderer */
  representatives: z.array(z.strictObject({ accountId: z.uuid(), name: text, unit: text, idTail: text.optional().describe('last digits of the number in the certificate: two may bear one name'), registeredAt: instant })),
  specialties: z.array(text),
  /** the roster could not fill every seat: which are empty, and how many others sit */
  lacking: z.strictObject({ needs: z.array(z.strictObject({ specialty: text, headcount: z.int() })), others: z.int() }).optional(),
  archiveItems: z.array(text).describe('papers this lot must be filed with'),
  noticeHash: text.optional().describe('of the notice or its last correction: what a correction names'),
  /** numbers of upheld objections and of orders that ask for a re-evaluation */
  causes: z.array(z.strictObject({ no: text, ordered: z.boolean() })),
  openQuestions: z.int(), openObjections: z.int(),
});

/** One item of a disclosure. `known`: the platform puts it in. `field`: it is another field of the same form. `later`: it comes with a later act. */
export const askedItem = z.strictObject({
  key: text, zh: text, en: text, type: z.enum(['string', 'date', 'money', 'list', 'document', 'boolean', 'number']), required: z.boolean(), known: z.unknown().optional(), field: text.optional(), later: z.boolean(),
});

// GET /api/v1/lots/{id}/asked-items/{act}?noticeType=: what the publication of the act will say, item by item
export const askedItemsRead = z.strictObject({ subItem: text.nullable(), zh: text, en: text, items: z.array(askedItem) });

export type WorkroomBid = z.infer<typeof workroomBid>;
export type WorkroomRead = z.infer<typeof workroomRead>;
export type AskedItem = z.infer<typeof askedItem>;
export type AskedItemsRead = z.infer<typeof askedItemsRead>;
