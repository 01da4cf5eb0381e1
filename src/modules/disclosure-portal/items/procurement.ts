import { titled } from '../../../kernel/title.ts';
import { maxWorkingDaysEnd } from '../../../kernel/calendar.ts';
import { ended, published } from './engineering.ts';
import { closedOpening, disputes, openedBids, takingPart } from './opening.ts';
import { announcedAt, endOf, leadOf, noticeRule, noticesOf, rule, type AnyRule } from './rule.ts';

export const PROCUREMENT = {
  'gp-intention': noticeRule('gp-intention', ({ lot }) => (lot.data.intention ? [lot.data.intention] : []), {
    due: (_one, f) => leadOf('gp-intention', announcedAt(f)), expected: (f) => leadOf('gp-intention', announcedAt(f)), exempt: ({ lot }) => lot.data.plan?.intentionExemptCode ?? null,
  }),
  'gp-notice': noticeRule('gp-notice', noticesOf('tender'), { at: ({ publishedAt }, { lot }) => lot.data.issued?.at ?? publishedAt }),
  'gp-correction': noticeRule('gp-correction', noticesOf('change'), { due: () => null }),
  'gp-single-source': noticeRule('gp-single-source', noticesOf('single-source')),
  'gp-opening': rule('gp-opening', {
    of: closedOpening, at: ({ data }, { now }) => data.endedAt ?? data.startedAt ?? now, expected: ({ opening }) => (opening?.data.startedAt === undefined ? null : endOf('gp-opening', opening.data.startedAt)),
    items: {
      projectCode: (_one, { lot }) => lot.data.projectCode, openingTime: ({ data }) => data.startedAt, supplierCount: (_one, f) => takingPart(f).length, supplierNames: (_one, f) => takingPart(f).map((b) => b.data.bidderName),
      quotePrices: ({ data }, f) => (data.unpriced === true ? undefined : openedBids(f).map((b) => ({ supplier: b.data.bidderName, priceFen: b.data.form?.priceFen }))), supervisionNote: () => '全程在线公开，过程记入见证账本', openingDispute: (_one, f) => disputes(f),
    },
  }),
  'gp-result': rule('gp-result', {
    of: published, at: ({ resultPublishedAt }, { now }) => resultPublishedAt ?? now, due: ({ decidedAt }) => endOf('gp-result', decidedAt),
    expected: ({ lot }) => (lot.data.award && !lot.data.failure ? endOf('gp-result', lot.data.award.decidedAt) : null),
    items: {
      projectCode: (_one, { lot }) => lot.data.projectCode, projectName: (_one, { lot }) => lot.data.projectName, winnerName: ({ winnerName }, { lot }) => lot.data.framework?.suppliers.map((one) => one.supplierName).join('、') ?? winnerName, winnerAddress: (_one, { lot }) => lot.data.resultNotice?.winnerAddress,
      awardPrice: ({ awardFen }) => awardFen, mainItems: ({ duration }, { lot }) => [{ name: lot.data.lotName, duration }], evaluationScore: ({ bidId }, { lot }) => lot.data.candidates?.find((c) => c.bidId === bidId)?.total,
      reviewExperts: (_one, { experts, lot }) => (lot.data.order ? ['框架协议第二阶段，不另行评审'] : experts), agencyFee: (_one, { lot }) => lot.data.resultNotice?.agencyFeeFen, publicityEnd: ({ resultPublishedAt }) => resultPublishedAt && resultPublicityEnd(resultPublishedAt),
      objectionChannel: (_one, { lot }) => lot.data.resultNotice?.objectionChannel,
    },
  }),
  'gp-termination': rule('gp-termination', {
    of: ended, at: ({ at }) => at,
    items: {
      projectCode: (_one, { lot }) => lot.data.projectCode, projectName: (_one, { lot }) => lot.data.projectName, reason: ({ items, reasonCode }) => items['reason'] ?? reasonCode, publishedAt: ({ at }) => at,
      contactPerson: (_one, { project }) => project.data.contact,
    },
  }),
  'gp-contract': rule('gp-contract', {
    of: ({ contract }) => (contract ? [contract.data] : []), at: ({ signedAt }) => signedAt,
    items: {
      contractCode: ({ contractCode }) => contractCode, contractName: (_one, { lot }) => titled(lot.data.lotName, '采购合同'), projectCode: (_one, { lot }) => lot.data.projectCode, purchaserName: (_one, { lot }) => lot.data.tendererName,
      supplierName: (_one, { lot }) => lot.data.award?.winnerName, mainItems: ({ duration }, { lot }) => [{ name: lot.data.lotName, duration }], contractPrice: ({ priceFen }) => priceFen, signedAt: ({ signedAt }) => signedAt,
      contractDocument: ({ fileDigest }) => fileDigest,
    },
  }),
  'gp-acceptance': noticeRule('gp-acceptance', ({ lot }) => (lot.data.acceptances ?? [lot.data.acceptance ?? []].flat()).map(({ items, acceptedAt }) => ({ items, publishedAt: acceptedAt }))),
  'gp-complaint': rule('gp-complaint', {
    of: ({ remedies }) => remedies.filter(({ remedyType }) => remedyType === '投诉'), at: ({ decidedAt }) => decidedAt,
    items: {
      projectCode: (_one, { lot }) => lot.data.projectCode, complainantName: ({ submitterName }) => submitterName, respondentName: ({ respondentName }) => respondentName, findings: ({ findings }) => findings, decision: ({ decision }) => decision,
      decidedAt: ({ decidedAt }) => decidedAt,
    },
  }),
} satisfies Record<string, AnyRule>;

/** One working day of publicity (87号令 第69条). */
export function resultPublicityEnd(publishedAt: string): string {
  return new Date(maxWorkingDaysEnd(Date.parse(publishedAt), 1).at).toISOString();
}
