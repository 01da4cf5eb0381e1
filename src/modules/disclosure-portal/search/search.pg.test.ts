import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchRead as searchShape, suggestionsRead as suggestionsShape } from '../../../contracts/search.ts';
import { openMarket, players, playLot, START, type Market, type Trade } from '../../../platform/testing/market.ts';
import { testDatabase, type TestDatabase } from '../../../platform/testing/pg.ts';
import { lotRead, lotsRead } from '../../tender-doc/index.ts';
import { feed, foundLots, indexLot, noticePage, searchRead, suggestionsRead } from '../index.ts';
import type { SearchDocument } from './documents.ts';
import { replaceDocuments } from './index-lot.ts';
import { memoryOf } from './memory.ts';
import { vectorText } from './words.ts';

let database: TestDatabase;
let m: Market;
let issued: Trade;
let procurement: Trade;
let reviewed: Trade;
beforeAll(async () => {
  database = await testDatabase();
  m = await openMarket(database.pool);
  const p = await players(m);
  issued = await playLot(m, p, { category: 'engineering' });
  procurement = await playLot(m, p, { category: 'gov-procurement' }, 'announced');
  reviewed = await playLot(m, p, { category: 'engineering' }, 'reviewed');
  await drain();
});
afterAll(() => database.close());

/** What the outbox worker does with the topic of the search. */
async function drain(): Promise<number> {
  const { rows } = await m.pool.query<{ lot: string }>(`update outbox set done_at = clock_timestamp() where topic = 'lot-changed' and done_at is null returning payload->>'lot' as lot`);
  for (const { lot } of rows) await indexLot(m.pool, lot);
  return rows.length;
}
const search = async (params: Record<string, string>) => searchShape.parse(await searchRead(m.pool, { now: START }, params));
const found = async (params: Record<string, string>) => [...new Set((await search(params)).items.map(({ lotId }) => lotId))].sort();
const titleOf = async (lotId: string) => (await lotRead(m.pool, { actor: null, now: START }, { id: lotId })).projectName;

test('every change of a lot reaches the search; what is not public is in no row', async () => {
  const { rows } = await m.pool.query<{ lot_id: string; type: string }>('select lot_id, type from search_document join search_cell using (cell) order by 1, 2');
  expect(new Set(rows.map((row) => row.lot_id))).toEqual(new Set([issued.lotId, procurement.lotId]));
  expect(rows.filter((row) => row.lot_id === procurement.lotId).map(({ type }) => type)).toEqual(['lot', 'notice', 'notice']);
  expect(await found({})).toEqual([issued.lotId, procurement.lotId].sort());
  // a ceiling that is gated until the documents are out stands in no row of the announced lot
  const { rows: raw } = await m.pool.query<{ text: string }>('select item::text || words::text || coalesce(amount, 0)::text as text from search_document where lot_id = $1', [procurement.lotId]);
  expect(raw.map(({ text }) => text).join()).not.toContain('1286540000');
  expect(await drain()).toBe(0);
  await m.pool.query(`update record set state = 'failed' where kind = 'lot' and id = $1`, [issued.lotId]);
  expect(await drain()).toBe(1);
  expect((await search({ stage: 'failed', type: 'lot' })).items.map(({ stage }) => stage)).toEqual(['failed']);
  await m.pool.query(`update record set state = 'noticed' where kind = 'lot' and id = $1`, [issued.lotId]);
  await drain();
  expect(await found({ stage: 'failed' })).toEqual([]);
  expect(reviewed.lotId).not.toBe(issued.lotId);
});

test('words short and long, codes, forms, and the name of the tenderer', async () => {
  const code = (await search({ type: 'lot', category: 'engineering' })).items[0];
  for (const q of ['扩声', '声', '扩声系统', '声系', '采购意向 扩声']) expect(await found({ q }), q).toEqual([procurement.lotId]);
  expect(await found({ q: code?.lotCode ?? '' })).toEqual([issued.lotId]);
  expect(await found({ q: (code?.lotCode ?? '').toLowerCase() })).toEqual([issued.lotId]);
  expect(await found({ q: code?.tendererName ?? '' })).toEqual([issued.lotId, procurement.lotId].sort());
  expect(await found({ q: '不在任何地方的词' })).toEqual([]);
  const { items } = await search({ q: '扩声', type: 'lot' });
  expect(items[0]?.title.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['扩声']);
  expect(items[0]?.title.map(({ text }) => text).join('')).toContain(await titleOf(procurement.lotId));
});

