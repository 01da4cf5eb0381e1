import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { DeskItem } from '../../src/contracts/desk.ts';
import { inView, useRoleView } from '../account/role-view.ts';
import { deskQuery } from '../api/desk-reads.ts';
import type { Session } from '../session/session.ts';
import { deskTexts } from '../texts/desk.ts';
import { shellTexts } from '../texts/shell.ts';
import { Trade, useBundle, usePageTitle, useTexts } from '../texts/index.tsx';
import { Countdown, StageTag, When } from '../ui/pieces.tsx';
import { Failure, Loading, Placeholder } from '../ui/states.tsx';
import { actAddress } from './address.ts';
import { Invitations } from './bid/my-side.tsx';
import { csvOf, saveText } from './csv.ts';
import { SignedIn } from './signed-in.tsx';
import { lotTitle } from '../ui/lot-title.ts';
import './desk.css';

const route = getRouteApi('/desk');

/** Opens on what is due. */
export function DeskPage() {
  return <SignedIn>{(session) => <Desk session={session} />}</SignedIn>;
}

function Desk({ session }: { session: Session }) {
  const t = useBundle(deskTexts).desk;
  usePageTitle(t.title);
  const { find: q = '', by: sort = 'due' } = route.useSearch();
  const navigate = route.useNavigate();
  const [role] = useRoleView(session.me);
  const shell = useBundle(shellTexts);
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(deskQuery(q.trim()));
  if (!data) return <div className="page">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={4} />}</div>;
  const all = data.pages.flatMap(({ items }) => items);
  const seen = role === null ? all : all.filter(({ as }) => inView(as, role));
  const found = sorted(seen, sort);
  const due = found.filter(({ next }) => next.length > 0);
  const rest = found.filter(({ next, stage }) => next.length === 0 && !ended.has(stage));
  const over = found.filter(({ next, stage }) => next.length === 0 && ended.has(stage));
  const isNew = all.length === 0 && q.trim() === '';
  const tenders = session.me.account.roles.some((role) => role === 'tenderer' || role === 'agency');
  return (
    <div className="page desk">
      <div className="head-row">
        <h1>{session.me.entity?.name ?? session.me.account.name}</h1>
        <p className="desk-tools">
          {tenders ? <Link className="button primary" to="/desk/new-project">{t.newProject}</Link> : null}
          <Link className="button" to="/">{t.toPortal}</Link>
        </p>
      </div>
      {all.length > 0 || q !== '' ? (
        <div className="desk-tools no-print">
          <input className="input find" type="search" aria-label={t.find} placeholder={t.find} value={q} onChange={(e) => void navigate({ search: { ...(e.target.value ? { find: e.target.value } : {}), ...(sort === 'due' ? {} : { by: sort }) }, replace: true })} />
          <select className="input find" aria-label={t.sort} value={sort} onChange={(e) => void navigate({ search: { ...(q ? { find: q } : {}), ...(e.target.value === 'due' ? {} : { by: e.target.value }) }, replace: true })}>
            <option value="due">{t.sortDue}</option><option value="new">{t.sortNew}</option>
          </select>
          {q.trim() === '' ? null : <Link to="/" search={{ q: q.trim() }}>{shell.find.portal}</Link>}
          <button type="button" className="button" onClick={() => { saveText('desk.csv', csvOf([[t.lot, t.title, t.stage, t.deadline, t.updated], ...found.map((item) => [item.lotCode, item.projectName, item.stageZh, item.due?.at ?? '', item.updatedAt])])); }}>{t.export}</button>
        </div>
      ) : null}
      {isNew ? <Begin roles={session.me.account.roles} /> : <Due items={due} />}
      <Invitations />
      {isNew || (rest.length === 0 && due.length + over.length > 0 && !hasNextPage) ? null : <Later items={rest} none={due.length === 0} more={hasNextPage ? () => void fetchNextPage() : null} />}
      {over.length > 0 ? <Over items={over} /> : null}
    </div>
  );
}

