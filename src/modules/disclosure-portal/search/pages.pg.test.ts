import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { lotOf, nowOf, playLot, START, testMarket } from '../../../platform/testing/market.ts';
import { specs } from '../index.ts';
import { feed } from './feed.ts';
import { indexLot } from './index-lot.ts';
import { NOTICE_POLICY, noticePage } from './notice-page.ts';

// What needs no script: a page for every kind of notice, and feeds that readers' programs take.
const { m, p } = await testMarket(async () => specs);
beforeAll(async () => {
  await m.s.setNow(START);
});

const TYPES = ['plan', 'tender', 'change', 'prequalification', 'single-source', 'suspend', 'resume', 'terminate', 'fail'] as const;
const NASTY = '一期 <b>粗体</b> & "引号" \u0007 甲';

async function lotWithAll(): Promise<string> {
  const { lotId } = await playLot(m, p, { category: 'engineering' });
  const { data } = await lotOf(m, lotId);
  const tender = data.notices.find(({ noticeType }) => noticeType === 'tender');
  const notices = TYPES.map((noticeType) => (noticeType === 'tender' && tender ? { ...tender, noticeId: 'n-tender' } : {
    noticeId: `n-${noticeType}`, noticeType, title: `${noticeType} ${NASTY}`, publishedAt: START, items: { reason: NASTY, budget: 12_345_678_90, lotList: [{ lotNo: '1', lotName: NASTY }], publishedAt: START },
  }));
  await m.pool.query(`update record set data = data || $2 where kind = 'lot' and id = $1`, [lotId, JSON.stringify({ notices })]);
  return lotId;
}

it('every kind of notice has a page without scripts that prints', async () => {
  const lotId = await lotWithAll();
  for (const type of TYPES) {
    const page = await noticePage(m.pool, { now: await nowOf(m) }, { lotId, file: `n-${type}.html` });
    expect(page).toMatch(/^<!doctype html>\n<html lang="zh-CN">/);
    expect(page).not.toMatch(/<script|javascript:|\son\w+=|<b>粗体|\[object|undefined/);
    expect(page).not.toContain('\u0007');
    expect(page).toContain('@media print');
    expect([type, /<dl>\n<div><dt>/.test(page)]).toEqual([type, true]);
    wellFormed(page.replace('<!doctype html>\n', '').replaceAll(/<(meta|link)([^>]*)>/g, '<$1$2/>').replaceAll('<br>', '<br/>'));
    // and the same with an English frame, each leading to the other
    const english = await noticePage(m.pool, { now: await nowOf(m) }, { lotId, file: `n-${type}.en.html` });
    expect(page).toContain(`hreflang="en" lang="en" href="n-${type}.en.html"`);
    expect(english).toMatch(new RegExp(`^<!doctype html>\n<html lang="en">[^]*hreflang="zh-CN" lang="zh-CN" href="n-${type}\\.html"`));
    expect(english).toContain('The whole trade');
    expect(english.replaceAll(/<h1.*<\/h1>|<title>.*<\/title>|<dl>[^]*<\/dl>|>中文</g, '')).not.toMatch(/\p{Script=Han}/u);
    wellFormed(english.replace('<!doctype html>\n', '').replaceAll(/<(meta|link)([^>]*)>/g, '<$1$2/>').replaceAll('<br>', '<br/>'));
    // the policy of the page allows its own style sheet and nothing else
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
    expect(NOTICE_POLICY).toContain(createHash('sha256').update(style).digest('base64'));
  }
  const suspended = await noticePage(m.pool, { now: await nowOf(m) }, { lotId, file: 'n-suspend.html' });
  for (const part of ['一期 &lt;b&gt;粗体&lt;/b&gt; &amp; &quot;引号&quot;  甲', '12,345,678.90 元', '2026-03-02 09:00:00']) expect(suspended).toContain(part);
  const tender = await noticePage(m.pool, { now: await nowOf(m) }, { lotId, file: 'n-tender.en.html' });
  expect(tender).toMatch(/<dt>[A-Z][^<]*<\/dt>/);
  await expect(noticePage(m.pool, { now: await nowOf(m) }, { lotId, file: `${randomUUID()}.html` })).rejects.toMatchObject({ code: 'not-found' });
});

it('feeds are Atom: well-formed, with all that RFC 4287 asks for, the same ids when asked again', async () => {
  const lotId = await lotWithAll();
  await indexLot(m.pool, lotId);
  const place = { now: START, publicUrl: 'https://trade.example/', deployment: 'ql-test' };
  for (const params of [{}, { q: '粗体 & <b>', category: 'engineering' }, { type: 'notice', region: '42' }, { q: '没有这样的词' }] as Record<string, string>[]) {
    const atom = await feed(m.pool, place, params);
    const names = wellFormed(atom.replace(/^<\?xml version="1.0" encoding="utf-8"\?>\n/, ''));
    expect(names[0]).toBe('feed');
    expect(atom).toContain('<feed xmlns="http://www.w3.org/2005/Atom"');
    const [head = '', ...entries] = atom.split('<entry>');
    for (const part of [head, ...entries]) {
      for (const element of ['id', 'title', 'updated']) expect([element, part.match(new RegExp(`<${element}>[^<]+</${element}>`, 'g'))?.length]).toEqual([element, 1]);
      for (const [, at] of part.matchAll(/<(?:updated|published)>([^<]+)</g)) expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    }
    expect(head).toMatch(/<author><name>[^<]+<\/name><\/author>/);
    expect(head).toMatch(/<link rel="self" type="application\/atom\+xml" href="https:\/\/trade\.example\/feeds\/lots\.atom/);
    const ids = [...atom.matchAll(/<id>([^<]+)<\/id>/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await feed(m.pool, place, params)).toBe(atom);
  }
  expect((await feed(m.pool, place, { type: 'notice' })).split('<entry>').length).toBeGreaterThan(TYPES.length);
});

/** Tags are closed in their order, attributes quoted, text escaped; the names in the order of their opening. */
function wellFormed(xml: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  let at = 0;
  for (const tag of xml.matchAll(/<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g)) {
    const between = xml.slice(at, tag.index);
    if (open.at(-1) !== 'style') expect(between.replaceAll(/&(amp|lt|gt|quot|#\d+);/g, '')).not.toMatch(/[<&]/);
    at = tag.index + tag[0].length;
    const [, close, name = '', attributes = '', empty] = tag;
    expect(attributes.replaceAll(/&(amp|lt|gt|quot|#\d+);/g, '')).not.toContain('&');
    if (close === '/') expect(open.pop()).toBe(name);
    else {
      names.push(name);
      if (empty !== '/') open.push(name);
    }
  }
  expect([open, xml.slice(at).trim()]).toEqual([[], '']);
  return names;
}