test('the list of lots is searched by the same words', async () => {
  const lots = (params: Record<string, string>) => lotsRead(m.pool, { actor: null, now: START }, params, (asked) => foundLots(m.pool, asked));
  const ids = async (params: Record<string, string>) => (await lots(params)).items.map(({ lotId }) => lotId);
  expect(await ids({ q: '扩声系统' })).toEqual([procurement.lotId]);
  expect(await ids({ q: '扩声', category: 'engineering' })).toEqual([]);
  const tenderer = (await lots({})).items[0]?.tendererName ?? '';
  expect((await ids({ q: tenderer })).sort()).toEqual([issued.lotId, procurement.lotId].sort());
  expect(await ids({ q: tenderer, stage: 'bidding' })).toEqual([issued.lotId]);
  expect(await ids({ q: tenderer, stage: 'noticed' })).toEqual([issued.lotId]);
  expect(await ids({ q: '%' })).toEqual([]);
  const first = await lots({ q: tenderer, limit: '1' });
  const second = await lots({ q: tenderer, limit: '1', cursor: first.nextCursor ?? '' });
  expect([...first.items, ...second.items].map(({ lotId }) => lotId).sort()).toEqual([issued.lotId, procurement.lotId].sort());
  expect(second.nextCursor).toBeNull();
  for (const wrong of [{ q: tenderer, cursor: 'nonsense' }, { q: tenderer, region: "33'" }]) await expect(lots(wrong)).rejects.toThrow();
});

test('words are the same whatever form they are typed in', async () => {
  for (const q of ['“扩声”系统', '《扩声系统》', '扩声、系统', '扩声　系统', '【扩声】', '扩声·系统', '（扩声）系统！']) {
    expect(await found({ q }), q).toEqual([procurement.lotId]);
  }
  // words mean themselves: nothing is a synonym
  expect(await found({ q: '音响' })).toEqual([]);
  // a code is found whole or by its beginning, and not by a digit that differs
  const { lotCode = '' } = (await search({ type: 'lot', category: 'gov-procurement' })).items[0] ?? {};
  expect(await found({ q: lotCode })).toEqual([procurement.lotId]);
  const last = lotCode.slice(-1);
  expect(await found({ q: `${lotCode.slice(0, -1)}${/\d/.test(last) ? (Number(last) + 1) % 10 : 'zz'}` })).toEqual([]);
  // a very long question is a refusal that names its field, not an hour of work
  const long = '扩声系统'.repeat(25);
  expect((await search({ q: long })).items.every(({ lotId }) => lotId === procurement.lotId)).toBe(true);
  await expect(searchRead(m.pool, { now: START }, { q: `${long}。` })).rejects.toThrow();
});

test('hostile input is a text, or refused with the field named', async () => {
  for (const q of [`'`, `\\`, `' | 'qqx`, `qqx:* & !xqq`, `%`, `<script>`, '😀', '\u202e', `"; drop table record; --`, '（）', '的', 'a'.repeat(100)]) {
    expect((await search({ q })).total).toEqual({ count: 0, exact: true });
    expect((await suggestionsRead(m.pool, { q })).items).toEqual([]);
  }
  const other = (await search({ limit: '1' })).nextCursor ?? '';
  const wrong: Record<string, string>[] = [{ q: 'a'.repeat(101) }, { strange: '1' }, { stage: 'nothing' }, { region: "33'" }, { amountMin: '-1' }, { amountMax: '1e400' }, { from: '2026-02-30' }, { cursor: 'nonsense' }, { sort: 'amount', cursor: other }, { limit: '0' }, { limit: '101' }];
  for (const params of wrong) await expect(searchRead(m.pool, { now: START }, params), JSON.stringify(params)).rejects.toThrow();
});

