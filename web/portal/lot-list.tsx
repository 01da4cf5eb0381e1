import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { LotItem } from '../../src/contracts/reads.ts';
import { stageGroups, type StageGroup } from '../../src/contracts/stages.ts';
import { lotsQuery } from '../api/reads.ts';
import { useTexts } from '../texts/index.tsx';
import { useNow } from '../ui/clock.ts';
import { Amount, Countdown, StageTag, When } from '../ui/pieces.tsx';
import { Failure, Loading, Placeholder } from '../ui/states.tsx';
import { categoryIds, type HomeFilter } from './filter.ts';

export function LotList() {
  const { t } = useTexts();
  const filter = useSearch({ from: '/' });
  const { data, error, isPlaceholderData, refetch } = useQuery({ ...lotsQuery(filter), placeholderData: keepPreviousData });
  const filtered = Boolean(filter.q ?? filter.category ?? filter.stage);
  return (
    <section aria-labelledby="lots" aria-busy={isPlaceholderData}>
      <div className="head-row">
        <h2 id="lots">{t.home.list}</h2>
        {filtered ? <Link to="/" search={{}} resetScroll={false} className="small">{t.home.clear}</Link> : null}
      </div>
      <Filters filter={filter} />
      {data ? <Rows items={data.items} filtered={filtered} /> : error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} />}
      {data ? <Pager next={data.nextCursor} filter={filter} /> : null}
    </section>
  );
}

function Filters({ filter }: { filter: HomeFilter }) {
  const { t } = useTexts();
  return (
    <div className="filters no-print">
      <nav aria-label={t.home.category} className="tabs">
        <FilterLink change={{ category: undefined }} current={!filter.category}>{t.home.all}</FilterLink>
        {categoryIds.map((id) => <FilterLink key={id} change={{ category: id }} current={filter.category === id}>{t.categories[id] ?? id}</FilterLink>)}
      </nav>
      <nav aria-label={t.home.stage} className="chips">
        <span className="small muted" aria-hidden="true">{t.home.stage}</span>
        <FilterLink change={{ stage: undefined }} current={!filter.stage}>{t.home.all}</FilterLink>
        {(Object.keys(stageGroups) as StageGroup[]).map((id) =>
          <FilterLink key={id} change={{ stage: id }} current={filter.stage === id}>{t.stages[id] ?? id}</FilterLink>)}
      </nav>
    </div>
  );
}

type Change = { category?: string | undefined; stage?: StageGroup | undefined };

function FilterLink({ change, current, children }: { change: Change; current: boolean; children: string }) {
  return (
    <Link to="/" resetScroll={false} aria-current={current ? 'true' : undefined}
      activeProps={{ 'aria-current': current ? 'true' : undefined }}
      search={({ cursor: _cursor, ...rest }: HomeFilter) => dropEmpty({ ...rest, ...change })}>{children}</Link>
  );
}

function Rows({ items, filtered }: { items: LotItem[]; filtered: boolean }) {
  const { t } = useTexts();
  if (items.length === 0) {
    return filtered ? <Placeholder title={t.home.empty}><p className="muted">{t.home.emptyHint}</p></Placeholder> : <Placeholder title={t.home.emptyAll} />;
  }
  return <ul className="lots sheet">{items.map((lot) => <Row key={lot.lotId} lot={lot} />)}</ul>;
}

function Row({ lot }: { lot: LotItem }) {
  const { t } = useTexts();
  const limit = lot.ceilingFen ?? lot.budgetFen;
  return (
    <li className="lot-row">
      <div className="lot-name">
        <h3><Link to="/lots/$lotId" params={{ lotId: lot.lotId }} className="cover-link">{lot.projectName}</Link></h3>
        <p className="small muted">
          <span className="mono">{lot.lotCode}</span>
          <span>{t.home.lotNo} {lot.lotNo}</span>
          <span>{t.categories[lot.category] ?? lot.category}{' · '}{t.kinds[lot.kind] ?? lot.kind}</span>
          {/* a bare code tells a reader nothing */}
          {lot.region && !/^\d+$/.test(lot.region) ? <span>{lot.region}</span> : null}
          <span>{lot.tendererName}</span>
        </p>
      </div>
      <div className="lot-stage"><StageTag stage={lot.stage} stageZh={lot.stageZh} /></div>
      <div className="lot-deadline small">{lot.bidDeadline ? <Deadline at={lot.bidDeadline} /> : lot.publishedAt ? <><span className="muted">{t.home.published}</span><br /><When at={lot.publishedAt} seconds={false} /></> : null}</div>
      <div className="lot-amount">
        {limit === undefined ? null : <><span className="small muted">{lot.ceilingFen === undefined ? t.home.budget : t.home.ceiling}</span><br /><Amount fen={limit} /></>}
      </div>
    </li>
  );
}

function Deadline({ at }: { at: string }) {
  const { t } = useTexts();
  const passed = useNow() >= Date.parse(at);
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

function dropEmpty(filter: Omit<HomeFilter, keyof Change> & Change): HomeFilter {
  const { category, stage, ...rest } = filter;
  return { ...rest, ...(category ? { category } : {}), ...(stage ? { stage } : {}) };
}
