import type { AwardFacts, PublicityFacts } from './award.ts';
import { said, saidColumns, time, tradeFields, wordsOf, yuan, type Making, type Paper } from './paper.ts';

export interface ReportedFacts extends Omit<AwardFacts, 'issuedAt'>, Pick<PublicityFacts, 'method' | 'bidCount' | 'qualification' | 'candidates' | 'rejected'> {
  kind: string; overview: string; fundSource: string; supervisor: string | null; noticeAt: string | null; prequalAt: string | null; openedAt: string | null; documents: readonly string[];
}

/** 招标投标情况书面报告 (招标投标法 第47条; 施工招标投标管理办法 第44条: scope, way and notice, documents, committee and evaluation, result). The tenderer's own: the platform drafts it. */
export function awardReport(facts: ReportedFacts, { trade }: Making): Pick<Paper, 'title' | 'blocks'> {
  const words = wordsOf(trade);
  const noticed: [string, string | null][] = [['招标公告发布', facts.noticeAt], ['资格预审公告发布', facts.prequalAt], ['开标时间', facts.openedAt]];
  return {
    title: '招标投标情况书面报告',
    blocks: [
      ...(facts.supervisor === null ? [] : [{ type: 'text' as const, paragraphs: [`${facts.supervisor}：`, '依照《招标投标法》第四十七条，现报告下列项目的招标投标情况。'] }]),
      { type: 'fields', rows: [...tradeFields(trade), ['招标范围', said(facts.overview)], ['招标方式', KINDS[facts.kind] ?? facts.kind], ['资金来源', said(facts.fundSource)], ...noticed.flatMap(([name, at]): [string, string][] => (at === null ? [] : [[name, time(at)]]))] },
      { type: 'text', heading: '招标文件', paragraphs: [`资格要求：${said(facts.qualification)}`, `评标办法：${facts.method}`, `文件：${facts.documents.length === 0 ? '—' : facts.documents.join('、')}`] },
      { type: 'text', heading: '评标情况', paragraphs: [`开启投标文件 ${facts.bidCount} 份${facts.rejected.length === 0 ? '，没有否决' : `，否决 ${facts.rejected.length} 份：${facts.rejected.map(({ bidderName, clause }) => `${bidderName}（${clause}）`).join('；')}`}。评标委员会的组成和评标报告见平台文书。`] },
      saidColumns({ type: 'table', heading: '中标候选人', columns: [{ zh: '排序', width: '13mm' }, { zh: '名称', width: '1fr' }, { zh: '报价', width: '32mm', right: true }, { zh: '总分', width: '18mm', right: true }], rows: facts.candidates.map((one) => [String(one.rank), one.bidderName, yuan(one.priceFen), said(one.total)]) }),
      { type: 'text', heading: '中标结果', paragraphs: [`${words.winner}：${facts.winnerName}`, `中标金额：${yuan(facts.awardFen)}`, `工期：${facts.duration}`, ...(facts.projectManager === null ? [] : [`项目负责人：${facts.projectManager}`]), `定标时间：${time(facts.decidedAt)}`] },
    ],
  };
}

const KINDS: Readonly<Record<string, string>> = { 'open-tender': '公开招标', 'invited-tender': '邀请招标' };
