import { localText } from '../kernel/calendar.ts';
import { formatYuan } from '../kernel/money.ts';
import { inTrade } from '../kernel/trade-words.ts';

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
    kind, title: title[0], titleEn: title[1], no, issuer: ISSUER, at, blocks: blocks.map((block) => headedInTrade(block, making.trade)), evidence, origin,
    verifyUrl: leaf === undefined ? `${verifyBase}/verify` : `${verifyBase}/verify?q=${leaf}`,
  };
}

/** Labels and headings in the words of the trade; what was filled in beside and below them stays as it was written. */
function headedInTrade(block: Block, { category }: Trade): Block {
  const say = (text: string): string => inTrade(text, category, 'zh');
  const heading = block.type !== 'fields' && block.heading !== undefined ? { heading: say(block.heading) } : {};
  if (block.type === 'fields') return { ...block, rows: block.rows.map(([label, value]): [string, string] => [say(label), value]) };
  return block.type === 'table' ? { ...block, ...heading, columns: block.columns.map((column) => ({ ...column, zh: say(column.zh) })) } : { ...block, ...heading };
}

/** The trade's words for the things that titles and sentences speak of. */
export function wordsOf({ category }: Pick<Trade, 'category'>) {
  const say = (text: string): string => inTrade(text, category, 'zh');
  return { tenderer: say('招标人'), bidder: say('投标人'), bid: say('投标文件'), winner: say('中标人'), award: say('中标'), evaluation: say('评标'), document: say('招标文件'), deadline: say('投标截止'), say };
}

export function tradeFields(trade: Trade): [string, string][] {
  const words = wordsOf(trade);
  return [
    ['项目名称', trade.projectName], ['项目编号', trade.projectCode], ['标段', `${trade.lotName}（${trade.lotCode}）`],
    ...(trade.dealCode === null ? [] : [['统一交易标识码', trade.dealCode] as [string, string]]),
    [words.tenderer, trade.tenderer], ...(trade.agency === null ? [] : [['代理机构', trade.agency] as [string, string]]),
  ];
}

/** In UTC+8, with seconds: what people sign by. */
export function time(iso: string | null | undefined): string { return iso ? localText(Date.parse(iso)) : '—'; }
/** A draft has no time yet: it is the act's own. */
export function whenDone(iso: string | null): string { return iso === null ? '以平台记载的办理时间为准' : time(iso); }
export function yuan(fen: string | null | undefined): string { return fen === null || fen === undefined || fen === '' ? '—' : formatYuan(BigInt(fen)); }
export function said(text: string | null | undefined): string { return text === null || text === undefined || text === '' ? '—' : text; }

/** What nobody has said of anything listed takes no column. */
export function saidColumns(table: Block & { type: 'table' }): Block {
  const told = table.columns.map((_, at) => table.rows.length === 0 || table.rows.some((row) => row[at] !== said('')));
  return { ...table, columns: table.columns.filter((_, at) => told[at]), rows: table.rows.map((row) => row.filter((_, at) => told[at])) };
}
