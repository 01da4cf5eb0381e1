import { Link } from '@tanstack/react-router';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { useBundle } from '../../texts/index.tsx';
import { deskTexts } from '../../texts/desk.ts';
import { When } from '../../ui/pieces.tsx';

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const kinds = new Set(['clarification', 'change']);

/** Clarifications and corrections of the documents; those that nobody here has ticked yet come first to the eye. */
export function clarificationsOf({ notices }: LotRead): LotRead['notices'] {
  return notices.filter(({ noticeType }) => kinds.has(noticeType));
}

/** What changed since the draft was begun must be read before anything is submitted: each is ticked by hand. */
export function Clarified({ lot, read, change }: { lot: LotRead; read: readonly string[]; change: (read: readonly string[]) => void }) {
  const t = useBundle(bidderTexts).clarified;
  const { bid } = useBundle(deskTexts);
  const all = clarificationsOf(lot);
  const fresh = all.filter(({ noticeId }) => !read.includes(noticeId));
  if (all.length === 0) return null;
  return (
    <section className={fresh.length > 0 ? 'refused clarified' : 'sheet clarified'} aria-labelledby="clarified" role={fresh.length > 0 ? 'alert' : undefined}>
      <h2 id="clarified">{fresh.length > 0 ? bid.clarified : t.allRead}</h2>
      <ul>
        {all.map((notice) => (
          <li key={notice.noticeId}>
            <details open={!read.includes(notice.noticeId)}>
              <summary>{notice.title} <span className="muted small"><When at={notice.publishedAt} /></span></summary>
              <dl className="facts small">{notice.items.filter(({ value }) => typeof value === 'string' || typeof value === 'number').map((item) => <div key={item.key} className="fact"><dt>{item.zh}</dt><dd>{instant.test(String(item.value)) ? <When at={String(item.value)} /> : String(item.value)}</dd></div>)}</dl>
              <p className="small"><Link to="/lots/$lotId" params={{ lotId: lot.lotId }}>{t.whole}</Link></p>
            </details>
            <label><input type="checkbox" checked={read.includes(notice.noticeId)} onChange={(e) => { change(e.target.checked ? [...read, notice.noticeId] : read.filter((id) => id !== notice.noticeId)); }} /> {t.tick}</label>
          </li>
        ))}
      </ul>
    </section>
  );
}
