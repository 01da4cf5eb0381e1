import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { LotRead } from '../../../contracts/reads.ts';
import { localText } from '../../../kernel/calendar.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { lotRead } from '../../tender-doc/index.ts';
import { disclosures } from '../queries.ts';
import { escaped } from './html.ts';

interface Notice { title: string; publishedAt: string; items: readonly { key: string; zh: string; value?: unknown }[]; leafId?: string | undefined }

/** GET /notices/{lotId}/{noticeId}.html: a notice or a published sub-item as a page of its own, without scripts, to read, print and keep. */
export async function noticePage(db: Pool, ctx: { now: string }, { lotId, file }: { lotId: string; file: string }): Promise<string> {
  const noticeId = /^(.{1,100})\.html$/.exec(file)?.[1];
  if (noticeId === undefined) throw new Refusal('not-found');
  const lot = await lotRead(db, { actor: null, now: ctx.now }, { id: lotId });
  const notice = lot.publishedAt === undefined ? undefined : lot.notices.find((one) => one.noticeId === noticeId) ?? await disclosed(db, lot, noticeId);
  if (!notice) throw new Refusal('not-found');
  return pageOf(lot, notice);
}

async function disclosed(db: Pool, lot: LotRead, id: string): Promise<Notice | undefined> {
  const { items } = await disclosures(db, { lotId: lot.lotId, limit: '100' });
  const found = items.find(({ disclosureId }) => disclosureId === id);
  return found && { title: `${lot.projectName}${found.zh}`, publishedAt: found.publishedAt, items: found.items };
}

function pageOf(lot: LotRead, { title, publishedAt, items, leafId }: Notice): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · 清兰公共资源交易平台</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<style>${STYLE}</style>
</head>
<body>
<header><a href="/">清兰公共资源交易平台</a></header>
<main>
<h1>${escaped(title)}</h1>
<p class="at">发布时间 <time datetime="${publishedAt}">${timeText(publishedAt)}</time>（北京时间）　标段编号 ${escaped(lot.lotCode)}</p>
<dl>
${items.map(({ key, zh, value }) => `<div><dt>${escaped(zh)}</dt><dd>${valueOf(key, value)}</dd></div>`).join('\n')}
</dl>
<p class="links"><a href="/lots/${lot.lotId}">查看标段全程</a>${leafId === undefined ? '' : `　<a href="/lots/${lot.lotId}?proof=${escaped(leafId)}">核验本公告的存证</a>`}</p>
</main>
<footer>本页由平台按已存证的内容生成，不含脚本，可直接打印。</footer>
</body>
</html>
`;
}

/** Values as people read them: instants in Beijing time, sums in yuan, lists as lists. */
function valueOf(key: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return MONEY.test(key) ? `${yuan(value)} 元` : String(value);
  if (typeof value === 'string') {
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return timeText(value);
    return escaped(value).replaceAll('\n', '<br>');
  }
  if (Array.isArray(value)) return value.length === 0 ? '无' : `<ul>${value.map((one) => `<li>${valueOf(key, one)}</li>`).join('')}</ul>`;
  return Object.entries(value as object).map(([name, one]) => `${NAMES[name] === '' ? '' : `${escaped(NAMES[name] ?? name)} `}${valueOf(name, one)}`).join('，');
}

/** Keys under which money stands, in fen. */
const MONEY = /(fen|price|amount|ceiling|budget)$/i;
const NAMES: Readonly<Record<string, string>> = {
  bidder: '', supplier: '', name: '', priceFen: '报价', price: '价格', rank: '第', total: '得分', result: '结果', clause: '依据', duration: '工期', lotNo: '标段', lotName: '', lotCode: '编号', ceilingFen: '最高限价',
};

function yuan(fen: number): string {
  const whole = String(Math.trunc(fen / 100)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${String(Math.abs(fen % 100)).padStart(2, '0')}`;
}

function timeText(at: string): string { return escaped(localText(Date.parse(at))); }

const STYLE = `body{margin:0;font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:#1d2421;background:#fff}
header,main,footer{max-width:820px;margin:0 auto;padding:14px 18px}header{border-bottom:3px solid #0e5a4c}header a{color:#0e5a4c;font-weight:600;text-decoration:none}
h1{font-size:1.5rem;line-height:1.35;margin:.6em 0 .3em}.at{color:#55605b;margin:0 0 1em}dl{margin:0;border-top:1px solid #d8dcd6}
dl div{display:grid;grid-template-columns:minmax(8em,28%) 1fr;gap:0 16px;padding:9px 0;border-bottom:1px solid #d8dcd6}dt{color:#55605b}dd{margin:0;overflow-wrap:anywhere}ul{margin:0;padding-left:1.2em}
a{color:#0e5a4c}footer{color:#55605b;font-size:.875rem}@media(max-width:480px){dl div{grid-template-columns:1fr}}@page{size:A4;margin:18mm}@media print{body{font-size:11pt}header,main,footer{max-width:none;padding:6px 0}header{border-color:#000}header a{color:#000}.links{display:none}dl div{break-inside:avoid;grid-template-columns:28% 1fr}h1{break-after:avoid}}`;

/** Nothing runs, nothing is fetched but the icon, only this style sheet is used. */
export const NOTICE_POLICY = `default-src 'none'; img-src 'self'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
