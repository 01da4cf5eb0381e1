import { industries, type SubItemId } from '../../../catalogue/index.ts';
import { maxWorkingDaysEnd } from '../../kernel/calendar.ts';
import { paidFen, type Contract } from '../award-contract/index.ts';
import type { Bid } from '../bidding/index.ts';
import type { Opening } from '../opening-hall/index.ts';
import type { Rec } from '../../platform/records.ts';
import type { Lot, Project } from '../project-intake/index.ts';
import { clarificationItems } from '../tender-doc/index.ts';

/** What a disclosure is made from: the records the acts have left. */
export interface DisclosureFacts {
  lot: Rec<Lot>; project: Rec<Project>; bids: readonly Rec<Bid>[]; opening: Rec<Opening> | null; contract: Rec<Contract> | null;
  entityCodes: ReadonlyMap<string, string>; experts: readonly string[]; now: string;
}

export type Items = Record<string, unknown>;

/** Builders by sub-item; null means: not yet (the source act has not come to its end). A list is published one by one. */
export const SUB_ITEM_BUILDERS: Partial<Record<SubItemId, (f: DisclosureFacts) => Items | Items[] | null>> = {
  'eng-tender-notice': tenderNotice,
  'gp-notice': tenderNotice,
  'eng-plan': ({ lot }) => lot.data.notices.filter((n) => n.noticeType === 'plan').map((n) => n.items),
  'gp-correction': ({ lot }) => lot.data.notices.filter((n) => n.noticeType === 'change').map((n) => n.items),
  'gp-intention': ({ lot }) => lot.data.intention?.items ?? null,
  'eng-clarification': ({ lot }) => (lot.data.clarifications ?? []).map((one) => clarificationItems(lot.data, one)),
  'eng-opening': engOpening,
  'gp-opening': gpOpening,
  'eng-candidate': engCandidate,
  'eng-award': engAward,
  'gp-result': gpResult,
  'eng-abnormal': ({ lot }) => lot.data.failure ? {
    lotCode: lot.data.lotCode, abnormalType: lot.data.failure.abnormalType, reason: lot.data.failure.reasonCode, publishedAt: lot.data.failure.at, supervisorDept: supervisorOf(lot.data),
  } : null,
  'gp-termination': ({ lot, project }) => lot.data.failure ? {
    projectCode: lot.data.projectCode, projectName: lot.data.projectName, reason: lot.data.failure.reasonCode, publishedAt: lot.data.failure.at, contactPerson: project.data.contact,
  } : null,
  'eng-contract': engContract,
  'gp-contract': gpContract,
  'eng-performance': engPerformance,
  'gp-acceptance': ({ lot }) => lot.data.acceptance?.items ?? null,
};

/** The department that supervises this industry, as the routing table names it. */
export function supervisorOf(lot: Pick<Lot, 'industryId'>): string {
  return industries.find((i) => i.id === lot.industryId)?.complaintToZh ?? lot.industryId;
}

function tenderNotice({ lot }: DisclosureFacts): Items | null {
  return lot.data.notices.findLast((n) => n.noticeType === 'tender')?.items ?? null;
}

function openedBids(f: DisclosureFacts): readonly Rec<Bid>[] {
  return f.bids.filter((b) => b.data.form !== undefined && b.data.announcedAt !== undefined);
}

function takingPart(f: DisclosureFacts): readonly Rec<Bid>[] {
  return f.bids.filter((b) => b.data.submittedAt !== undefined && b.state !== 'replaced' && b.state !== 'withdrawn');
}

function disputes(f: DisclosureFacts): string | undefined {
  const texts = f.bids.flatMap((b) => (b.data.confirmed?.dispute ? [`${b.data.bidderName}：${b.data.confirmed.dispute}`] : []));
  return texts.length > 0 ? texts.join('；') : undefined;
}

const over = (f: DisclosureFacts): boolean => f.opening?.state === 'closed' || f.opening?.state === 'archived';

function engOpening(f: DisclosureFacts): Items | null {
  const { opening, lot } = f;
  if (!opening || !over(f)) return null;
  const opened = openedBids(f);
  const all = takingPart(f);
  return {
    lotCode: lot.data.lotCode, openingTime: opening.data.startedAt, openingPlace: opening.data.place, openingParticipants: all.map((b) => b.data.bidderName),
    bidderCount: all.length, bidderNames: all.map((b) => b.data.bidderName), bidPrices: opened.map((b) => ({ bidder: b.data.bidderName, priceFen: b.data.form?.priceFen })),
    durations: opened.map((b) => ({ bidder: b.data.bidderName, duration: b.data.form?.duration })),
    decryptStatus: all.map((b) => ({ bidder: b.data.bidderName, result: b.data.decryption?.result ?? 'failed' })), openingDispute: disputes(f),
  };
}