describe('many', () => {
  const DAY = 86_400_000;
  const made: SearchDocument[] = Array.from({ length: 60 }, (_, i) => {
    const lotId = randomUUID();
    const [stage, region, kind] = [i % 2 ? 'bidding' : 'contract', i % 3 ? '330100' : '620100', i % 5 ? 'open-tender' : 'invited-tender'];
    const publishedAt = new Date(Date.parse('2026-05-01T00:00:00.000Z') + i * DAY).toISOString();
    const deadline = i % 4 ? null : new Date(Date.parse(START) + (i - 20) * DAY).toISOString();
    const title = `石塘镇桥梁维修第${i}号${i % 10 === 0 ? '工程桥梁桥梁' : ''}`;
    const facets = { type: 'lot', category: 'engineering', industry: 'transport', stage, kind, region: [2, 4, 6].map((n) => region.slice(0, n)) };
    return {
      id: lotId, lotId, type: 'lot', category: 'engineering', region, industry: 'transport', stage, kind, amount: i * 100, publishedAt, deadline, words: vectorText({ title, names: [`C${i}`, `镇政府${i % 2}`], body: '', facets }),
      item: { id: lotId, type: 'lot', lotId, title, lotCode: `C${i}`, lotNo: '1', category: 'engineering', kind, region, regionZh: '', industry: 'transport', tendererName: `镇政府${i % 2}`, stage: 'noticed', stageZh: '', publishedAt },
    };
  });
  beforeAll(async () => { for (const one of made) await replaceDocuments(m.pool, one.lotId, [one]); });

  test('pages of every order hold each hit once', async () => {
    for (const sort of ['newest', 'relevance', 'amount'] as const) {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await search({ q: '石塘镇', sort, limit: '7', cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect(seen, sort).toHaveLength(60);
      expect(new Set(seen).size).toBe(60);
    }
    const amounts = (await search({ q: '石塘镇', sort: 'amount', limit: '5' })).items.map(({ lotCode }) => lotCode);
    expect(amounts).toEqual(['C59', 'C58', 'C57', 'C56', 'C55']);
    const open = await search({ q: '石塘镇', sort: 'deadline' });
    expect(open.items.map(({ lotCode }) => lotCode)).toEqual(['C20', 'C24', 'C28', 'C32', 'C36', 'C40', 'C44', 'C48', 'C52', 'C56']);
    expect(open.total).toEqual({ count: 10, exact: true });
  });

  test('filters and their counts, with words and without, say the same as the rows', async () => {
    for (const q of ['石塘镇', '']) {
      const base = q === '' ? { category: 'engineering', industry: 'transport' } : { q };
      const { total, facets } = await search({ ...base, region: '6201', stage: 'bidding' });
      const [six, bidding] = [made.filter((d) => d.region === '620100'), made.filter((d) => d.stage === 'bidding')];
      expect(total.count).toBe(six.filter((d) => d.stage === 'bidding').length);
      expect(facets.stage.map(({ value, count }) => [value, count]).sort()).toEqual(['bidding', 'contract'].map((s) => [s, six.filter((d) => d.stage === s).length]));
      expect(facets.region.map(({ value, zh, count }) => [value, zh, count])).toEqual([['330100', '杭州市', bidding.filter((d) => d.region === '330100').length], ['620100', '兰州市', bidding.filter((d) => d.region === '620100').length]].sort((a, b) => Number(b[2]) - Number(a[2])));
      expect(facets.kind.find(({ value }) => value === 'invited-tender')).toMatchObject({ zh: '邀请招标', en: 'Invited tender' });
    }
    expect((await search({ q: '石塘镇', amountMin: '1000', amountMax: '1900' })).total.count).toBe(10);
    expect((await search({ q: '石塘镇', from: '2026-05-03', to: '2026-05-04' })).items.map(({ lotCode }) => lotCode)).toEqual(['C3', 'C2']);
  });

  test('a suggestion is a name that holds what is typed', async () => {
    const { items } = suggestionsShape.parse(await suggestionsRead(m.pool, { q: '镇政' }));
    expect(items.map(({ text }) => text).sort()).toEqual(['镇政府0', '镇政府1']);
    expect((await suggestionsRead(m.pool, { q: 'C58' })).items.map(({ text }) => text)).toContain('C58');
    expect((await suggestionsRead(m.pool, {})).items).toEqual([]);
  });
});

describe('what is found too often', () => {
  const DOCUMENTS = 45_000;
  beforeAll(async () => {
    await m.pool.query(`insert into search_cell (type, category, region, industry, stage, kind) values ('notice', 'concession', '330100', 'transport', 'failed', 'open-tender'), ('notice', 'concession', '330100', 'transport', 'contract', 'open-tender')`);
    // two years, oldest first; every hundredth failed; 长桥 only in the oldest tenth
    await m.pool.query(`with made as (select n, case when n % 100 = 0 then 'failed' else 'contract' end as stage, timestamptz '2024-11-20' + n * interval '23 minutes' as at from generate_series(1, ${DOCUMENTS}) n)
      insert into search_document (id, lot_id, cell, amount, published_at, deadline, words, item)
      select 'many/' || n, gen_random_uuid(), (select cell from search_cell c where category = 'concession' and c.stage = made.stage), n * 100, at, null,
        concat_ws(' ', '''万里'':1A', case when n <= ${DOCUMENTS / 10} then '''长桥'':2A' end, '''week=' || search_week_of(at) || '''', '''stage=' || stage || '''')::tsvector,
        (select item from search_document limit 1) || jsonb_build_object('id', 'many/' || n, 'lotCode', 'M' || n) from made`);
    await m.pool.query('analyze search_document');
    // what another process has indexed is known here a few seconds later
    memoryOf(m.pool).forget();
  }, 120_000);

  test('is counted as "at least", and under a filter exactly', async () => {
    expect((await search({ q: '万里', limit: '1' })).total).toEqual({ count: 10_000, exact: false });
    expect((await search({ q: '万里', stage: 'failed', limit: '1' })).total).toEqual({ count: DOCUMENTS / 100, exact: true });
    expect((await search({ q: '长桥', limit: '1' })).total).toEqual({ count: DOCUMENTS / 10, exact: true });
    expect((await search({ q: '万里', sort: 'deadline' })).total).toEqual({ count: 0, exact: true });
    // without words the kept counts answer, however many
    expect((await search({ category: 'concession', limit: '1' })).total).toEqual({ count: DOCUMENTS, exact: true });
    expect((await search({ category: 'concession', amountMin: String(DOCUMENTS * 100 - 500), limit: '1' })).total).toEqual({ count: 6, exact: true });
    expect((await search({ category: 'concession', stage: 'failed', amountMin: '1', limit: '1' })).total).toEqual({ count: DOCUMENTS / 100, exact: true });
    expect((await search({ amountMin: '100', limit: '1' })).total).toEqual({ count: 10_000, exact: false });
    const { rows } = await m.pool.query<{ cells: boolean; weeks: boolean }>('select (select sum(n) from search_cell) = count(*) as cells, (select sum(n) from search_week) = count(*) as weeks from search_document');
    expect(rows).toEqual([{ cells: true, weeks: true }]);
  });

  test.each(['newest', 'amount'] as const)('is read on page by page by %s, also far down', async (sort) => {
    let cursor = '';
    for (let page = 0; page < 6; page++) {
      const read = await search({ q: '万里', sort, limit: '100', cursor });
      expect(read.items.map(({ lotCode }) => lotCode)).toEqual(Array.from({ length: 100 }, (_, i) => `M${DOCUMENTS - page * 100 - i}`));
      cursor = read.nextCursor ?? '';
    }
    // a page far down begins where its cursor says
    const { rows } = await m.pool.query<{ no: string; at: string; amount: string }>(`select no::text, published_at as at, amount::text from search_document where id = 'many/3000'`);
    const key = sort === 'newest' ? String(Date.parse(rows[0]?.at ?? '')) : rows[0]?.amount;
    const deep = await search({ q: '万里', sort, limit: '2', cursor: Buffer.from(JSON.stringify({ by: sort, key, no: rows[0]?.no })).toString('base64url') });
    expect(deep.items.map(({ lotCode }) => lotCode)).toEqual(['M2999', 'M2998']);
  });

  test('what stands only among the oldest is found by every order', async () => {
    for (const sort of ['newest', 'amount'] as const) expect((await search({ q: '长桥', sort, limit: '1' })).items[0]?.lotCode, sort).toBe(`M${DOCUMENTS / 10}`);
    expect((await search({ q: '长桥 万里', sort: 'relevance', limit: '100' })).items).toHaveLength(100);
    expect((await search({ q: '万里', sort: 'relevance', limit: '100' })).nextCursor).not.toBeNull();
  });

  test('more searches at once than are worked on wait their turn, and too many are told to come again', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 260 }, () => search({ q: '没有这个词', limit: '1' })));
    const refused = asked.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(260 - 204);
    for (const one of refused) expect(one.reason).toMatchObject({ code: 'unavailable', detail: { retryAfterS: 2 } });
    expect((await search({ q: '长桥', limit: '1' })).items).toHaveLength(1);
  }, 60_000);
});

