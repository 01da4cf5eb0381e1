import { localText } from '../kernel/calendar.ts';
import { formatYuan } from '../kernel/money.ts';

/** Official documents (文书) of a trade. Their order here is the order of a trade. */
export const PAPER_KINDS = [
  'notice', 'invitation', 'prequal-result', 'bid-receipt', 'opening-record', 'quotation-record', 'draw-record', 'score-summary', 'evaluation-report', 'candidate-publicity', 'award-notice', 'result-notice', 'contract-cover', 'contract-change',
  'performance-record', 'acceptance-record', 'archive-index', 'certificate',
] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

/** A step of the trade that the document rests on: whoever holds the document finds the step in the ledger by these. */
export interface Evidence { zh: string; leafId: string; hash: string; at: string }

export interface Column { zh: string; width: string; right?: true }
export type Block =
  | { type: 'fields'; rows: [label: string, value: string][] }
  | { type: 'table'; heading?: string; columns: Column[]; rows: string[][] }
  | { type: 'text'; heading?: string; paragraphs: string[] };

/** A document as data: what it says, never how it looks. The same paper always gives the same file. */
export interface Paper {
  kind: PaperKind; title: string; titleEn: string; no: string; issuer: string;
  /** the instant of the act that the document shows, not that of printing */
  at: string;
  blocks: Block[]; evidence: Evidence[]; origin: string; verifyUrl: string;
}

export interface Trade { projectName: string; projectCode: string; lotCode: string; lotName: string; dealCode: string | null; category: string; tenderer: string; agency: string | null }

/** What every document is made with, besides its own facts. */
export interface Making { no: string; at: string; evidence: Evidence[]; origin: string; verifyBase: string; trade: Trade }

export const ISSUER = '清兰公共资源交易平台';

export function paperOf(kind: PaperKind, title: [zh: string, en: string], making: Making, blocks: Block[]): Paper {
  const { no, at, evidence, origin, verifyBase } = making;
  const leaf = evidence[0]?.leafId;
  return {
    kind, title: title[0], titleEn: title[1], no, issuer: ISSUER, at, blocks, evidence, origin,
    verifyUrl: leaf === undefined ? `${verifyBase}/verify` : `${verifyBase}/verify?q=${leaf}`,
  };
}

/** Government procurement has its own words for the same things. */
export function wordsOf({ category }: Pick<Trade, 'category'>) {
  return category === 'gov-procurement'
    ? { tenderer: '采购人', bidder: '供应商', bid: '响应文件', winner: '中标（成交）人', award: '中标（成交）' }
    : { tenderer: '招标人', bidder: '投标人', bid: '投标文件', winner: '中标人', award: '中标' };
}

export function tradeFields(trade: Trade): [string, string][] {
  const words = wordsOf(trade);
  return [
    ['项目名称', trade.projectName], ['项目编号', trade.projectCode], ['标段（包）', `${trade.lotName}（${trade.lotCode}）`],
    ...(trade.dealCode === null ? [] : [['统一交易标识码', trade.dealCode] as [string, string]]),
    [words.tenderer, trade.tenderer], ...(trade.agency === null ? [] : [['代理机构', trade.agency] as [string, string]]),
  ];
}

/** In UTC+8, with seconds: what people sign by. */
export function time(iso: string | null | undefined): string { return iso ? localText(Date.parse(iso)) : '—'; }
export function yuan(fen: string | null | undefined): string { return fen === null || fen === undefined || fen === '' ? '—' : formatYuan(BigInt(fen)); }
export function said(text: string | null | undefined): string { return text === null || text === undefined || text === '' ? '—' : text; }
