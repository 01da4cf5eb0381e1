import { paidFen } from '../../award-contract/index.ts';
import { clarificationItems } from '../../tender-doc/index.ts';
import { closedOpening, disputes, openedBids, takingPart } from './opening.ts';
import { announcedAt, endOf, leadOf, noticeRule, noticesOf, rule, supervisorOf, type AnyRule, type DisclosureFacts } from './rule.ts';

export const ENGINEERING = {
  'eng-plan': noticeRule('eng-plan', noticesOf('plan'), {
    due: (_one, f) => leadOf('eng-plan', announcedAt(f)), expected: (f) => leadOf('eng-plan', announcedAt(f)),
  }),
  'eng-prequal-notice': noticeRule('eng-prequal-notice', noticesOf('prequalification')),
  // what the documents add comes with their issue; until then the notice is not complete
  'eng-tender-notice': noticeRule('eng-tender-notice', noticesOf('tender'), { at: ({ publishedAt }, { lot }) => lot.data.issued?.at ?? publishedAt }),
  'eng-clarification': noticeRule('eng-clarification', clarifications, { due: () => null }),
  'eng-prequal-result': rule('eng-prequal-result', {
    // names and numbers stay shut until the bid deadline (实施条例 第22条; 招标投标法 第22条)
    of: ({ lot }) => (lot.data.prequal?.decidedAt !== undefined && lot.data.openGates.includes('bid-deadline') ? [lot.data.prequal.decidedAt] : []),
    at: (_decidedAt, { lot, now }) => lot.data.bidDeadline ?? now,
    items: {
      lotCode: (_one, { lot }) => lot.data.lotCode, lotName: (_one, { lot }) => lot.data.lotName, applicantCount: (_one, f) => applied(f).length,
      passedApplicants: (_one, f) => applied(f).filter(({ state }) => state === 'passed').map(({ data }) => data.applicantName),
      failedApplicants: (_one, f) => applied(f).filter(({ state }) => state === 'failed').map(({ data }) => ({ applicant: data.applicantName, reason: data.result?.reason ?? '' })), reviewTime: (decidedAt) => decidedAt,
    },
  }),
  'eng-opening': rule('eng-opening', {
    of: closedOpening, at: ({ data }, { now }) => data.endedAt ?? data.startedAt ?? now, expected: ({ opening }) => (opening?.data.startedAt === undefined ? null : endOf('eng-opening', opening.data.startedAt)),
    items: {
      lotCode: (_one, { lot }) => lot.data.lotCode, openingTime: ({ data }) => data.startedAt, openingPlace: ({ data }) => data.place,
      openingParticipants: (_one, f) => takingPart(f).map((b) => b.data.bidderName), bidderCount: (_one, f) => takingPart(f).length, bidderNames: (_one, f) => takingPart(f).map((b) => b.data.bidderName),
      bidPrices: (_one, f) => openedBids(f).map((b) => ({ bidder: b.data.bidderName, priceFen: b.data.form?.priceFen })), durations: (_one, f) => openedBids(f).map((b) => ({ bidder: b.data.bidderName, duration: b.data.form?.duration })),
      decryptStatus: (_one, f) => takingPart(f).map((b) => ({ bidder: b.data.bidderName, result: b.data.decryption?.result ?? 'failed' })), openingDispute: (_one, f) => disputes(f),
    },
  }),
  'eng-candidate': rule('eng-candidate', {
    of: candidates, at: (_one, { lot, now }) => lot.data.publicity?.publishedAt ?? now,
    // from the day the report came (实施条例 第54条)
    due: (_one, { lot }) => (lot.data.reportAt === undefined ? null : endOf('eng-candidate', lot.data.reportAt)),
    expected: ({ lot }) => (lot.data.reportAt === undefined || lot.data.failure !== undefined ? null : endOf('eng-candidate', lot.data.reportAt)),
    items: {
      lotCode: (_one, { lot }) => lot.data.lotCode, candidateName: ({ bidderName }) => bidderName, candidateRank: ({ rank }) => rank, candidatePrice: ({ priceFen }) => priceFen, evaluationScore: ({ total }) => total || '按经评审的价格排序',
      quality: (one, f) => formOf(f, one.bidId)?.quality, timeLimit: (one, f) => formOf(f, one.bidId)?.duration, pmName: (one, f) => formOf(f, one.bidId)?.projectManager,
      // the bid form of the platform has no place for it; it stands in the bid's own files
      pmCertificates: () => undefined,
      candidateQualification: () => '符合招标文件规定的资格能力条件', rejectedBidders: (_one, { bids }) => bids.flatMap((b) => (b.data.rejected ? [{ bidder: b.data.bidderName, clause: b.data.rejected.clauseRef }] : [])),
      publicityEnd: (_one, { lot }) => lot.data.publicity?.publicityEnd, objectionChannel: (_one, { lot }) => lot.data.publicity?.objectionChannel,
    },
  }),
  'eng-award': rule('eng-award', {
    of: published, at: ({ resultPublishedAt }, { now }) => resultPublishedAt ?? now, due: ({ decidedAt }) => endOf('eng-award', decidedAt),
    expected: ({ lot }) => (lot.data.award && !lot.data.failure ? endOf('eng-award', lot.data.award.decidedAt) : null),
    items: {
      noticeTitle: (_one, { lot }) => `${lot.data.projectName}中标结果公告`, lotCode: (_one, { lot }) => lot.data.lotCode, unifiedDealCode: (_one, { lot }) => lot.data.unifiedDealCode, winnerName: ({ winnerName }) => winnerName,
      winnerCode: ({ bidderId }, { entityCodes }) => entityCodes.get(bidderId), awardPrice: ({ awardFen }) => awardFen, timeLimit: ({ duration }) => duration, pmName: ({ bidId }, f) => formOf(f, bidId)?.projectManager,
      publishedAt: ({ resultPublishedAt }) => resultPublishedAt,
    },
  }),
  'eng-abnormal': rule('eng-abnormal', {
    of: ended, at: ({ at }) => at,
    items: {
      lotCode: (_one, { lot }) => lot.data.lotCode, abnormalType: ({ items, abnormalType }) => items['abnormalType'] ?? abnormalType, reason: ({ items, reasonCode }) => items['reason'] ?? reasonCode,
      handlingOpinion: ({ items }) => items['handlingOpinion'], publishedAt: ({ at }) => at, supervisorDept: (_one, { lot }) => supervisorOf(lot.data),
    },
  }),
  'eng-remedy': rule('eng-remedy', {
    of: ({ remedies }) => remedies, at: ({ decidedAt }) => decidedAt,
    items: {
      lotCode: (_one, { lot }) => lot.data.lotCode, remedyType: ({ remedyType }) => remedyType, submitterName: ({ submitterName }) => submitterName, respondentName: ({ respondentName }) => respondentName,
      claimSummary: ({ claimSummary }) => claimSummary, findings: ({ findings }) => findings, decision: ({ decision }) => decision, decidedAt: ({ decidedAt }) => decidedAt,
    },
  }),
  'eng-contract': rule('eng-contract', {
    of: ({ contract }) => (contract ? [contract.data] : []), at: ({ signedAt }) => signedAt,
    items: {
      contractCode: ({ contractCode }) => contractCode, contractName: (_one, { lot }) => `${lot.data.lotName}合同`, lotCode: (_one, { lot }) => lot.data.lotCode, tendererName: (_one, { lot }) => lot.data.tendererName,
      contractorName: (_one, { lot }) => lot.data.award?.winnerName, contractPrice: ({ priceFen }) => priceFen, contractTerm: ({ duration }) => duration, signedAt: ({ signedAt }) => signedAt,
      performanceSecurity: ({ performanceSecurityFen }) => performanceSecurityFen, paymentTerms: ({ paymentTerms }) => paymentTerms, contractDocument: ({ fileDigest }) => fileDigest,
    },
  }),
  'eng-performance': rule('eng-performance', {
    of: milestones, at: ({ at }) => at,
    items: {
      contractCode: (_one, { contract }) => contract?.data.contractCode, milestone: ({ milestone }) => milestone, milestoneDate: ({ at }) => at, progressRate: ({ progressPercent }) => progressPercent, cumulativePaid: ({ paid }) => paid,
      changeAmount: ({ change }) => change?.amountFen, changeReason: ({ change }) => change?.reason, acceptanceResult: ({ completed, milestone }) => (completed ? `${milestone}，按约定完成` : undefined), completionDate: ({ completed, at }) => (completed ? at : undefined),
    },
  }),
} satisfies Record<string, AnyRule>;