function Due({ items }: { items: readonly DeskItem[] }) {
  const t = useBundle(deskTexts).desk;
  return (
    <section aria-labelledby="due"><h2 id="due">{t.due} <span className="muted">{t.count(items.length)}</span></h2>
      {items.length === 0 ? <Placeholder title={t.dueNone} /> : <ul className="due-list">{items.map((item) => <Trade key={item.lotId} category={item.category}><DueRow item={item} /></Trade>)}</ul>}
    </section>
  );
}

/** `none`: nothing waits above either. */
function Later({ items, none, more }: { items: readonly DeskItem[]; none: boolean; more: (() => void) | null }) {
  const t = useBundle(deskTexts).desk;
  return (
    <section aria-labelledby="later"><h2 id="later">{t.later} <span className="muted">{t.count(items.length)}</span></h2>
      {items.length === 0 && none ? <Placeholder title={t.laterNone} /> : <ul className="due-list">{items.map((item) => <Trade key={item.lotId} category={item.category}><DueRow item={item} /></Trade>)}</ul>}
      {more ? <button type="button" className="button" onClick={more}>{t.more}</button> : null}
    </section>
  );
}

/** The trade is at its end in these, one way or another. */
const ended: ReadonlySet<string> = new Set(['closed', 'failed', 'terminated', 'cancelled']);

function Over({ items }: { items: readonly DeskItem[] }) {
  const t = useBundle(deskTexts).desk;
  return (
    <section aria-labelledby="over"><h2 id="over">{t.ended} <span className="muted">{t.count(items.length)}</span></h2>
      <ul className="due-list">{items.map((item) => <Trade key={item.lotId} category={item.category}><DueRow item={item} /></Trade>)}</ul>
    </section>
  );
}

/** Nothing is here yet: how one's first trade begins, by what one is registered as. */
function Begin({ roles }: { roles: readonly string[] }) {
  const t = useBundle(deskTexts).desk;
  const known = roles.filter((role) => t.begin[role] !== undefined);
  if (known.length === 0) return <Placeholder title={t.dueNone} />;
  return known.map((role) => (
    <section className="sheet begin" key={role} aria-labelledby={`begin-${role}`}><h2 id={`begin-${role}`}>{t.beginAs(t.asRole[role] ?? role)}</h2>
      <ol>{t.begin[role]?.map((step) => <li key={step}>{step}</li>)}</ol>
    </section>
  ));
}

function DueRow({ item }: { item: DeskItem }) {
  const t = useBundle(deskTexts).desk;
  const { said } = useTexts();
  return (
    <li className="due-row sheet">
      <div>
        <p className="small muted">{[item.lotCode, item.as.map((role) => t.asRole[role] ?? role).join(' ')].filter((part) => part !== '').join(' · ')}</p>
        <h3><Link to="/desk/lots/$lotId" params={{ lotId: item.lotId }}>{lotTitle(item)}</Link></h3>
        <p><StageTag stage={item.stage} stageZh={item.stageZh} /></p>
      </div>
      <div className="due-when">
        {item.due ? <><p className="small muted">{said(item.due.zh, item.due.en)}</p><p><Countdown until={item.due.at} over={t.overdue} /></p><p className="small muted"><When at={item.due.at} /></p></> : ended.has(item.stage) ? null : <p className="small muted">{t.none}</p>}
      </div>
      <ul className="due-acts">{item.next.map((action) => <li key={action.id}><Link className="button" {...actAddress(item.lotId, action.id)}>{said(action.zh, action.en)}</Link></li>)}</ul>
    </li>
  );
}

function sorted(items: readonly DeskItem[], sort: string): DeskItem[] {
  if (sort === 'new') return [...items];
  return items.toSorted((a, b) => (a.due?.at ?? '9').localeCompare(b.due?.at ?? '9'));
}
