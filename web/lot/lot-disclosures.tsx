import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { LotDisclosuresRead } from '../../src/contracts/disclosure.ts';
import { lotDisclosuresQuery } from '../api/reads.ts';
import { StatusFacts, StatusTag } from '../disclosure/status.tsx';
import { useTexts } from '../texts/index.tsx';
import '../disclosure/disclosure.css';
import { noticeHref } from '../ui/notice-href.ts';

type Item = LotDisclosuresRead['items'][number];

/** 公开清单: every sub-item of the category, what it owes by now and what it has published. */
export function LotDisclosures({ lotId }: { lotId: string }) {
  const { t } = useTexts();
  const { data } = useQuery(lotDisclosuresQuery(lotId));
  if (!data) return null;
  const applying = data.items.filter(({ rows }) => rows.length > 0);
  const others = data.items.filter(({ rows }) => rows.length === 0);
  return (
    <section className="sheet" aria-labelledby="disclosure-list">
      <h2 id="disclosure-list">{t.disclosure.title}</h2>
      <ul className="disclosure-list">{applying.map((item) => <SubItem key={item.subItemId} item={item} lotId={lotId} />)}</ul>
      {others.length > 0 ? <Others items={others} /> : null}
      <p className="small"><Link to="/disclosure" search={{}}>{t.disclosure.toCity}</Link></p>
    </section>
  );
}

function SubItem({ item, lotId }: { item: Item; lotId: string }) {
  const { said, language } = useTexts();
  const name = said(item.zh, item.en);
  return (
    <li>
      {item.rows.map((row) => (
        <div key={row.instance} className="disclosure-row">
          <span className="disclosure-name">{row.disclosureId ? <a href={noticeHref(lotId, row.disclosureId, language)}>{name}</a> : name}{item.rows.length > 1 ? ` (${row.instance})` : ''}</span>
          <StatusTag status={row.status} />
          <StatusFacts row={row} within={item.within} />
        </div>
      ))}
    </li>
  );
}

function Others({ items }: { items: readonly Item[] }) {
  const { t, said } = useTexts();
  return <p className="small muted">{t.disclosure.notYet}{t.unit.colon}{items.map(({ zh, en }) => said(zh, en)).join(t.disclosure.and)}</p>;
}