/** Corrections of the notice and clarifications of the documents use one sub-item, in the order of their days. */
function clarifications(f: DisclosureFacts) {
  const { lot } = f;
  const own = (lot.data.clarifications ?? []).map((one) => ({ publishedAt: one.publishedAt, items: clarificationItems(lot.data, one) }));
  return [...noticesOf('change')(f), ...own].toSorted((a, b) => (a.publishedAt < b.publishedAt ? -1 : 1));
}

const applied = ({ applications }: DisclosureFacts) => applications.filter(({ state }) => state !== 'replaced');
const formOf = ({ bids }: DisclosureFacts, bidId: string) => bids.find(({ id }) => id === bidId)?.data.form;

function candidates({ lot, bids }: DisclosureFacts) {
  return lot.data.publicity ? (lot.data.candidates ?? []).filter(({ bidId, outCause }) => outCause === undefined && bids.some(({ id, data }) => id === bidId && data.form)) : [];
}

export function published({ lot: { data: { award } } }: DisclosureFacts) { return award?.resultPublishedAt === undefined ? [] : [award]; }

/** The end of a round that came to nothing, with what its notice said. */
export function ended({ lot: { data: { failure, notices } } }: DisclosureFacts) {
  const notice = failure && notices.find(({ noticeType, publishedAt }) => noticeType === failure.abnormalType && publishedAt === failure.at);
  return failure ? [{ ...failure, items: notice?.items ?? {} }] : [];
}

function milestones({ contract }: DisclosureFacts) {
  const all = contract?.data.milestones ?? [];
  return all.map((one, i) => ({ ...one, change: contract?.data.changes?.findLast(({ at }) => at <= one.at), paid: contract && paidFen({ ...contract.data, milestones: all.slice(0, i + 1) }) }));
}
