import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import type { FacetValue, SearchRead } from '../../src/contracts/search.ts';
import { searchSorts, searchTypes, type FacetName, type SearchSort } from '../../src/contracts/search-words.ts';
import { stageGroups } from '../../src/contracts/stages.ts';
import { useTexts } from '../texts/index.tsx';
import { changed, feedParams, narrowed, type HomeFilter } from './filter.ts';
import { SubscribeButton } from './subscribe.tsx';
import { query } from '../api/client.ts';

type Change = Parameters<typeof changed>[1];
const CHOICES = ['category', 'stage', 'region', 'industry', 'kind'] as const satisfies readonly FacetName[];

/** Which kind of entry: lots unless the reader asks for notices or results; the counts hold for the words and filters. */
export function TypeTabs({ facets }: { facets: SearchRead['facets'] | undefined }) {
  const { t } = useTexts();
  const filter = useSearch({ from: '/' });
  return (
    <nav aria-label={t.home.types} className="tabs no-print">
      {searchTypes.map((type) => (
        <FilterLink key={type} change={{ type: type === 'lot' ? undefined : type }} current={(filter.type ?? 'lot') === type}>
          {t.home.typeNames[type]} <Count n={facets?.type.find(({ value }) => value === type)?.count ?? (facets ? 0 : undefined)} />
        </FilterLink>
      ))}
    </nav>
  );
}

/** The choices beside the list; each says how many entries it would leave. */
export function Filters({ facets }: { facets: SearchRead['facets'] | undefined }) {
  const { t } = useTexts();
  return (
    <div className="filters no-print">
      {CHOICES.map((name) => <Choice key={name} name={name} title={t.home[name]} values={facets?.[name] ?? []} />)}
      <Ranges />
    </div>
  );
}

const SHOWN = 8;
const stageOrder = Object.keys(stageGroups);

function Choice({ name, title, values }: { name: (typeof CHOICES)[number]; title: string; values: readonly FacetValue[] }) {
  const filter = useSearch({ from: '/' });
  const nameOf = useFacetName();
  const chosen = filter[name];
  if (values.length === 0 && !chosen) return null;
  // stages stand as a trade goes, all else by how many there are
  const shown = name === 'stage' ? values.toSorted((a, b) => stageOrder.indexOf(a.value) - stageOrder.indexOf(b.value)) : values;
  const links = shown.map((one) => (
    <li key={one.value}>
      <FilterLink change={{ [name]: chosen === one.value ? undefined : one.value }} current={chosen === one.value}>{nameOf(name, one)} <Count n={one.count} /></FilterLink>
    </li>
  ));
  return (
    <details className="choice" open={name === 'category' || name === 'stage' || chosen !== undefined}>
      <summary>{title}</summary>
      <ul>{links.slice(0, SHOWN)}</ul>
      {links.length > SHOWN ? <details className="rest"><summary>+{links.length - SHOWN}</summary><ul>{links.slice(SHOWN)}</ul></details> : null}
    </details>
  );
}

/** Names that the pages have are shorter than the catalogue's. */
function useFacetName() {
  const { t, said } = useTexts();
  const short: Partial<Record<FacetName, Record<string, string>>> = { category: t.categories, kind: t.kinds, stage: t.stages };
  return (name: FacetName, { value, zh, en }: Pick<FacetValue, 'value' | 'zh' | 'en'>): string => short[name]?.[value] ?? said(zh, en);
}

function Ranges() {
  const { t } = useTexts();
  const filter = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string): string | undefined => { const value = data.get(name); return typeof value === 'string' && value !== '' ? value : undefined; };
    void navigate({ search: (old: HomeFilter) => changed(old, { min: text('min'), max: text('max'), from: text('from'), to: text('to') }), resetScroll: false });
  };
  const held = [filter.min, filter.max, filter.from, filter.to];
  return (
    <details className="choice" open={held.some((value) => value !== undefined)}>
      <summary>{t.home.more}</summary>
      {/* a new form for every new address, so the fields say what holds */}
      <form key={held.join()} onSubmit={submit} className="ranges">
        <fieldset><legend>{t.home.amount}</legend>
          <label>{t.home.min}<input name="min" inputMode="numeric" pattern="[0-9]{1,12}" defaultValue={filter.min ?? ''} autoComplete="off" /></label>
          <label>{t.home.max}<input name="max" inputMode="numeric" pattern="[0-9]{1,12}" defaultValue={filter.max ?? ''} autoComplete="off" /></label>
        </fieldset>
        <fieldset><legend>{t.home.days}</legend>
          <label>{t.home.from}<input name="from" type="date" defaultValue={filter.from ?? ''} /></label>
          <label>{t.home.to}<input name="to" type="date" defaultValue={filter.to ?? ''} /></label>
        </fieldset>
        <button type="submit" className="button">{t.home.apply}</button>
      </form>
    </details>
  );
}

