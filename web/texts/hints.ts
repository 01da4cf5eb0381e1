// A line under a field, where its name alone leaves open what is meant or what becomes of it: Chinese, English.
import { inTrade } from '../../src/kernel/trade-words.ts';
import type { Language } from './index.tsx';

type Pair = readonly [string, string];

const secret: Pair = ['只留加盐摘要，不公开。', 'Only a salted digest is kept; it is not published.'];
const hints: Readonly<Record<string, Pair>> = {
  regionCode: ['项目所在地，细到市或者县、区。', 'Where the project is; the city or the county.'],
  lotNo: ['字母、数字或短横线，不超过 10 位。', 'Letters, digits or hyphens, ten at most.'],
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
  approvalNo: ['批准直接确定专家的文号。', 'Number of the decision that allows it.'],
  place: ['不填即为公共资源交易中心评标区。', 'Left empty: the evaluation area of the trading centre.'],
  remote: ['评标专家在外地参加的才勾选；可提前更久抽取。', 'Where experts sit elsewhere; they may be drawn earlier.'],
  openingPlace: ['不填即为已预约的开标室，没有预约的为线上开标大厅。', 'Left empty: the room that is booked, else the platform’s hall.'],
  saleStart: ['不填即发布时。', 'Left empty: from the issue on.'],
  performanceSecurityFen: ['不得超过合同价的 10%；不收取的留空。', 'At most 10% of the contract price; leave empty where none is asked for.'],
  winnerAddress: ['随中标（成交）结果公开。', 'Published with the result.'],
  objectionChannel: ['公示中公开：向谁、以什么方式提出。', 'Published: to whom and how.'],
  agencyFeeFen: ['随结果公开；不收取的留空。', 'Published with the result; leave empty where there is none.'],
  contractFile: ['双方已签字盖章的合同。', 'Signed and sealed by both.'],
  decisionFile: ['定标决定或成交确认文件。', 'The decision, signed and sealed.'],
  invitationFile: ['已签字盖章的投标邀请书，只有受邀请人能下载。', 'Signed and sealed; only those invited can fetch it.'],
  changedItems: ['例如 投标截止时间、资格要求第二条。', 'For instance the bid deadline, the second point of the qualification.'],
  isMaterial: ['可能影响投标文件编制的，须在截止时间的法定天数之前发出，来不及的同时顺延截止时间。', 'Where it may affect how bids are made it comes the legal number of days ahead, or the deadline moves with it.'],
  changeFile: ['已签字盖章的变更文件。', 'Signed and sealed.'],
  newBidDeadline: ['不变的留空；只能推迟，不能提前。', 'Leave empty where it stays; it is never moved forward.'],
  newPrequalDeadline: ['不变的留空；只能推迟，不能提前。', 'Leave empty where it stays; it is never moved forward.'],
  changeAmountFen: ['增加填正数，减少填负数，例如 -5000。', 'Above zero where the price rises, below where it falls: -5000.'],
  payeeAccount: secret, objectorName: secret, milestone: ['例如 基础完工、首批到货、竣工验收。', 'For instance foundation done, first delivery, final acceptance.'],
  amountPaidFen: ['本节点实际支付的金额；没有支付填 0。', 'What was paid for this milestone; 0 where nothing was.'],
  completed: ['勾选表示合同约定的工作全部完成。', 'Tick it when all the work of the contract is done.'],
  proofFile: ['支付凭证或节点完成的证明。', 'Proof of payment, or that the milestone was reached.'],
  supplierName: ['从平台登记的供应商里选定：公示后只能邀请它。', 'Chosen of those registered here: after the publicity it alone can be invited.'],
  argumentFile: ['专业人员签字的论证意见，随公示公开。', 'The opinions of the experts as signed; published with it.'],
  replyFile: ['对方所提内容与书面答复，合成一个文件。', 'What was raised and the written reply, in one file.'],
  outcome: ['异议成立的，公示作废，采购方式须重新报批。', 'If it is upheld the publicity is void and the method is filed anew.'],
  causeAnalysisHash: ['说明这一次为什么没有成功、这一次怎么改。', 'Why this round failed and what is done otherwise now.'],
  demandFile: ['只给入围供应商和你单位看。', 'For the suppliers admitted and for you alone.'],
  orderFile: ['已签字盖章的订单（采购确认）。', 'The order, signed and sealed.'],
  offerFile: ['已签字盖章的报价文件。', 'The offer, signed and sealed.'],
  reviewReport: ['审查人员签字的资格审查报告。', 'Signed by those who reviewed.'],
  reviewForm: ['已签字盖章的公平竞争审查表。', 'The review, signed and sealed.'],
  acceptanceReport: ['验收小组签字的验收书。', 'Signed by those who accepted.'],
};

/** What is said under a field of that name; most need nothing. */
export function inputHint(name: string, language: Language, trade: string | undefined): string | undefined {
  const hint = hints[name]?.[language === 'zh' ? 0 : 1];
  return hint === undefined ? undefined : inTrade(hint, trade, language);
}
