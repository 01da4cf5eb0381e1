import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { disclosureItems } from '../../../../catalogue/index.ts';
import type { LotRead } from '../../../contracts/reads.ts';
import { localText } from '../../../kernel/calendar.ts';
import { isMoneyKey, publishedWord } from '../../../kernel/published-words.ts';
import { titled } from '../../../kernel/title.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { lotRead } from '../../tender-doc/index.ts';
import { disclosures } from '../queries.ts';
import { escaped } from './html.ts';

interface Notice { title: string; publishedAt: string; items: readonly { key: string; zh: string; value?: unknown }[]; leafId?: string | undefined }

/** GET /notices/{lotId}/{noticeId}.html: a notice or a published sub-item as a page of its own, without scripts, to read, print and keep; with `.en.html` its frame is English. */
export async function noticePage(db: Pool, ctx: { now: string }, { lotId, file }: { lotId: string; file: string }): Promise<string> {
  const [, noticeId, english] = /^(.{1,100}?)(\.en)?\.html$/.exec(file) ?? [];
  if (noticeId === undefined) throw new Refusal('not-found');
  const lot = await lotRead(db, { actor: null, now: ctx.now }, { id: lotId });
  const notice = lot.publishedAt === undefined ? undefined : lot.notices.find((one) => one.noticeId === noticeId) ?? await disclosed(db, lot, noticeId);
  if (!notice) throw new Refusal('not-found');
  return pageOf(lot, { ...notice, id: noticeId }, english === undefined ? 'zh' : 'en');
}

async function disclosed(db: Pool, lot: LotRead, id: string): Promise<Notice | undefined> {
  const { items } = await disclosures(db, { lotId: lot.lotId, limit: '100' });
  const found = items.find(({ disclosureId }) => disclosureId === id);
  return found && { title: titled(lot.projectName, found.zh), publishedAt: found.publishedAt, items: found.items };
}

type Language = 'zh' | 'en';

