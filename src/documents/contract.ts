import { paperOf, said, time, tradeFields, whenDone, wordsOf, yuan, type Making, type Paper } from './paper.ts';

export interface ContractChangeFacts { contractCode: string; contractor: string; priceFen: string; seq: number; changeFen: string; cumulativeFen: string; reason: string; changedAt: string }

/** 合同变更记录 (政府采购法 第49条; 实施条例 第57条): what was changed, by how much, and all changes together. */
export function contractChange(facts: ContractChangeFacts, making: Making): Paper {
  return paperOf('contract-change', ['合同变更记录', 'Change of the contract'], making, [
    { type: 'fields', rows: [
      ['合同编号', facts.contractCode], ...tradeFields(making.trade), ['承包人', facts.contractor], ['合同金额', yuan(facts.priceFen)], ['变更序号', String(facts.seq)], ['本次变更金额', yuan(facts.changeFen)],
      ['累计变更金额', yuan(facts.cumulativeFen)], ['变更原因', facts.reason], ['变更时间', time(facts.changedAt)],
    ] },
    { type: 'text', paragraphs: ['双方签订的变更协议由下列存证记载其摘要。'] },
  ]);
}

export interface PerformanceFacts { contractCode: string; contractor: string; priceFen: string; completedAt: string | null; milestones: { milestone: string; at: string; amountFen: string; paidFen: string; progressPercent: number | null }[] }

/** 履约记录: every milestone reached so far and what was paid for it. Each milestone gives a record of its own, the last holds them all. */
export function performanceRecord(facts: PerformanceFacts, making: Making): Paper {
  return paperOf('performance-record', ['合同履约记录', 'Performance of the contract'], making, [
    { type: 'fields', rows: [
      ['合同编号', facts.contractCode], ...tradeFields(making.trade), ['承包人', facts.contractor], ['合同金额', yuan(facts.priceFen)], ...(facts.completedAt === null ? [] : [['完成时间', time(facts.completedAt)] as [string, string]]),
    ] },
    { type: 'table', heading: '履约节点', columns: [{ zh: '节点', width: '1fr' }, { zh: '时间', width: '36mm' }, { zh: '支付金额', width: '32mm', right: true }, { zh: '累计支付', width: '32mm', right: true }, { zh: '进度', width: '16mm', right: true }],
      rows: facts.milestones.map((one) => [one.milestone, time(one.at), yuan(one.amountFen), yuan(one.paidFen), one.progressPercent === null ? '—' : `${one.progressPercent}%`]) },
  ]);
}

/** 履约验收 (政府采购法 第41条): what was accepted, by which standard, with which result. */
export function acceptanceRecord(facts: { items: [zh: string, value: string][]; acceptedAt: string }, making: Making): Paper {
  return paperOf('acceptance-record', ['履约验收书', 'Acceptance of the performance'], making, [
    { type: 'fields', rows: [...tradeFields(making.trade), ['验收时间', time(facts.acceptedAt)], ...facts.items] },
  ]);
}

export interface ResultFacts { title: string; winner: string; winnerCode: string | null; awardFen: string; duration: string; quality: string | null; projectManager: string | null; /** null while it is a draft */ publishedAt: string | null; publicityEnd: string | null; objectionChannel: string | null; agencyFeeFen: string | null; winnerAddress: string | null }

export function resultTitle({ projectName, category }: { projectName: string; category: string }): string { return `${projectName}${wordsOf({ category }).award}结果公告`; }

/** 中标（成交）结果公告 (公告和公示信息发布管理办法 第6条; 87号令 第69条). */
export function resultNotice(facts: ResultFacts, making: Making): Paper {
  const words = wordsOf(making.trade);
  return paperOf('result-notice', [facts.title, 'Notice of the result'], making, [
    { type: 'fields', rows: [
      ...tradeFields(making.trade), [words.winner, facts.winner], ...(facts.winnerCode === null ? [] : [['统一社会信用代码', facts.winnerCode] as [string, string]]),
      ...(facts.winnerAddress === null ? [] : [['地址', facts.winnerAddress] as [string, string]]), [`${words.award}金额`, yuan(facts.awardFen)], ['工期', facts.duration],
      ...(facts.quality === null ? [] : [['质量', facts.quality] as [string, string]]), ...(facts.projectManager === null ? [] : [['项目负责人', facts.projectManager] as [string, string]]), ['发布时间', whenDone(facts.publishedAt)],
      ...(facts.publicityEnd === null ? [] : [['公告期限至', time(facts.publicityEnd)] as [string, string]]), ...(facts.agencyFeeFen === null ? [] : [['代理服务费', yuan(facts.agencyFeeFen)] as [string, string]]),
      ...(facts.objectionChannel === null ? [] : [['异议渠道', said(facts.objectionChannel)] as [string, string]]),
    ] },
  ]);
}
