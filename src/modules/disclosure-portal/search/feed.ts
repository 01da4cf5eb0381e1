import type { Pool } from 'pg';
import { searchFilter, type SearchFilter } from '../../../contracts/search.ts';
import { dropEmpty } from './asked.ts';
import type { StoredItem } from './documents.ts';
import { escaped } from './html.ts';
import { newest } from './query.ts';

const entriesMax = 50;

/** GET /feeds/lots.atom?…filters: Atom 1.0 of the newest that fit. The ids stay, whatever address the platform has. */
export async function feed(db: Pool, { now, publicUrl, deployment }: { now: string; publicUrl: string; deployment: string }, params: Record<string, string | undefined>): Promise<string> {
  const filter = searchFilter.parse(dropEmpty(params));
  const items = await newest(db, filter, entriesMax);
  const base = publicUrl.replace(/\/$/, '');
  const query = queryOf(filter);
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<title>${escaped(titleOf(filter))}</title>
<id>urn:qinglan:${escaped(deployment)}:feed:${escaped(query || 'all')}</id>
<updated>${items[0]?.publishedAt ?? now}</updated>
<author><name>清兰公共资源交易平台</name></author>
<link rel="self" type="application/atom+xml" href="${escaped(`${base}/feeds/lots.atom${query && `?${query}`}`)}"/>
<link rel="alternate" type="text/html" href="${escaped(`${base}/${query && `?${query}`}`)}"/>
${items.map((item) => entryOf(item, base)).join('\n')}
</feed>
`;
}

function entryOf(item: StoredItem, base: string): string {
  const page = item.noticeId === undefined ? `/lots/${item.lotId}` : `/notices/${item.lotId}/${item.noticeId}.html`;
  const facts = [`编号 ${item.lotCode}`, item.tendererName, item.regionZh, item.stageZh, ...(item.bidDeadline ? [`投标截止 ${item.bidDeadline}`] : []), ...(item.winnerName ? [`中标人 ${item.winnerName}`] : [])];
  return `<entry>
<title>${escaped(item.title)}</title>
<id>urn:qinglan:document:${escaped(item.id)}</id>
<published>${item.publishedAt}</published>
<updated>${item.publishedAt}</updated>
<category term="${escaped(item.type)}"/><category term="${escaped(item.category)}"/>
<link rel="alternate" type="text/html" href="${escaped(`${base}${page}`)}"/>
<summary>${escaped(facts.filter(Boolean).join('；'))}</summary>
</entry>`;
}

function titleOf(filter: SearchFilter): string {
  return ['清兰公共资源交易', ...(filter.q ? [`“${filter.q}”`] : []), ...(['type', 'category', 'region', 'industry', 'stage', 'kind'] as const).flatMap((name) => filter[name] ?? [])].join(' · ');
}

function queryOf(filter: SearchFilter): string {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== undefined).map(([name, value]): [string, string] => [name, String(value)]).sort(([a], [b]) => (a < b ? -1 : 1))).toString();
}
