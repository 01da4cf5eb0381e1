import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { loadLot, lotParam, lotParties, type Application, type Lot, type PrequalTerms } from '../project-intake/index.ts';
import { passing } from './rules/prequal.ts';

const input = z.strictObject({
  reviewReport: sha256Hex.describe('the report of the review as signed, uploaded before'),
  results: z.array(z.strictObject({
    applicationSeq: z.int().min(100_000).max(999_999), qualified: z.boolean().describe('it meets the requirements of the document'),
    score: z.string().regex(/^\d{1,3}(\.\d{1,2})?$/).nullable().default(null).describe('of a qualified one, where the number is limited'),
    reason: z.string().trim().min(1).max(2000).nullable().default(null).describe('told to the applicant; one that is not qualified has a right to it'),
  })).max(300),
});
type Input = z.infer<typeof input>;

interface Facts { lot: Rec<Lot>; applications: Rec<Application>[]; report: unknown }

/** What stands in the leaf, sealed until the bid deadline. */
interface Told { applicationSeq: number; applicantId: string; result: 'pass' | 'fail'; qualified: boolean; score: string | null; reason: string | null }

/** 资格预审结果确认 (实施条例 第18、19条): one word on each application; who passes follows from it and from the method published. */
export const bidPrequalResult = defineAct<Input, Facts>({
  id: 'bid-prequal-result', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const applications = await read.list<Application>({ kind: 'application', lotId: lot.id });
    return { lot, applications: applications.filter(({ state }) => state !== 'replaced'), report: await read.blob(cmd.input.reviewReport, cmd.actor.entityId) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, applications, report }, cmd, work) {
    work.move(lot.data.machine, lot, 'bid-prequal-result');
    const { document, prequal } = lot.data;
    if (!document?.prequal || !prequal) throw new Error(`lot ${lot.id} has no prequalification`);
    if (!report) throw new Refusal('blob-missing', { field: 'reviewReport' });
    requireReviewed(cmd.input.results, applications, document.prequal);
    const told = decideAll(work, applications, cmd.input, passing(document.prequal, cmd.input.results));
    prequal.decidedAt = work.now;
    const passedCount = told.filter(({ result }) => result === 'pass').length;
    work.knowGates(lot.id, lot.data.openGates);
    work.act('bid-prequal-result', {
      subject: lot.id, lotId: lot.id, public: { lotId: lot.id, passedCount, failedCount: told.length - passedCount, decidedAt: work.now },
      salted: { applicantResults: told }, docs: { reviewReport: cmd.input.reviewReport },
      facts: { hashPairs: [[cmd.input.reviewReport, cmd.input.reviewReport]], param: lotParam(lot.data) },
    });
    work.result = { passedCount, failedCount: told.length - passedCount, passed: told.filter(({ result }) => result === 'pass').map(({ applicationSeq }) => applicationSeq), state: lot.state };
  },
});

/** Every application is answered, none twice and none that there is not; a refusal says why, a limited number is by score. */
function requireReviewed(results: Input['results'], applications: readonly Rec<Application>[], { method }: PrequalTerms): void {
  const seqs = new Set(applications.map(({ data }) => data.applicationSeq));
  const fits = results.length === seqs.size && new Set(results.map(({ applicationSeq }) => applicationSeq)).size === seqs.size && results.every(({ applicationSeq }) => seqs.has(applicationSeq));
  if (!fits) throw new Refusal('prequal-results', { field: 'results' });
  results.forEach(({ qualified, reason, score }, i) => {
    if (!qualified && reason === null) throw new Refusal('prequal-results', { field: `results.${i}.reason`, zh: '未通过的须说明理由', en: 'One that is not qualified is told why' });
    if ((score !== null) !== (qualified && method === 'limited')) throw new Refusal('prequal-results', { field: `results.${i}.score`, zh: '有限数量制须为每个合格申请打分，合格制不打分', en: 'Scores are given to the qualified where the number is limited, and only there' });
  });
}

function decideAll(work: Work, applications: readonly Rec<Application>[], { results }: Input, passed: ReadonlySet<number>): Told[] {
  return applications.flatMap((application) => {
    const { applicationSeq, applicantId } = application.data;
    const review = results.find((one) => one.applicationSeq === applicationSeq);
    if (!review) return [];
    const { qualified, score } = review;
    const result = passed.has(applicationSeq) ? 'pass' : 'fail';
    const reason = review.reason ?? (result === 'fail' ? '合格，但得分未进入公布的数量限制' : null);
    application.state = result === 'pass' ? 'passed' : 'failed';
    application.data.result = { score, reason, at: work.now };
    work.put(application);
    return [{ applicationSeq, applicantId, result, qualified, score, reason }];
  });
}
