import { paperOf, said, time, tradeFields, whenDone, wordsOf, yuan, type Making, type Paper } from './paper.ts';

export interface NoticeFacts { title: string; noticeTypeZh: string; /** null while it is a draft */ publishedAt: string | null; items: [zh: string, value: string][] }

/** 公告: every item that was published, as it was published. */
export function notice(facts: NoticeFacts, making: Making): Paper {
  return paperOf('notice', [facts.title, 'Notice'], making, [
    { type: 'fields', rows: [...tradeFields(making.trade), ['公告类型', facts.noticeTypeZh], ['发布时间', whenDone(facts.publishedAt)]] },
    { type: 'table', heading: '公告内容', columns: [{ zh: '事项', width: '42mm' }, { zh: '内容', width: '1fr' }], rows: facts.items.map(([zh, value]) => [zh, value]) },
  ]);
}

export interface ClarificationFacts {
  title: string; /** null while it is a draft */ publishedAt: string | null;
  changedItems: readonly string[]; originalContent: string | null; revisedContent: string; isMaterial: boolean; newBidDeadline: string | null; newPrequalDeadline: string | null;
  answers: readonly { question: string; answer: string }[];
}

/** 澄清公告 (招标投标法 第23条; 实施条例 第21、22条): what is changed, and every question that is answered, never who asked. */
export function clarification(facts: ClarificationFacts, making: Making): Paper {
  const words = wordsOf(making.trade);
  const deadlines: [string, string | null][] = [[words.say('新的投标截止时间'), facts.newBidDeadline], ['新的资格预审申请截止时间', facts.newPrequalDeadline]];
  return paperOf('notice', [facts.title, 'Clarification'], making, [
    { type: 'fields', rows: [...tradeFields(making.trade), ['公告类型', '澄清公告'], ['发布时间', whenDone(facts.publishedAt)]] },
    { type: 'table', heading: '澄清与修改的内容', columns: [{ zh: '事项', width: '42mm' }, { zh: '内容', width: '1fr' }], rows: [
      ['变更事项', facts.changedItems.join('；')], ...(facts.originalContent === null ? [] : [['原内容', facts.originalContent]]), ['变更后内容', facts.revisedContent],
      [words.say('是否影响投标文件编制'), facts.isMaterial ? '是' : '否'], ...deadlines.flatMap(([name, at]) => (at === null ? [] : [[name, time(at)]])),
    ] },
    ...(facts.answers.length === 0 ? [] : [{ type: 'table' as const, heading: '对提问的答复', columns: [{ zh: '序号', width: '14mm' }, { zh: '提问', width: '1fr' }, { zh: '答复', width: '1fr' }], rows: facts.answers.map(({ question, answer }, i) => [String(i + 1), question, answer]) }]),
    { type: 'text', paragraphs: [`本公告是${words.document}的组成部分；与原${words.document}不一致的，以本公告为准。`] },
  ]);
}

export interface ReceiptFacts { bidderName: string; receiptNo: string; bidSeq: number; submittedAt: string; bidDeadline: string | null; cipherSha256: string; cipherSm3: string; cipherSize: number }

/** 投标文件递交回执 (电子招标投标办法 第27条): for the bidder alone. It says what was received and when, and nothing of the content. */
export function bidReceipt(facts: ReceiptFacts, making: Making): Paper {
  const words = wordsOf(making.trade);
  return paperOf('bid-receipt', [`${words.bid}递交回执`, 'Receipt of a bid'], making, [
    { type: 'fields', rows: [
      ...tradeFields(making.trade), [words.bidder, facts.bidderName], ['回执编号', facts.receiptNo], ['投标编号', String(facts.bidSeq)], ['收到时间', time(facts.submittedAt)],
      ['投标截止时间', time(facts.bidDeadline)], ['密文大小', `${facts.cipherSize} 字节`], ['密文摘要 SHA-256', facts.cipherSha256], ['密文摘要 SM3', facts.cipherSm3],
    ] },
    { type: 'text', paragraphs: [
      `平台已收到上列加密${words.bid}。文件在开标前处于加密状态，任何人（包括平台）均不能解密。`,
      `${words.deadline}时间前可以补充、修改或者撤回；替换后以最后一次收到的为准。本回执仅供递交人查阅。`,
    ] },
  ]);
}

