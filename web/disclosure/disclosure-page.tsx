import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { DisclosureStatusRead } from '../../src/contracts/disclosure.ts';
import { disclosureStatuses, type DisclosureStatus } from '../../src/contracts/disclosure-words.ts';
import { api, query } from '../api/client.ts';
import { disclosureStatusQuery } from '../api/reads.ts';
import { usePageTitle, useTexts } from '../texts/index.tsx';
import { Failure, Loading, Placeholder } from '../ui/states.tsx';
import { changedFilter, type DisclosureFilter } from './filter.ts';
import { StatusFacts, StatusTag } from './status.tsx';
import './disclosure.css';
import { noticeHref } from '../ui/notice-href.ts';

const route = getRouteApi('/disclosure');

/** Whether the city keeps its word: by sub-item what was due, on time, late and missing, and each of them by its lot. */
export function DisclosurePage() {
  const { t } = useTexts();
  const filter = route.useSearch();
  usePageTitle(t.disclosure.title);
  const { data, error, isPlaceholderData, refetch } = useQuery({ ...disclosureStatusQuery(filter), placeholderData: keepPreviousData });
  return (
    <div className="page disclosure">
      <header><h1>{t.disclosure.title}</h1><p className="muted">{t.disclosure.lead}</p></header>
      <Filters filter={filter} />
      {data ? (
        <>
          <Summary summary={data.summary} filter={filter} />
          <section aria-labelledby="rows" aria-busy={isPlaceholderData} className="sheet">
            <div className="head-row"><h2 id="rows">{t.disclosure.list}</h2><a className="small no-print" href={`${api}/disclosure-status.csv${query({ ...filter, cursor: undefined })}`} download>{t.disclosure.csv}</a></div>
            <Rows items={data.items} />
            <Pager next={data.nextCursor} filter={filter} />
          </section>
        </>
      ) : error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={6} />}
    </div>
  );
}

function Filters({ filter }: { filter: DisclosureFilter }) {
  const { t } = useTexts();
  const navigate = useNavigate({ from: '/disclosure' });
  const set = (change: Partial<Record<keyof DisclosureFilter, string>>) => void navigate({ search: changedFilter(filter, change), resetScroll: false });
  return (
    <form className="disclosure-filters no-print" onSubmit={(event) => {
      event.preventDefault();
      const q = new FormData(event.currentTarget).get('q');
      set({ q: typeof q === 'string' ? q.trim() : '' });
    }}>
      <label>{t.home.category}
        <select value={filter.category ?? ''} onChange={(event) => set({ category: event.target.value, subItem: '' })}>
          <option value="">{t.home.all}</option>{(['engineering', 'gov-procurement'] as const).map((id) => <option key={id} value={id}>{t.categories[id]}</option>)}
        </select>
      </label>
      <label>{t.disclosure.status}
        <select value={filter.status ?? ''} onChange={(event) => set({ status: event.target.value })}>
          <option value="">{t.home.all}</option>{disclosureStatuses.map((id) => <option key={id} value={id}>{t.disclosure.statuses[id]}</option>)}
        </select>
      </label>
      <label>{t.home.region}<input name="region" defaultValue={filter.region ?? ''} inputMode="numeric" pattern="[0-9]{2,6}" maxLength={6} onBlur={(event) => { if (event.target.validity.valid) set({ region: event.target.value }); }} /></label>
      <label className="wide">{t.disclosure.find}<input name="q" key={filter.q ?? ''} defaultValue={filter.q ?? ''} maxLength={100} /></label>
      <button type="submit" className="button">{t.home.apply}</button>
      {Object.keys(filter).length > 0 ? <Link to="/disclosure" search={{}} className="small">{t.home.clear}</Link> : null}
    </form>
  );
}

const SHOWN: readonly DisclosureStatus[] = ['on-time', 'late', 'missing', 'due', 'exempt'];

/** A table whose rows carry their own chart: the shares of what was due. */
function Summary({ summary, filter }: { summary: DisclosureStatusRead['summary']; filter: DisclosureFilter }) {
  const { t, said } = useTexts();
  return (
    <div className="sheet">
      <h2 id="summary">{t.disclosure.bySubItem}</h2>
      <ul className="disclosure-legend small" aria-hidden="true">{SHOWN.map((status) => <li key={status}><span className={`swatch ${status}`} />{t.disclosure.statuses[status]}</li>)}</ul>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="summary">
        <table className="disclosure-table">
          <thead><tr><th scope="col">{t.disclosure.subItem}</th><th scope="col" className="num">{t.disclosure.all}</th>{SHOWN.map((status) => <th key={status} scope="col" className="num">{t.disclosure.statuses[status]}</th>)}<th scope="col">{t.disclosure.share}</th></tr></thead>
          <tbody>
            {summary.map(({ subItemId, category, zh, en, counts }) => {
              const all = SHOWN.reduce((sum, status) => sum + counts[status], 0);
              return (
                <tr key={subItemId} aria-current={filter.subItem === subItemId ? 'true' : undefined}>
                  <th scope="row"><Link to="/disclosure" resetScroll={false} search={changedFilter(filter, { subItem: filter.subItem === subItemId ? '' : subItemId })}>{said(zh, en)}</Link> <span className="muted small">{t.categories[category]}</span></th>
                  <td className="num" data-label={t.disclosure.all}>{all}</td>
                  {SHOWN.map((status) => <td key={status} data-label={t.disclosure.statuses[status]} className={`num ${counts[status] === 0 ? 'nought' : status === 'missing' ? 'disclosure-lack' : ''}`}>{counts[status]}</td>)}
                  <td><Bar counts={counts} all={all} /></td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The numbers stand beside it; the picture is for the eye alone. */
function Bar({ counts, all }: { counts: Readonly<Record<DisclosureStatus, number>>; all: number }) {
  if (all === 0) return <span className="muted">—</span>;
  const width = (status: DisclosureStatus): number => (counts[status] / all) * 100;
  return (
    <svg className="disclosure-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      {SHOWN.map((status, i) => <rect key={status} className={status} x={SHOWN.slice(0, i).reduce((sum, one) => sum + width(one), 0)} y="0" width={width(status)} height="8" />)}
    </svg>
  );
}

function Rows({ items }: { items: DisclosureStatusRead['items'] }) {
  const { t, said, language } = useTexts();
  if (items.length === 0) return <Placeholder title={t.home.empty} />;
  return (
    <ul className="disclosure-list">
      {items.map((row) => (
        <li key={`${row.lotId}/${row.subItemId}/${row.instance}`} className="disclosure-row">
          <span className="disclosure-name"><Link to="/lots/$lotId" params={{ lotId: row.lotId }}>{row.projectName}</Link> <span className="mono small muted">{row.lotCode}</span><br />
            <span className="small">{row.disclosureId ? <a href={noticeHref(row.lotId, row.disclosureId, language)}>{said(row.zh, row.en)}</a> : said(row.zh, row.en)}{row.instance > 1 ? ` (${row.instance})` : ''}</span></span>
          <StatusTag status={row.status} />
          <StatusFacts row={row} />
        </li>
      ))}
    </ul>
  );
}

function Pager({ next, filter }: { next: string | null; filter: DisclosureFilter }) {
  const { t } = useTexts();
  if (!next && !filter.cursor) return null;
  return (
    <nav className="pager no-print" aria-label={t.home.paging}>
      {filter.cursor ? <Link to="/disclosure" className="button" search={changedFilter(filter, {})}>{t.home.first}</Link> : null}
      {next ? <Link to="/disclosure" className="button" search={{ ...filter, cursor: next }}>{t.home.next}</Link> : null}
    </nav>
  );
}
