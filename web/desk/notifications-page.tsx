import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { NotificationsRead } from '../../src/contracts/notifications.ts';
import { query, readJson } from '../api/client.ts';
import { markRead } from '../api/marks.ts';
import { deskTexts } from '../texts/desk.ts';
import { useBundle, usePageTitle, useTexts } from '../texts/index.tsx';
import { When } from '../ui/pieces.tsx';
import { Failure, Loading, Placeholder } from '../ui/states.tsx';
import { SignedIn } from './signed-in.tsx';
import './desk.css';

const listQuery = infiniteQueryOptions({
  queryKey: ['notifications', 'all'], initialPageParam: '', getNextPageParam: ({ nextCursor }: NotificationsRead) => nextCursor,
  queryFn: ({ pageParam, signal }) => readJson<NotificationsRead>(`/notifications${query({ cursor: pageParam, limit: 30 })}`, signal),
});

export function NotificationsPage() {
  return <SignedIn>{() => <Notifications />}</SignedIn>;
}

function Notifications() {
  const t = useBundle(deskTexts).notifications;
  const { said } = useTexts();
  usePageTitle(t.title);
  const cache = useQueryClient();
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(listQuery);
  const read = (id?: string) => markRead(id).then(() => cache.invalidateQueries({ queryKey: ['notifications'] }));
  if (!data) return <div className="page">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />}</div>;
  const items = data.pages.flatMap((page) => page.items);
  return (
    <div className="page desk">
      <div className="head-row"><h1>{t.title}</h1>{items.some((item) => !item.read) ? <button type="button" className="button" onClick={() => void read()}>{t.allRead}</button> : null}</div>
      {items.length === 0 ? <Placeholder title={t.none} /> : (
        <ul className="due-list">
          {items.map((item) => (
            <li key={item.id} className={item.read ? 'sheet told' : 'sheet told new'}>
              <p><strong>{said(item.zh, item.en)}</strong>{item.read ? null : <span className="tag ochre">{t.unread}</span>}</p>
              <p><Link to="/desk/lots/$lotId" params={{ lotId: item.lotId }} onClick={() => void read(item.id)}>{item.projectName}</Link> <span className="muted small">{item.lotCode}</span></p>
              <p className="muted small"><When at={item.at} /></p>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage ? <button type="button" className="button" onClick={() => void fetchNextPage()}>{t.more}</button> : null}
    </div>
  );
}