test('the feed is well-formed, filtered, and says where to read on', async () => {
  const at = { now: START, publicUrl: 'https://a.example/', deployment: 'd' };
  const atom = await feed(m.pool, at, { category: 'gov-procurement' });
  expect(atom.match(/<entry>/g)).toHaveLength(3);
  const lot = await lotRead(m.pool, { actor: null, now: START }, { id: procurement.lotId });
  expect(atom).toContain(`https://a.example/notices/${procurement.lotId}/${lot.notices[0]?.noticeId}.html`);
  expect(await feed(m.pool, at, { q: `<&"'` })).toContain('“&lt;&amp;&quot;&#39;”');
  await expect(feed(m.pool, at, { limit: '5' })).rejects.toThrow();
});

test('a notice is a page that runs nothing; what is not public has none', async () => {
  await m.pool.query(`update record set data = jsonb_set(data, '{notices,0,title}', '"<script>alert(1)</script>"') where kind = 'lot' and id = $1`, [issued.lotId]);
  const lot = await lotRead(m.pool, { actor: null, now: START }, { id: issued.lotId });
  const file = `${lot.notices[0]?.noticeId}.html`;
  const html = await noticePage(m.pool, { now: START }, { lotId: issued.lotId, file });
  expect(html).toContain('<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>');
  expect(html).not.toMatch(/<script|javascript:|onload|style=/i);
  expect(html).toContain('100,000.00 元');
  for (const [lotId, name] of [[issued.lotId, 'x.html'], [issued.lotId, file.slice(0, -5)], [reviewed.lotId, file], [randomUUID(), file]] as const) {
    await expect(noticePage(m.pool, { now: START }, { lotId, file: name })).rejects.toMatchObject({ code: 'not-found' });
  }
});
