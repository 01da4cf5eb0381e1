import type { SubItemId } from '../../../catalogue/index.ts';
import type { Lot, Project } from '../project-intake/index.ts';
import type { Items } from './items.ts';

export function noticeSubItem(lot: Lot): SubItemId {
  return lot.category === 'gov-procurement' ? 'gp-notice' : 'eng-tender-notice';
}

/** What the lot already knows of its notice, in the words of the sub-item. */
export function knownItems(lot: Lot, project: Project, notice: { title: string; bidDeadline: string }): Items {
  const terms = lot.document?.terms ?? {};
  const common = { noticeTitle: notice.title, agencyName: lot.agencyName };
  if (lot.category === 'gov-procurement') {
    return {
      ...common, projectCode: lot.projectCode, purchaserName: lot.tendererName, procurementMethod: lot.plan?.method,
      budget: fenNumber(lot.budgetFen), requirements: terms['requirements'] ?? project.overview, supplierQualification: lot.document?.qualification,
      policyRequirements: terms['policyRequirements'], responseDeadline: notice.bidDeadline, contactPerson: project.contact,
    };
  }
  return {
    ...common, tenderProjectCode: lot.projectCode, unifiedDealCode: lot.unifiedDealCode, tendererName: lot.tendererName, fundSource: lot.fundSource,
    lotList: [{ lotNo: lot.lotNo, lotName: lot.lotName }], bidderQualification: lot.document?.qualification,
    consortiumAllowed: terms['consortiumAllowed'], bidDeadline: notice.bidDeadline,
  };
}

/** Items of the notice that come with the issue of the documents. */
export function issuedItems(lot: Lot, issued: { saleEnd: string; method: string }): Items {
  const deadline = lot.category === 'gov-procurement' ? { responseDeadline: lot.bidDeadline } : { bidDeadline: lot.bidDeadline, depositAmount: fenNumber(lot.depositFen) ?? 0, evaluationMethod: issued.method };
  return { docObtainEnd: issued.saleEnd, ...deadline, ...(lot.ceilingFen === null ? {} : { ceilingPrice: fenNumber(lot.ceilingFen) }) };
}

function fenNumber(text: string | null): number | null { return text === null ? null : Number(text); }
