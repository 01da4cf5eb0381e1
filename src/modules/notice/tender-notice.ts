import type { SubItemId } from '../../../catalogue/index.ts';
import type { Lot, Project } from '../project-intake/index.ts';
import type { Items } from './items.ts';

export type NoticeType = 'tender' | 'prequalification';

export function noticeSubItem(lot: Pick<Lot, 'category'>, noticeType: NoticeType = 'tender'): SubItemId {
  if (noticeType === 'prequalification') return 'eng-prequal-notice';
  return lot.category === 'gov-procurement' ? 'gp-notice' : 'eng-tender-notice';
}

/** What the lot already knows of its notice, in the words of the sub-item. */
export function knownItems(lot: Lot, project: Project, notice: { title: string; noticeType: NoticeType; deadline: string }): Items {
  const terms = lot.document?.terms ?? {};
  const common = { noticeTitle: notice.title, agencyName: lot.agencyName };
  const lotList = [{ lotNo: lot.lotNo, lotName: lot.lotName }];
  if (notice.noticeType === 'prequalification') {
    return {
      ...common, tenderProjectCode: lot.projectCode, unifiedDealCode: lot.unifiedDealCode, tendererName: lot.tendererName, projectOverview: project.overview, lotList,
      qualificationRequirements: lot.document?.qualification, applicationDeadline: notice.deadline, reviewMethod: prequalMethodZh(lot),
    };
  }
  if (lot.category === 'gov-procurement') {
    return {
      ...common, projectCode: lot.projectCode, purchaserName: lot.tendererName, procurementMethod: lot.plan?.method,
      budget: fenNumber(lot.budgetFen), requirements: terms['requirements'] ?? project.overview, supplierQualification: lot.document?.qualification,
      policyRequirements: terms['policyRequirements'], responseDeadline: notice.deadline, contactPerson: project.contact,
    };
  }
  return {
    ...common, tenderProjectCode: lot.projectCode, unifiedDealCode: lot.unifiedDealCode, tendererName: lot.tendererName, fundSource: lot.fundSource,
    lotList, bidderQualification: lot.document?.qualification,
    consortiumAllowed: consortiumZh(lot), bidDeadline: notice.deadline,
  };
}

/** 资格审查办法 in words. */
export function prequalMethodZh({ document }: Pick<Lot, 'document'>): string | undefined {
  if (!document?.prequal) return undefined;
  const { method, limit } = document.prequal;
  return method === 'qualified-all' ? '合格制' : `有限数量制，不超过${limit ?? 0}家`;
}

/** What was sealed as a setting stands; only where none was, the text of the terms speaks. */
function consortiumZh({ document }: Lot): string | undefined {
  return document?.consortium ? `接受，联合体成员不超过${document.consortium.maxMembers}家` : document?.terms['consortiumAllowed'] ?? (document ? '不接受联合体投标' : undefined);
}

/** Items of the notice that come with the issue of the documents. */
export function issuedItems(lot: Lot, issued: { saleEnd: string; method: string }): Items {
  const deadline = lot.category === 'gov-procurement' ? { responseDeadline: lot.bidDeadline } : { bidDeadline: lot.bidDeadline, depositAmount: fenNumber(lot.depositFen) ?? 0, evaluationMethod: issued.method };
  return { docObtainEnd: issued.saleEnd, ...deadline, ...(lot.ceilingFen === null ? {} : { ceilingPrice: fenNumber(lot.ceilingFen) }) };
}

function fenNumber(text: string | null): number | null { return text === null ? null : Number(text); }