function gpOpening(f: DisclosureFacts): Items | null {
  const { opening, lot } = f;
  if (!opening || !over(f)) return null;
  const all = takingPart(f);
  return {
    projectCode: lot.data.projectCode, openingTime: opening.data.startedAt, supplierCount: all.length, supplierNames: all.map((b) => b.data.bidderName),
    ...(opening.data.unpriced === true ? {} : { quotePrices: openedBids(f).map((b) => ({ supplier: b.data.bidderName, priceFen: b.data.form?.priceFen })) }), openingDispute: disputes(f),
  };
}

function engCandidate(f: DisclosureFacts): Items | null {
  const { lot, bids } = f;
  const { publicity } = lot.data;
  const first = lot.data.candidates?.find((c) => !c.outCause);
  const bid = bids.find((b) => b.id === first?.bidId);
  if (!publicity || !first || !bid?.data.form) return null;
  const { form } = bid.data;
  return {
    lotCode: lot.data.lotCode, candidateName: first.bidderName, candidateRank: 1, candidatePrice: first.priceFen, evaluationScore: first.total, quality: form.quality, timeLimit: form.duration,
    pmName: form.projectManager, candidateQualification: '符合招标文件资格要求', rejectedBidders: rejected(bids), publicityEnd: publicity.publicityEnd, objectionChannel: publicity.objectionChannel,
    candidates: lot.data.candidates?.map((c) => ({ rank: c.rank, name: c.bidderName, priceFen: c.priceFen, total: c.total })),
  };
}

function rejected(bids: readonly Rec<Bid>[]): Items[] {
  return bids.flatMap((b) => (b.data.rejected ? [{ bidder: b.data.bidderName, clause: b.data.rejected.clauseRef }] : []));
}

function engAward(f: DisclosureFacts): Items | null {
  const { lot, bids } = f;
  const { award } = lot.data;
  if (!award?.resultPublishedAt) return null;
  return {
    noticeTitle: `${lot.data.projectName}中标结果公告`, lotCode: lot.data.lotCode, unifiedDealCode: lot.data.unifiedDealCode, winnerName: award.winnerName,
    winnerCode: f.entityCodes.get(award.bidderId), awardPrice: award.awardFen, timeLimit: award.duration, pmName: bids.find((b) => b.id === award.bidId)?.data.form?.projectManager, publishedAt: award.resultPublishedAt,
  };
}

function gpResult(f: DisclosureFacts): Items | null {
  const { lot } = f;
  const { award, resultNotice } = lot.data;
  if (!award?.resultPublishedAt || !resultNotice) return null;
  const publicityEnd = resultPublicityEnd(award.resultPublishedAt);
  return {
    projectCode: lot.data.projectCode, projectName: lot.data.projectName, winnerName: award.winnerName, winnerAddress: resultNotice.winnerAddress, awardPrice: award.awardFen,
    mainItems: [{ name: lot.data.lotName, duration: award.duration }], evaluationScore: lot.data.candidates?.find((c) => c.bidId === award.bidId)?.total,
    reviewExperts: f.experts, agencyFee: resultNotice.agencyFeeFen ?? undefined, publicityEnd, objectionChannel: resultNotice.objectionChannel,
  };
}

/** One working day of publicity (87号令 第69条). */
export function resultPublicityEnd(publishedAt: string): string {
  return new Date(maxWorkingDaysEnd(Date.parse(publishedAt), 1).at).toISOString();
}

function engContract({ lot, contract }: DisclosureFacts): Items | null {
  if (!contract) return null;
  const { contractCode, priceFen, duration, signedAt, performanceSecurityFen, paymentTerms } = contract.data;
  return {
    contractCode, contractName: `${lot.data.lotName}合同`, lotCode: lot.data.lotCode, tendererName: lot.data.tendererName, contractorName: lot.data.award?.winnerName, contractPrice: priceFen,
    contractTerm: duration, signedAt, performanceSecurity: performanceSecurityFen ?? undefined, paymentTerms,
  };
}

function engPerformance({ contract }: DisclosureFacts): Items[] {
  if (!contract) return [];
  const { contractCode, milestones = [], changes = [] } = contract.data;
  return milestones.map((one, i) => {
    const change = changes.findLast(({ at }) => at <= one.at);
    return {
      contractCode, milestone: one.milestone, milestoneDate: one.at, progressRate: one.progressPercent, cumulativePaid: paidFen({ ...contract.data, milestones: milestones.slice(0, i + 1) }),
      changeAmount: change?.amountFen, changeReason: change?.reason, completionDate: one.completed ? one.at : undefined,
    };
  });
}

function gpContract({ lot, contract }: DisclosureFacts): Items | null {
  if (!contract) return null;
  const { contractCode, priceFen, duration, signedAt, fileDigest } = contract.data;
  return {
    contractCode, contractName: `${lot.data.lotName}采购合同`, projectCode: lot.data.projectCode, purchaserName: lot.data.tendererName, supplierName: lot.data.award?.winnerName,
    mainItems: [{ name: lot.data.lotName, duration }], contractPrice: priceFen, signedAt, contractDocument: fileDigest,
  };
}
