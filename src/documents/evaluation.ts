import { paperOf, said, time, tradeFields, wordsOf, yuan, type Block, type Making, type Paper } from './paper.ts';

export interface DrawFacts {
  place: string; evaluationStart: string; headcount: number; representatives: number; avoided: number; rounds: number; voids: number; replacements: number; eligible: number | null;
  needs: { specialty: string; count: number }[];
  chances: { round: number; state: string; t0: string | null; beacon: string | null; seed: string | null; contributions: { role: string; commit: string; revealedAt: string | null }[] }[];
  seats: { seatNo: number; expertNo: string | null; specialty: string; calledAt: string | null; repliedAt: string | null }[];
}

/** 专家抽取记录: by expert number. It exists from the award on and not before. */
export function drawRecord(facts: DrawFacts, making: Making): Paper {
  return paperOf('draw-record', [wordsOf(making.trade).say('评标专家抽取记录'), 'Record of the expert draw'], making, [
    { type: 'fields', rows: [
      ...tradeFields(making.trade), ['评标时间', time(facts.evaluationStart)], ['评标地点', facts.place], ['抽取人数', `${facts.headcount} 人`], [`${wordsOf(making.trade).tenderer}代表`, `${facts.representatives} 人`],
      ['回避单位', `${facts.avoided} 家`], ['符合条件人数', facts.eligible === null ? '—' : `${facts.eligible} 人`], ['抽取轮次', `${facts.rounds} 轮，作废 ${facts.voids} 轮`], ['替换次数', `${facts.replacements} 次`],
    ] },
    { type: 'table', heading: '专业要求', columns: [{ zh: '专业', width: '1fr' }, { zh: '人数', width: '24mm', right: true }], rows: facts.needs.map((need) => [need.specialty, String(need.count)]) },
    ...facts.chances.flatMap((chance): Block[] => [
      { type: 'fields', rows: [['随机抽取', `第 ${chance.round} 轮（${chance.state}）`], ['名单冻结', time(chance.t0)], ['信标（账本根）', said(chance.beacon)], ['随机种子', said(chance.seed)]] },
      { type: 'table', columns: [{ zh: '参与方', width: '38mm' }, { zh: '事先承诺（SM3）', width: '1fr' }, { zh: '揭示时间', width: '36mm' }],
        rows: chance.contributions.map((one) => [one.role, one.commit, one.revealedAt === null ? '未揭示' : time(one.revealedAt)]) },
    ]),
    { type: 'table', heading: '抽取结果', columns: [{ zh: '席位', width: '16mm' }, { zh: '专家编号', width: '1fr' }, { zh: '专业', width: '1fr' }, { zh: '通知时间', width: '36mm' }, { zh: '答复时间', width: '36mm' }],
      rows: facts.seats.map((seat) => [String(seat.seatNo), said(seat.expertNo), seat.specialty, time(seat.calledAt), time(seat.repliedAt)]) },
    { type: 'text', paragraphs: ['任何人可以用上列承诺、信标和种子重新计算抽取次序。'] },
  ]);
}

export interface ScoreFacts {
  method: string; benchmarkFen: string | null; criteria: { id: string; zh: string; max: string }[];
  rows: { bidSeq: number; bidderName: string; rank: number | null; priceFen: string; evaluationFen: string | null; priceScore: string | null; means: Record<string, string>; total: string | null; rejectedFor: string | null }[];
  /** by seat, never by name */
  sheets: { bidSeq: number; seatNo: number; scores: Record<string, string>; at: string }[];
}

/** 评分汇总表: results, and the sheets by seat. It exists from the award on and not before. */
export function scoreSummary(facts: ScoreFacts, making: Making): Paper {
  const words = wordsOf(making.trade);
  const named = (scores: Readonly<Record<string, string>>): string => said(facts.criteria.filter(({ id }) => scores[id] !== undefined).map(({ id, zh }) => `${zh} ${scores[id]}`).join('；'));
  return paperOf('score-summary', ['评分汇总表', 'Summary of scores'], making, [
    { type: 'fields', rows: [...tradeFields(making.trade), ['评标办法', facts.method], ['评标基准价', yuan(facts.benchmarkFen)]] },
    ...(facts.criteria.length === 0 ? [] : [{ type: 'table' as const, heading: '评分因素', columns: [{ zh: '因素', width: '1fr' }, { zh: '满分', width: '26mm', right: true as const }], rows: facts.criteria.map(({ zh, max }) => [zh, max]) }]),
    { type: 'table', heading: '汇总', columns: [
      { zh: '名次', width: '12mm' }, { zh: '编号', width: '15mm' }, { zh: words.bidder, width: '1.2fr' }, { zh: '报价', width: '29mm', right: true }, { zh: '价格分', width: '15mm', right: true }, { zh: '各因素平均分', width: '1.2fr' }, { zh: '总分', width: '15mm', right: true },
    ], rows: facts.rows.map((row) => [
      row.rejectedFor === null ? said(row.rank === null ? null : String(row.rank)) : '否决', String(row.bidSeq), row.bidderName, yuan(row.priceFen), said(row.priceScore), named(row.means), said(row.total),
    ]) },
    ...(facts.sheets.length === 0 ? [] : [{ type: 'table' as const, heading: '各席位评分', columns: [{ zh: '编号', width: '18mm' }, { zh: '席位', width: '14mm' }, { zh: '评分', width: '1fr' }, { zh: '提交时间', width: '36mm' }],
      rows: facts.sheets.map((sheet) => [String(sheet.bidSeq), String(sheet.seatNo), named(sheet.scores), time(sheet.at)]) }]),
    ...rejections(facts.rows.flatMap((row) => (row.rejectedFor === null ? [] : [{ bidSeq: row.bidSeq, bidderName: row.bidderName, reason: row.rejectedFor }])), words.bidder),
  ]);
}

