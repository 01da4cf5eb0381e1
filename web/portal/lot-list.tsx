import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { SearchItem } from '../../src/contracts/search.ts';
import { searchQuery } from '../api/reads.ts';
import { halted } from '../lot/halted.ts';
import { Trade, useTexts } from '../texts/index.tsx';
import { useNow } from '../ui/clock.ts';
import { Amount, Countdown, StageTag, When } from '../ui/pieces.tsx';
import { Failure, Loading, Placeholder } from '../ui/states.tsx';
import { narrowed, searchParams, type HomeFilter } from './filter.ts';
import { Filters, ListHead, TypeTabs } from './filters.tsx';
import { noticeHref } from '../ui/notice-href.ts';

export function LotList() {
  const { t } = useTexts();
  const filter = useSearch({ from: '/' });
  const { data, error, isPlaceholderData, refetch } = useQuery({ ...searchQuery(searchParams(filter)), placeholderData: keepPreviousData });
  return (
    <section aria-labelledby="lots" aria-busy={isPlaceholderData} className="found">
      <h2 id="lots">{t.home.list}</h2>
      <TypeTabs facets={data?.facets} />
      <Filters facets={data?.facets} />
      <div className="found-list">
        <ListHead data={data} />
        {data ? <Rows items={data.items} filtered={narrowed(filter)} /> : error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} />}
        {data ? <Pager next={data.nextCursor} filter={filter} /> : null}
      </div>
    </section>
  );
}

function Rows({ items, filtered }: { items: SearchItem[]; filtered: boolean }) {
  const { t } = useTexts();
  if (items.length === 0) {
    return filtered ? <Placeholder title={t.home.empty}><p className="muted">{t.home.emptyHint}</p><p><Link to="/" search={{}} resetScroll={false}>{t.home.clear}</Link></p></Placeholder> : <Placeholder title={t.home.emptyAll} />;
  }
  return <ul className="lots sheet">{items.map((item) => <Trade key={item.id} category={item.category}><Row item={item} /></Trade>)}</ul>;
}

function Row({ item }: { item: SearchItem }) {
  const { t, said } = useTexts();
  return (
    <li className="lot-row">
      <div className="lot-name">
        <h3><Title item={item} /></h3>
        <p className="small muted">
          <span className="mono">{item.lotCode}</span>
          <span>{t.home.lotNo} {item.lotNo}</span>
          <span>{t.categories[item.category] ?? item.category}{' · '}{t.kinds[item.kind] ?? item.kind}</span>
          {item.regionZh ? <span>{said(item.regionZh, item.regionEn)}</span> : null}
          <span>{item.tendererName}</span>
          {item.winnerName ? <span>{t.home.winner} {item.winnerName}</span> : null}
        </p>
      </div>
      <div className="lot-stage"><StageTag stage={item.stage} stageZh={item.stageZh} /></div>
      <div className="lot-deadline small">{item.type === 'lot' && item.bidDeadline ? <Deadline at={item.bidDeadline} stands={halted(item.stage)} /> : <><span className="muted">{t.home.published}</span><br /><When at={item.publishedAt} seconds={false} /></>}</div>
      <div className="lot-amount">
        {item.amountFen === undefined || item.amountOf === undefined ? null : <><span className="small muted">{t.home[item.amountOf]}</span><br /><Amount fen={item.amountFen} /></>}
      </div>
    </li>
  );
}

/** A lot leads to its page, a notice to the page that needs no script. */
function Title({ item }: { item: SearchItem }) {
  const { language } = useTexts();
  const parts = item.title.map(({ text, hit }, at) => (hit ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>));
  return item.noticeId === undefined ? <Link to="/lots/$lotId" params={{ lotId: item.lotId }} className="cover-link">{parts}</Link>
    : <a href={noticeHref(item.lotId, item.noticeId, language)} className="cover-link">{parts}</a>;
}

function Deadline({ at, stands }: { at: string; stands: boolean }) {
  const { t } = useTexts();
  const passed = useNow() >= Date.parse(at);
  if (stands && !passed) return <><span className="muted">{t.lot.deadlineWas}</span><br /><When at={at} /></>;
  return (
    <>
      <span className="muted">{passed ? t.home.deadlinePassed : t.home.startsIn}</span>{' '}
      {passed ? null : <Countdown until={at} />}<br /><When at={at} />
    </>
  );
}

function Pager({ next, filter }: { next: string | null; filter: HomeFilter }) {
  const { t } = useTexts();
  if (!next && !filter.cursor) return null;
  return (
    <nav className="pager no-print" aria-label={t.home.paging}>
      {filter.cursor ? <Link to="/" className="button" hash="lots" search={({ cursor: _cursor, ...rest }: HomeFilter) => rest}>{t.home.first}</Link> : null}
      {next ? <Link to="/" className="button" hash="lots" search={(old: HomeFilter) => ({ ...old, cursor: next })}>{t.home.next}</Link> : null}
    </nav>
  );
}
