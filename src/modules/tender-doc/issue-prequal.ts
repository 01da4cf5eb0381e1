import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { reviewFacts } from '../notice/index.ts';
import { armPrequal, lotParam, type Lot } from '../project-intake/index.ts';
import { docFile } from './doc-seal.ts';

interface Terms { saleStart: string; saleEnd: string; prequalDeadline?: string | undefined; bidValidDays: number }

/** 资格预审文件发布 (实施条例 第16、17条): on sale for five days, then five more to apply. The tender document stays where it is. */
export function issuePrequal(work: Work, lot: Rec<Lot>, { saleStart, saleEnd, prequalDeadline, bidValidDays }: Terms): void {
  const { document, prequal } = lot.data;
  if (!document?.prequal || !prequal) throw new Error(`lot ${lot.id} is announced without a prequalification`);
  if (prequal.issued) throw new Refusal('state', { rule: 'state', zh: '资格预审文件已发布，修改以澄清或更正办理', en: 'It has been issued; what changes is clarified or corrected' });
  const deadline = prequalDeadline ?? prequal.deadline;
  if (deadline < prequal.deadline) throw new Refusal('deadline-earlier', { field: 'prequalDeadline' });
  if (saleEnd <= saleStart || saleEnd < announcedSaleEnd(lot.data)) throw new Refusal('invalid-input', { field: 'saleEnd' });
  Object.assign(prequal, { deadline, issued: { saleStart, saleEnd, at: work.now } });
  const notice = lot.data.notices.findLast(({ noticeType }) => noticeType === 'prequalification');
  if (notice) Object.assign(notice.items, { docObtainEnd: saleEnd, applicationDeadline: deadline });
  armPrequal(work, lot, deadline);
  work.publicBlobs.push(...document.prequal.files.map((file) => file.sha256));
  work.knowGates(lot.id, lot.data.openGates);
  work.act('doc-issue', {
    subject: lot.id, lotId: lot.id,
    public: {
      docId: document.docId, lotIds: [lot.id], saleStart, saleEnd, docKind: 'prequalification', bidDeadline: null, prequalDeadline: deadline, bidValidDays, depositAmount: null,
      evaluationMethod: document.prequal.method, prequalLimit: document.prequal.limit, awardMode: null, ceilingPrice: null, floorPrice: null, priceWeight: null, smeDeduction: null, smeReserved: null,
    },
    docs: { docFile: docFile(document.prequal.files) },
    facts: {
      docKind: 'prequalification', saleStart: Date.parse(saleStart), saleEnd: Date.parse(saleEnd), bidDeadline: null, prequalDeadline: Date.parse(deadline),
      ...reviewFacts(lot.data), param: lotParam(lot.data),
    },
  });
  work.result = { docId: document.docId, prequalDeadline: deadline, saleStart, state: lot.state };
}

/** People planned by the notice: the documents are not on sale for less than it said. */
function announcedSaleEnd({ notices }: Lot): string {
  const said = notices.findLast(({ noticeType }) => noticeType === 'prequalification')?.items['docObtainEnd'];
  const at = typeof said === 'string' ? Date.parse(said) : Number.NaN;
  return Number.isNaN(at) ? '' : new Date(at).toISOString();
}