export interface ReportFacts {
  method: string; digest: string; version: number; draftedAt: string; reportAt: string; competition: string; benchmarkFen: string | null; coefficients: Record<string, string>;
  members: { seatNo: number; role: string; chair: boolean; position: string | null; reason: string | null; signedAt: string | null }[];
  rows: { bidSeq: number; bidderName: string; rank: number; priceFen: string; evaluationFen: string; total: string | null }[];
  rejected: { bidSeq: number; bidderName: string; reason: string }[];
  clarifications: { seq: number; bidSeq: number; askedAt: string; answeredAt: string | null }[];
  candidates: { rank: number; bidderName: string; priceFen: string; total: string }[];
}

/** 评标报告: the report that the committee signed, by seat. */
export function evaluationReport(facts: ReportFacts, making: Making): Paper {
  const words = wordsOf(making.trade);
  return paperOf('evaluation-report', [`${words.evaluation}报告`, 'Evaluation report'], making, [
    { type: 'fields', rows: [
      ...tradeFields(making.trade), ['评标办法', facts.method], ['评标基准价', yuan(facts.benchmarkFen)], ['抽取系数', said(Object.entries(facts.coefficients).map(([name, value]) => `${name.toUpperCase()} = ${value}`).join('，'))],
      ['竞争性', facts.competition], ['报告起草', time(facts.draftedAt)], ['全体签署完成', time(facts.reportAt)], ['报告版本', String(facts.version)],
    ] },
    { type: 'table', heading: '评审排名', columns: [{ zh: '名次', width: '13mm' }, { zh: '编号', width: '18mm' }, { zh: words.bidder, width: '1fr' }, { zh: '报价', width: '32mm', right: true }, { zh: '评标价', width: '32mm', right: true }, { zh: '总分', width: '18mm', right: true }],
      rows: facts.rows.map((row) => [String(row.rank), String(row.bidSeq), row.bidderName, yuan(row.priceFen), yuan(row.evaluationFen), said(row.total)]) },
    ...rejections(facts.rejected, words.bidder),
    ...(facts.clarifications.length === 0 ? [] : [{ type: 'table' as const, heading: '澄清', columns: [{ zh: '序号', width: '16mm' }, { zh: '编号', width: '20mm' }, { zh: '发出', width: '1fr' }, { zh: '答复', width: '1fr' }],
      rows: facts.clarifications.map((one) => [String(one.seq), String(one.bidSeq), time(one.askedAt), one.answeredAt === null ? '未答复' : time(one.answeredAt)]) }]),
    { type: 'table', heading: '推荐的中标候选人', columns: [{ zh: '排序', width: '16mm' }, { zh: words.bidder, width: '1fr' }, { zh: '报价', width: '36mm', right: true }, { zh: '总分', width: '22mm', right: true }],
      rows: facts.candidates.map((one) => [String(one.rank), one.bidderName, yuan(one.priceFen), said(one.total)]) },
    { type: 'table', heading: '评标委员会签署（按席位）', columns: [{ zh: '席位', width: '14mm' }, { zh: '身份', width: '38mm' }, { zh: '意见', width: '18mm' }, { zh: '不同意见的理由', width: '1fr' }, { zh: '签署时间', width: '36mm' }],
      rows: facts.members.map((one) => [String(one.seatNo), one.chair ? `${one.role}（主任委员）` : one.role, said(one.position), said(one.reason), time(one.signedAt)]) },
    { type: 'text', paragraphs: [`${words.say('评标委员会')}成员签署的即为下列摘要所指的报告内容。`] },
    { type: 'fields', rows: [['报告内容 SHA-256', facts.digest]] },
  ]);
}

function rejections(list: readonly { bidSeq: number; bidderName: string; reason: string }[], bidder: string): Block[] {
  if (list.length === 0) return [];
  return [{ type: 'table', heading: '被否决的投标', columns: [{ zh: '编号', width: '20mm' }, { zh: bidder, width: '1fr' }, { zh: '原因', width: '1.4fr' }], rows: list.map((one) => [String(one.bidSeq), one.bidderName, one.reason]) }];
}
