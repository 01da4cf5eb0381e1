import { paperOf, said, time, tradeFields, wordsOf, yuan, type Making, type Paper } from './paper.ts';

export interface PrequalResultFacts { method: string; deadline: string; decidedAt: string; applicants: { seq: number; name: string; passed: boolean; score: string | null; reason: string | null }[] }

/** 资格预审结果 (实施条例 第18、19条). It exists from the bid deadline on and not before. */
export function prequalResult(facts: PrequalResultFacts, making: Making): Paper {
  const passed = facts.applicants.filter((one) => one.passed).length;
  return paperOf('prequal-result', ['资格预审结果', 'Result of the prequalification'], making, [
    { type: 'fields', rows: [...tradeFields(making.trade), ['审查办法', facts.method], ['申请截止时间', time(facts.deadline)], ['确认时间', time(facts.decidedAt)], ['申请人数量', `${facts.applicants.length} 家`], ['合格申请人', `${passed} 家`]] },
    { type: 'table', heading: '审查结果', columns: [{ zh: '编号', width: '18mm' }, { zh: '申请人', width: '1.2fr' }, { zh: '结果', width: '20mm' }, { zh: '得分', width: '20mm', right: true }, { zh: '未通过的理由', width: '1fr' }],
      rows: facts.applicants.map((one) => [String(one.seq), one.name, one.passed ? '合格' : '未通过', said(one.score), said(one.reason)]) },
  ]);
}

export interface InvitationFacts { invitee: string; sentAt: string; bidDeadline: string | null; fileSha256: string }

/** 投标邀请书 (招标投标法 第17条): for the one who is invited alone, until the deadline. */
export function invitation(facts: InvitationFacts, making: Making): Paper {
  const words = wordsOf(making.trade);
  return paperOf('invitation', [words.say('投标邀请书'), 'Invitation to bid'], making, [
    { type: 'text', paragraphs: [`${facts.invitee}：`, `${words.tenderer}邀请你单位参加下列${words.say('标段的投标')}。`] },
    { type: 'fields', rows: [...tradeFields(making.trade), ['发出时间', time(facts.sentAt)], ['投标截止时间', time(facts.bidDeadline)], ['邀请书附件 SHA-256', facts.fileSha256]] },
    { type: 'text', paragraphs: [`本邀请书仅供受邀请人查阅。${words.deadline}前，任何人不得泄露受邀请人的名称、数量。`] },
  ]);
}

export interface QuotationFacts { rounds: { round: number; isFinal: boolean; openedAt: string; quoteEnd: string; endedAt: string; change: string | null; quotes: { seq: number; name: string; priceFen: string; quotedAt: string }[] }[] }

/** 报价记录 (74号令 第32–35条; 竞争性磋商办法): every round, what was changed of the demand, and every quote. It exists from the award on. */
export function quotationRecord(facts: QuotationFacts, making: Making): Paper {
  return paperOf('quotation-record', ['报价记录', 'Record of the quotations'], making, [
    { type: 'fields', rows: tradeFields(making.trade) },
    ...facts.rounds.flatMap((one) => [
      { type: 'fields' as const, rows: [['轮次', `第 ${one.round} 轮${one.isFinal ? '（最后报价）' : ''}`], ['开始时间', time(one.openedAt)], ['报价截止', time(one.quoteEnd)], ['结束时间', time(one.endedAt)], ['采购需求变动', one.change ?? '无']] as [string, string][] },
      { type: 'table' as const, columns: [{ zh: '编号', width: '20mm' }, { zh: '供应商', width: '1fr' }, { zh: '报价', width: '36mm', right: true as const }, { zh: '报价时间', width: '38mm' }], rows: one.quotes.map((quote) => [String(quote.seq), quote.name, yuan(quote.priceFen), time(quote.quotedAt)]) },
    ]),
  ]);
}
