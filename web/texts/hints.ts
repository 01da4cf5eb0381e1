// A line under a field, where its name alone leaves open what is meant or what becomes of it: Chinese, English.
import { inTrade } from '../../src/kernel/trade-words.ts';
import type { Language } from './index.tsx';

type Pair = readonly [string, string];

const secret: Pair = ['只留加盐摘要，不公开。', 'Only a salted digest is kept; it is not published.'];
const hints: Readonly<Record<string, Pair>> = {
  regionCode: ['六位行政区划代码（GB/T 2260），例如杭州市 330100。', 'Six digits of GB/T 2260: Hangzhou is 330100.'],
  signerIdNo: secret, acceptorIdNo: secret, legalRepIdNo: secret, holderIdNo: secret,
  certificate: ['本人在“登记”页的“个人岗位”里复制的证书内容（不含私钥）。', 'The certificate’s text as copied on the registration page; it holds no private key.'],
  planNo: ['财政部门备案的采购计划编号。', 'As the finance department has filed the plan.'],
  intentionExemptCode: ['没有公开采购意向的项目才填写，须属于法定例外。', 'Only where no intention was published, in the cases the law allows.'],
  minBiddersOverride: ['供应商少于法定家数、经财政部门批准的才填写；一般留空。', 'Only where the finance department has allowed fewer suppliers than the law wants.'],
  overrideDocNo: ['财政部门的批准文号。', 'Number of the finance department’s decision.'],
  approvalFile: ['项目审批、核准、备案或采购计划的批准文件。', 'The decision that approves the project or the plan.'],
  promiseFile: ['已签字盖章的进场承诺书。', 'Signed and sealed.'],
  smeDeduction: ['对小微企业报价的扣除比例，例如 0.1 即扣 10% 后参加比较。', 'Share taken off a small enterprise’s price before prices are compared: 0.1 is 10%.'],
  qualification: ['写明资质、业绩、人员等要求；公告和文件中公开。', 'Licences, experience, people; public in the notice and the documents.'],
  ceilingFen: ['报价高于它的会被否决；不设的留空。', 'A bid above it is rejected; leave empty where there is none.'],
  depositFen: ['不得超过估算价或预算的 2%；不收取的留空。', 'At most 2% of the estimate or budget; leave empty where none is asked for.'],
  openingPlace: ['不填即为平台开标厅。', 'Left empty: the platform’s hall.'],
  saleStart: ['不填即发布时。', 'Left empty: from the issue on.'],
  performanceSecurityFen: ['不得超过合同价的 10%；不收取的留空。', 'At most 10% of the contract price; leave empty where none is asked for.'],
  winnerAddress: ['随中标（成交）结果公开。', 'Published with the result.'],
  objectionChannel: ['公示中公开：向谁、以什么方式提出。', 'Published: to whom and how.'],
  agencyFeeFen: ['随结果公开；不收取的留空。', 'Published with the result; leave empty where there is none.'],
  contractFile: ['双方已签字盖章的合同。', 'Signed and sealed by both.'],
  decisionFile: ['定标决定或成交确认文件。', 'The decision, signed and sealed.'],
  reviewForm: ['已签字盖章的公平竞争审查表。', 'The review, signed and sealed.'],
  acceptanceReport: ['验收小组签字的验收书。', 'Signed by those who accepted.'],
};

/** What is said under a field of that name; most need nothing. */
export function inputHint(name: string, language: Language, trade: string | undefined): string | undefined {
  const hint = hints[name]?.[language === 'zh' ? 0 : 1];
  return hint === undefined ? undefined : inTrade(hint, trade, language);
}