/** Above the list: how many there are, what was chosen (a press takes it away), the order, the feed, the mails. */
export function ListHead({ data }: { data: SearchRead | undefined }) {
  const { t } = useTexts();
  const filter = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const chosen = useChosen(data?.facets);
  const sorts = searchSorts.filter((sort) => sort !== 'relevance' || filter.q !== undefined);
  return (
    <div className="list-head no-print">
      <p role="status" className="list-total">{data ? t.home.total(data.total.count, data.total.exact) : ' '}</p>
      <label className="list-sort"><span>{t.home.sort}</span>
        <select value={filter.sort ?? 'newest'} onChange={(event) => {
          const sort = event.target.value as SearchSort;
          void navigate({ search: (old: HomeFilter) => changed(old, { sort: sort === 'newest' ? undefined : sort }), resetScroll: false });
        }}>{sorts.map((sort) => <option key={sort} value={sort}>{t.home.sorts[sort]}</option>)}</select>
      </label>
      <a className="small" href={`/feeds/lots.atom${query(feedParams(filter))}`}>{t.home.feed}</a>
      <SubscribeButton names={chosen.filter(([name]) => !['stage', 'from', 'to'].includes(name)).map(([, text]) => text)} />
      {narrowed(filter) ? <Chosen chosen={chosen} /> : null}
    </div>
  );
}

/** What was chosen, in words. */
function useChosen(facets: SearchRead['facets'] | undefined): [keyof HomeFilter, string][] {
  const { t } = useTexts();
  const filter = useSearch({ from: '/' });
  const nameOf = useFacetName();
  const plain: [keyof HomeFilter, string | undefined][] = [
    ['q', filter.q && `“${filter.q}”`], ['min', filter.min && `≥ ${filter.min}`], ['max', filter.max && `≤ ${filter.max}`], ['from', filter.from && `${t.home.from} ${filter.from}`], ['to', filter.to && `${t.home.to} ${filter.to}`],
  ];
  const chosen = [
    ...plain, ...CHOICES.map((name): [keyof HomeFilter, string | undefined] => [name, filter[name] && nameOf(name, facets?.[name].find(({ value }) => value === filter[name]) ?? { value: filter[name] ?? '', zh: filter[name] ?? '', en: filter[name] ?? '' })]),
  ];
  return chosen.filter((one): one is [keyof HomeFilter, string] => Boolean(one[1]));
}

function Chosen({ chosen }: { chosen: readonly [keyof HomeFilter, string][] }) {
  const { t } = useTexts();
  return (
    <ul className="chips" aria-label={t.home.chosen}>
      {chosen.map(([name, text]) => (
        <li key={name}><Link to="/" resetScroll={false} search={(old: HomeFilter) => changed(old, { [name]: undefined })} activeOptions={WHOLE} aria-label={t.home.remove(text)}>{text}<span aria-hidden="true"> ×</span></Link></li>
      ))}
      <li><Link to="/" resetScroll={false} search={{}} activeOptions={WHOLE} className="plain">{t.home.clear}</Link></li>
    </ul>
  );
}

/** The router calls a link the current page when the address holds at least its filters; here it must hold no others. */
const WHOLE = { exact: true, includeSearch: true } as const;

function FilterLink({ change, current, children }: { change: Change; current: boolean; children: ReactNode }) {
  return (
    <Link to="/" resetScroll={false} aria-current={current ? 'true' : undefined} activeOptions={WHOLE}
      search={(old: HomeFilter) => changed(old, change)}>{children}</Link>
  );
}

function Count({ n }: { n: number | undefined }) {
  return n === undefined ? null : <span className="count">{n.toLocaleString('en-US')}</span>;
}
