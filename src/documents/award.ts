import { paperOf, said, saidColumns, time, tradeFields, whenDone, wordsOf, yuan, type Making, type Paper } from './paper.ts';

export interface PublicityFacts {
  /** null while it is a draft */
  publishedAt: string | null; publicityEnd: string | null; objectionChannel: string;
  /** how it was evaluated, how many bids were opened, and the qualification that was asked for */
  method: string; bidCount: number; qualification: string | null;
  candidates: { rank: number; bidderName: string; priceFen: string; total: string; duration: string | null; quality: string | null; projectManager: string | null }[];
  rejected: { bidderName: string; clause: string }[];
}

/** 中标候选人公示 (招标投标法实施条例 第54条; 招标公告和公示信息发布管理办法 第6条: ranking, name, price, quality, duration, how it was evaluated, who leads the work, qualification, where to object). */
export function candidatePublicity(facts: PublicityFacts, making: Making): Paper {
  const words = wordsOf(making.trade);
  return paperOf('candidate-publicity', [`${words.award}候选人公示`, 'Publicity of candidates'], making, [
    { type: 'fields', rows: [...tradeFields(making.trade), ['公示开始', whenDone(facts.publishedAt)], ['公示结束', time(facts.publicityEnd)]] },
    saidColumns({ type: 'table', heading: '中标候选人', columns: [{ zh: '排序', width: '12mm' }, { zh: '名称', width: '1.4fr' }, { zh: '报价', width: '31mm', right: true }, { zh: '总分', width: '16mm', right: true }, { zh: '质量', width: '0.8fr' }, { zh: '工期', width: '0.8fr' }, { zh: '项目负责人', width: '0.9fr' }],
      rows: facts.candidates.map((one) => [String(one.rank), one.bidderName, yuan(one.priceFen), said(one.total), said(one.quality), said(one.duration), said(one.projectManager)]) }),
    { type: 'text', heading: '评标情况', paragraphs: [
      `本${words.say('标段')}开启${words.bid} ${facts.bidCount} 份，由${words.say('评标委员会')}按${facts.method}评审${facts.rejected.length === 0 ? '，没有否决' : `，否决 ${facts.rejected.length} 份`}，按评审结果推荐上列候选人。`,
      ...(facts.qualification === null ? [] : [`候选人均通过资格审查，响应${words.document}的资格能力条件：${facts.qualification}`]),
    ] },
    ...(facts.rejected.length === 0 ? [] : [{ type: 'table' as const, heading: '被否决的投标', columns: [{ zh: words.bidder, width: '1fr' }, { zh: '依据', width: '1fr' }], rows: facts.rejected.map((one) => [one.bidderName, one.clause]) }]),
    { type: 'text', heading: '提出异议的渠道和方式', paragraphs: [said(facts.objectionChannel), `对${words.evaluation}结果有异议的，应当在公示期间向${words.tenderer}提出；对异议答复不满意的，可以依法向行政监督部门投诉。`] },
  ]);
}

export interface AwardFacts { winnerName: string; awardFen: string; duration: string; quality: string | null; projectManager: string | null; decidedAt: string; /** null while it is a draft */ issuedAt: string | null }

/** 中标通知书 (招标投标法 第45条): binds both sides from its issue. */
export function awardNotice(facts: AwardFacts, making: Making): Paper {
  const words = wordsOf(making.trade);
  return paperOf('award-notice', [`${words.award}通知书`, 'Award notice'], making, [
    { type: 'text', paragraphs: [`${facts.winnerName}：`, `经评审并由${words.tenderer}依法确定，你单位为下列${words.say('标段')}的${words.winner}。`] },
    { type: 'fields', rows: [
      ...tradeFields(making.trade), [words.winner, facts.winnerName], [`${words.award}金额`, yuan(facts.awardFen)], ['工期', facts.duration], ['质量', said(facts.quality)], ['项目负责人', said(facts.projectManager)],
      ['定标时间', time(facts.decidedAt)], ['发出时间', whenDone(facts.issuedAt)],
    ] },
    { type: 'text', paragraphs: [
      `请自本通知书发出之日起三十日内，按照${words.document}和你单位的${words.bid}与${words.tenderer}订立书面合同。`,
      `本通知书对${words.tenderer}和${words.winner}具有法律效力。通知书发出后改变结果，或者放弃${words.award}项目的，应当依法承担法律责任。`,
    ] },
  ]);
}

export interface ContractFacts { contractCode: string; contractor: string; priceFen: string; duration: string; signedAt: string; securityFen: string | null; paymentTerms: string; fileSha256: string }

/** 合同封面: the facts of the contract and the digest of the text that was signed. */
export function contractCover(facts: ContractFacts, making: Making): Paper {
  const { trade } = making;
  return paperOf('contract-cover', ['合同封面', 'Contract cover'], making, [
    { type: 'fields', rows: [
      ['合同编号', facts.contractCode], ...tradeFields(trade), ['承包人', facts.contractor], ['合同金额', yuan(facts.priceFen)], ['合同期限', facts.duration], ['签订时间', time(facts.signedAt)],
      ['履约保证金', facts.securityFen === null ? '不收取' : yuan(facts.securityFen)], ['付款方式', facts.paymentTerms],
    ] },
    { type: 'text', paragraphs: [`合同金额和期限与${wordsOf(trade).award}通知书一致，由平台在签订时核对。双方签订的合同文本以下列摘要为准。`] },
    { type: 'fields', rows: [['合同文本 SHA-256', facts.fileSha256]] },
  ]);
}

export interface ArchiveFacts { archivedAt: string; state: string; papers: { title: string; no: string; at: string; sha256: string }[]; files: { name: string; size: number; sha256: string }[]; acts: { zh: string; at: string; leafId: string }[] }

/** 归档目录: what the trade left behind, each thing by its digest or its leaf. */
export function archiveIndex(facts: ArchiveFacts, making: Making): Paper {
  return paperOf('archive-index', ['归档目录', 'Archive index'], making, [
    { type: 'fields', rows: [...tradeFields(making.trade), ['归档时间', time(facts.archivedAt)], ['结果', facts.state]] },
    { type: 'table', heading: '文书', columns: [{ zh: '名称', width: '1fr' }, { zh: '编号', width: '46mm' }, { zh: '时间', width: '34mm' }, { zh: '摘要（SHA-256 前 16 位）', width: '36mm' }],
      rows: facts.papers.map((one) => [one.title, one.no, time(one.at), one.sha256.slice(0, 16)]) },
    ...(facts.files.length === 0 ? [] : [{ type: 'table' as const, heading: '招标文件', columns: [{ zh: '名称', width: '1fr' }, { zh: '大小（字节）', width: '28mm', right: true as const }, { zh: '摘要（SHA-256 前 16 位）', width: '36mm' }],
      rows: facts.files.map((one) => [one.name, String(one.size), one.sha256.slice(0, 16)]) }]),
    { type: 'table', heading: '办理过程', columns: [{ zh: '事项', width: '1fr' }, { zh: '时间', width: '36mm' }, { zh: '存证编号', width: '66mm' }], rows: facts.acts.map((one) => [one.zh, time(one.at), one.leafId]) },
  ]);
}
