import { rooms } from '../../contracts/project-choices.ts';
import { z } from 'zod';
import { fen, instant } from '../../contracts/reads.ts';
import { initialState } from '../../kernel/machine.ts';
import { readsPrices } from '../../law/methods.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { announcedDeadline, issuedItems, reviewFacts } from '../notice/index.ts';
import { documentsArePublic, fen as fenOf, inPrequalification, loadLot, lotParam, lotParties, type EvaluationConfig, type Lot } from '../project-intake/index.ts';
import { configDigest, docFile } from './doc-seal.ts';
import { issuePrequal } from './issue-prequal.ts';
import { coefficientsOf, evaluationFaults, priceWeight } from './rules/evaluation-check.ts';

const input = z.strictObject({
  docKind: z.enum(['tender', 'prequalification']).default('tender'),
  saleStart: instant.optional().describe('absent, or before the act: the instant of the act'),
  saleEnd: instant,
  bidDeadline: instant.optional().describe('absent: as announced; never earlier than announced'),
  prequalDeadline: instant.optional().describe('of a prequalification document; absent: as announced, never earlier'),
  bidValidDays: z.int().min(1).max(365),
  depositFen: fen.min(0).nullable().default(null),
  floorFen: fen.min(0).nullable().default(null),
  awardMode: z.enum(['joined', 'separate']).nullable().default(null),
  smeReserved: z.boolean().nullable().default(null),
  openingPlace: z.string().trim().min(1).max(200).optional().describe('absent: the room that is booked, else the hall of the platform'),
});
type Input = z.infer<typeof input>;
type Document = NonNullable<Lot['document']>;

/** 招标文件发布: the documents go out, every period runs from here, and the opening is appointed. */
export const docIssue = defineAct<Input, Rec<Lot>>({
  id: 'doc-issue', kind: 'act', subjectKind: 'lot', input,
  load: (read, cmd) => loadLot(read, cmd.subject),
  parties: (lot) => lotParties(lot),
  decide(lot, cmd, work) {
    work.move(lot.data.machine, lot, 'doc-issue');
    const { document } = lot.data;
    if (!document) throw new Error(`lot ${lot.id} is announced without a document`);
    const saleStart = cmd.input.saleStart !== undefined && cmd.input.saleStart > work.now ? cmd.input.saleStart : work.now;
    if (inPrequalification(lot) !== (cmd.input.docKind === 'prequalification')) throw new Refusal('state', { rule: 'state', field: 'docKind' });
    if (cmd.input.docKind === 'prequalification') {
      issuePrequal(work, lot, { ...cmd.input, saleStart });
      return;
    }
    requireProved(lot.data, document);
    const bidDeadline = deadlineOf(lot.data, cmd);
    const { saleEnd, bidValidDays, docKind, awardMode, smeReserved, depositFen } = cmd.input;
    if (saleEnd <= saleStart) throw new Refusal('invalid-input', { field: 'saleEnd', zh: '文件获取截止须晚于文件获取开始', en: 'The documents are to be had until later than they are from' });
    const weight = priceWeight(document.evaluation);
    const smeDeduction = document.evaluation.smeDeduction === undefined ? null : Number(document.evaluation.smeDeduction);
    Object.assign(lot.data, { bidDeadline, depositFen: depositFen === null ? null : String(depositFen) });
    lot.data.issued = { saleStart, saleEnd, bidValidDays, docKind, awardMode, smeReserved: smeReserved === true, smeDeduction, priceWeight: weight, at: work.now };
    completeNotice(lot.data, { saleEnd, method: document.evaluation.method });
    lot.data.openingId = appointOpening(work, lot.id, { place: cmd.input.openingPlace ?? bookedPlace(lot.data), evaluation: document.evaluation, unpriced: !readsPrices(lot.data) });
    work.timer({ event: 'timer:bid-deadline', subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: bidDeadline });
    if (documentsArePublic(lot.data)) work.publicBlobs.push(...document.files.map((file) => file.sha256));
    work.knowGates(lot.id, lot.data.openGates);
    work.act('doc-issue', leafOf(lot, cmd.input, { saleStart, bidDeadline, weight, smeDeduction }));
    work.send('lot.issued', { lotId: lot.id });
    work.result = { docId: document.docId, openingId: lot.data.openingId, bidDeadline, saleStart, state: lot.state };
  },
});