export interface OpeningFacts {
  place: string; startedAt: string | null; listedAt: string | null; decryptedAt: string | null; announcedAt: string | null; endedAt: string | null; recordDigest: string | null; ceilingFen: string | null;
  bids: { bidSeq: number; bidderName: string; result: string; priceFen: string | null; duration: string | null; quality: string | null; projectManager: string | null; confirmedAt: string | null; dispute: string | null }[];
  coefficients: { name: string; candidates: string[]; drawn: string | null }[];
  custodians: { name: string; releasedAt: string }[];
}

/** 开标记录: what was read out, bid by bid, and who confirmed it. */
export function openingRecord(facts: OpeningFacts, making: Making): Paper {
  const words = wordsOf(making.trade);
  const disputes = facts.bids.filter((bid) => bid.dispute !== null);
  return paperOf('opening-record', ['开标记录', 'Record of the opening'], making, [
    { type: 'fields', rows: [
      ...tradeFields(making.trade), ['开标地点', facts.place], ['开标时间', time(facts.startedAt)], ['公布名单', time(facts.listedAt)], ['解密结束', time(facts.decryptedAt)],
      ['唱标完成', time(facts.announcedAt)], ['开标结束', time(facts.endedAt)], ['最高限价', yuan(facts.ceilingFen)], ['递交家数', `${facts.bids.length} 家`],
    ] },
    { type: 'table', heading: '唱标结果', columns: [
      { zh: '编号', width: '15mm' }, { zh: words.bidder, width: '1.5fr' }, { zh: '解密', width: '1fr' }, { zh: '报价', width: '29mm', right: true }, { zh: '工期', width: '1fr' }, { zh: '质量', width: '0.8fr' }, { zh: '项目负责人', width: '22mm' },
    ], rows: facts.bids.map((bid) => [String(bid.bidSeq), bid.bidderName, bid.result, yuan(bid.priceFen), said(bid.duration), said(bid.quality), said(bid.projectManager)]) },
    { type: 'table', heading: '确认情况', columns: [{ zh: words.bidder, width: '1.4fr' }, { zh: '确认时间', width: '38mm' }, { zh: '异议', width: '1fr' }],
      rows: facts.bids.map((bid) => [bid.bidderName, bid.confirmedAt === null ? '未在期限内确认' : time(bid.confirmedAt), said(bid.dispute ?? (bid.confirmedAt === null ? null : '无'))]) },
    ...(facts.coefficients.length === 0 ? [] : [{ type: 'table' as const, heading: '基准系数', columns: [{ zh: '系数', width: '24mm' }, { zh: '公布值', width: '1fr' }, { zh: '取值', width: '24mm' }],
      rows: facts.coefficients.map((one) => [one.name.toUpperCase(), one.candidates.join('、'), said(one.drawn ?? (one.candidates.length === 1 ? one.candidates[0] : null))]) }]),
    ...(facts.custodians.length === 0 ? [] : [{ type: 'table' as const, heading: '解密托管人', columns: [{ zh: '托管人', width: '1fr' }, { zh: '释放份额时间', width: '1fr' }], rows: facts.custodians.map((one) => [one.name, time(one.releasedAt)]) }]),
    { type: 'text', paragraphs: [
      ...(disputes.length === 0 ? [] : [`对开标有异议的${words.bidder}：${disputes.length} 家，内容见上表。`]),
      `各${words.bidder}确认的即为下列摘要所指的记录内容。`,
    ] },
    { type: 'fields', rows: [['记录内容 SHA-256', said(facts.recordDigest)]] },
  ]);
}