function pageOf(lot: LotRead, { id, title, publishedAt, items, leafId }: Notice & { id: string }, language: Language): string {
  const t = TEXTS[language];
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · ${t.platform}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<style>${STYLE}</style>
</head>
<body>
<header><a href="/">${t.platform}</a><a class="other" hreflang="${t.other.code}" lang="${t.other.code}" href="${escaped(encodeURIComponent(id))}${t.other.suffix}">${t.other.name}</a></header>
<main>
<h1${language === 'zh' ? '' : ' lang="zh-CN"'}>${escaped(title)}</h1>
<p class="at">${t.published} <time datetime="${publishedAt}">${timeText(publishedAt)}</time>${t.beijing}　${t.code} ${escaped(lot.lotCode)}</p>
${t.original}<dl>
${items.map(({ key, zh, value }) => `<div><dt>${escaped(nameOf(zh, language))}</dt><dd>${valueOf(key, value, language)}</dd></div>`).join('\n')}
</dl>
<p class="links"><a href="/lots/${lot.lotId}">${t.whole}</a>${leafId === undefined ? '' : `　<a href="/lots/${lot.lotId}?proof=${escaped(leafId)}">${t.proof}</a>`}</p>
</main>
<footer>${t.footer}</footer>
</body>
</html>
`;
}

const TEXTS = {
  zh: {
    platform: '清兰公共资源交易平台', other: { code: 'en', suffix: '.en.html', name: 'English' }, published: '发布时间', beijing: '（北京时间）', code: '标段编号', original: '',
    whole: '查看标段全程', proof: '核验本公告的存证', footer: '本页由平台按已存证的内容生成，不含脚本，可直接打印。', yes: '是', no: '否', none: '无', noDeposit: '不收取', money: '元', comma: '，',
  },
  en: {
    platform: 'Qinglan public resource trading', other: { code: 'zh-CN', suffix: '.html', name: '中文' }, published: 'Published', beijing: ' (Beijing time)', code: 'Lot', original: '<p class="at">The notice itself is in Chinese, which alone is binding.</p>\n',
    whole: 'The whole trade', proof: 'Check the proof of this notice', footer: 'Made by the platform from what is on the ledger. This page runs no script and can be printed as it is.', yes: 'yes', no: 'no', none: 'none', noDeposit: 'none asked for', money: 'yuan', comma: ', ',
  },
} as const;

const ENGLISH: ReadonlyMap<string, string> = new Map(disclosureItems.map(({ zh, en }) => [zh, en]));
/** What the catalogue calls an item; a name it does not know stays as it was published. */
function nameOf(zh: string, language: Language): string { return language === 'zh' ? zh : ENGLISH.get(zh) ?? zh; }

/** Values as people read them: instants in Beijing time, sums in yuan, lists as lists. */
function valueOf(key: string, value: unknown, language: Language): string {
  const t = TEXTS[language];
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? t.yes : t.no;
  if (key === 'depositAmount' && Number(value) === 0) return t.noDeposit;
  if (isMoneyKey(key) && (typeof value === 'number' || (typeof value === 'string' && /^\d{1,15}$/.test(value)))) return `${yuan(Number(value))} ${t.money}`;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    const word = publishedWord(key, value);
    if (word) return escaped(word[language]);
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return timeText(value);
    return escaped(value).replaceAll('\n', '<br>');
  }
  if (Array.isArray(value)) return value.length === 0 ? t.none : `<ul>${value.map((one) => `<li>${valueOf(key, one, language)}</li>`).join('')}</ul>`;
  return Object.entries(value as object).map(([name, one]) => `${partOf(name, language)}${valueOf(name, one, language)}`).join(t.comma);
}

function partOf(name: string, language: Language): string {
  const [zh, en] = NAMES[name] ?? [name, name];
  const text = language === 'zh' ? zh : en;
  return text === '' ? '' : `${escaped(text)} `;
}

const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  bidder: ['', ''], supplier: ['', ''], name: ['', ''], priceFen: ['报价', 'price'], price: ['价格', 'price'], rank: ['第', 'rank'], total: ['得分', 'total'], result: ['结果', 'result'], clause: ['依据', 'clause'],
  duration: ['工期', 'duration'], lotNo: ['标段', 'lot'], lotName: ['', ''], lotCode: ['编号', 'code'], ceilingFen: ['最高限价', 'ceiling'],
};

function yuan(fen: number): string {
  const whole = String(Math.trunc(fen / 100)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${String(Math.abs(fen % 100)).padStart(2, '0')}`;
}

function timeText(at: string): string { return escaped(localText(Date.parse(at))); }

const STYLE = `body{margin:0;font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:#1d2421;background:#fff}
header,main,footer{max-width:820px;margin:0 auto;padding:14px 18px}header{display:flex;justify-content:space-between;border-bottom:3px solid #0e5a4c}header a{color:#0e5a4c;font-weight:600;text-decoration:none}
h1{font-size:1.5rem;line-height:1.35;margin:.6em 0 .3em}.at{color:#55605b;margin:0 0 1em}dl{margin:0;border-top:1px solid #d8dcd6}
dl div{display:grid;grid-template-columns:minmax(8em,28%) 1fr;gap:0 16px;padding:9px 0;border-bottom:1px solid #d8dcd6}dt{color:#55605b}dd{margin:0;overflow-wrap:anywhere}ul{margin:0;padding-left:1.2em}
a{color:#0e5a4c}footer{color:#55605b;font-size:.875rem}@media(max-width:480px){dl div{grid-template-columns:1fr}}@page{size:A4;margin:18mm}@media print{.other{display:none}body{font-size:11pt}header,main,footer{max-width:none;padding:6px 0}header{border-color:#000}header a{color:#000}.links{display:none}dl div{break-inside:avoid;grid-template-columns:28% 1fr}h1{break-after:avoid}}`;

/** Nothing runs, nothing is fetched but the icon, only this style sheet is used. */
export const NOTICE_POLICY = `default-src 'none'; img-src 'self'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