/** Where people meet, if they have booked a room; bids are opened in the hall on the page all the same. */
function bookedPlace({ slots }: Lot): string {
  const roomId = slots.findLast(({ slotType }) => slotType === 'opening')?.roomId;
  return rooms.opening.find(([id]) => id === roomId)?.[1] ?? '线上开标大厅';
}

function leafOf(lot: Rec<Lot>, input: Input, terms: { saleStart: string; bidDeadline: string; weight: number | null; smeDeduction: number | null }) {
  const { document, ceilingFen } = lot.data;
  const { saleStart, bidDeadline, weight, smeDeduction } = terms;
  const { saleEnd, bidValidDays, docKind, awardMode, smeReserved, depositFen, floorFen } = input;
  return {
    subject: lot.id, lotId: lot.id,
    public: {
      docId: document?.docId, lotIds: [lot.id], saleStart, saleEnd, docKind, bidDeadline, prequalDeadline: null, bidValidDays,
      depositAmount: depositFen === null ? null : String(depositFen),
      // deposits themselves come with their own subsystem: until then the amount is named and its cap is checked
      depositRequired: false,
      evaluationMethod: document?.evaluation.method, awardMode, ceilingPrice: ceilingFen, floorPrice: floorFen === null ? null : String(floorFen),
      priceWeight: weight === null ? null : String(weight), smeDeduction: smeDeduction === null ? null : String(smeDeduction), smeReserved,
    },
    docs: { docFile: docFile(document?.files ?? []), ...(document ? { evaluationConfig: configDigest(document.evaluation) } : {}) },
    facts: {
      docKind, saleStart: Date.parse(saleStart), saleEnd: Date.parse(saleEnd), bidDeadline: Date.parse(bidDeadline), prequalDeadline: null,
      depositFen: depositFen === null ? null : BigInt(depositFen), estimateFen: fenOf(lot.data.estimateFen), budgetFen: fenOf(lot.data.budgetFen), ceilingFen: fenOf(ceilingFen),
      floorPriceFen: floorFen === null ? null : BigInt(floorFen), priceWeight: weight, smeReserved: smeReserved === true, smeDeduction,
      ...reviewFacts(lot.data), param: lotParam(lot.data),
    },
  };
}

/** Nobody may seal to keys that nobody has shown to work; and the settings are sound with the ceiling that goes out. */
function requireProved(lot: Lot, document: Document): void {
  const silent = document.custodians.filter(({ provedAt }) => provedAt === undefined);
  if (silent.length > 0) throw new Refusal('custody-unproved', { field: silent.map(({ id }) => id).join(' ') });
  const [fault] = evaluationFaults(document.evaluation, { category: lot.category, kind: lot.kind, ceilingFen: lot.ceilingFen });
  if (fault) throw new Refusal('evaluation-config', fault);
}

/** People planned by the notice: the deadline may be later than it said, never earlier. */
function deadlineOf(lot: Lot, cmd: Cmd<Input>): string {
  const said = announcedDeadline(lot);
  const bidDeadline = cmd.input.bidDeadline ?? said;
  if (bidDeadline === undefined) throw new Refusal('invalid-input', { field: 'bidDeadline' });
  if (said !== undefined && bidDeadline < said) throw new Refusal('deadline-earlier', { field: 'bidDeadline' });
  return bidDeadline;
}

function noticeOf(lot: Lot) { return lot.notices.findLast((notice) => notice.noticeType === 'tender'); }

function completeNotice(lot: Lot, issued: { saleEnd: string; method: string }): void {
  const notice = noticeOf(lot);
  if (notice) Object.assign(notice.items, issuedItems(lot, issued));
}

/** The opening's record, in the shape its own module reads; a list of one leaves nothing to chance. */
function appointOpening(work: Work, lotId: string, { place, evaluation, unpriced }: { place: string; evaluation: EvaluationConfig; unpriced: boolean }): string {
  const coefficients: Record<string, { candidates: string[]; drawn?: string }> = {};
  for (const name of coefficientsOf(evaluation)) {
    const candidates = evaluation.coefficients?.[name] ?? [];
    const [only] = candidates;
    coefficients[name] = { candidates, ...(candidates.length === 1 && only !== undefined ? { drawn: only } : {}) };
  }
  const opening = work.create('opening', initialState('opening-session'), { place, announcedCount: 0, checkins: [], coefficients, viewersPeak: 0, ...(unpriced ? { unpriced } : {}) }, { lotId });
  return opening.id;
}
