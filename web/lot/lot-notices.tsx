import { useQuery } from '@tanstack/react-query';
import type { DisclosuresRead, LotRead } from '../../src/contracts/reads.ts';
import { disclosuresQuery } from '../api/reads.ts';
import { FieldValue } from '../proof/field-value.tsx';
import { SealButton } from '../proof/seal-button.tsx';
import { useTexts } from '../texts/index.tsx';
import { When } from '../ui/pieces.tsx';
import { saidByNotices } from '../../src/contracts/said-by-notices.ts';
import { noticeHref } from '../ui/notice-href.ts';

/** Several of one kind, as each candidate has its own, are told apart by whom they speak of. */
function named(title: string, item: Disclosed, all: readonly Disclosed[]): string {
  const who = item.items.find(({ key }) => /^(candidateName|winnerName|supplierName)$/.test(key))?.value;
  return typeof who === 'string' && all.filter(({ subItemId }) => subItemId === item.subItemId).length > 1 ? `${title} · ${who}` : title;
}
type Disclosed = DisclosuresRead['items'][number];

type Field = { key: string; zh: string; en?: string | undefined; value?: unknown };

export function LotNotices({ lot, onProof }: { lot: LotRead; onProof: (leafId: string, name?: string) => void }) {
  const { t, said } = useTexts();
  const { data: disclosures } = useQuery(disclosuresQuery(lot.lotId));
  // what a notice has told is not told again below it
  const further = (disclosures?.items ?? []).filter(({ subItemId }) => !saidByNotices.has(subItemId));
  return (
    <>
      <section className="sheet" aria-labelledby="notices">
        <h2 id="notices">{t.lot.notices}</h2>
        {lot.notices.length === 0 ? <p className="muted">{t.lot.noticesNone}</p> : lot.notices.map(({ leafId, ...notice }) => (
          <Folded key={notice.noticeId} title={notice.title} at={notice.publishedAt} items={notice.items}>
            <PageLink lotId={lot.lotId} noticeId={notice.noticeId} />
            {leafId ? <SealButton act={notice.title} onOpen={() => onProof(leafId, notice.title)} /> : null}
          </Folded>
        ))}
      </section>
      {further.length > 0 ? (
        <section className="sheet" aria-labelledby="disclosures">
          <h2 id="disclosures">{t.lot.disclosures}</h2>
          {further.map((item) => <Folded key={item.disclosureId} title={named(said(item.zh, item.en), item, further)} at={item.publishedAt} items={item.items}><PageLink lotId={lot.lotId} noticeId={item.disclosureId} /></Folded>)}
        </section>
      ) : null}
    </>
  );
}

/** The same as a page of its own, which needs no script. */
function PageLink({ lotId, noticeId }: { lotId: string; noticeId: string }) {
  const { t, language } = useTexts();
  return <p className="small"><a href={noticeHref(lotId, noticeId, language)}>{t.home.noticePage}</a></p>;
}

function Folded({ title, at, items, children }: { title: string; at: string; items: Field[]; children?: React.ReactNode }) {
  const { asSent } = useTexts();
  return (
    <details className="folded">
      <summary><span>{title}</span><span className="small muted"><When at={at} seconds={false} /></span></summary>
      <dl className="facts small">{items.map((item) => [
        <dt key={`${item.key}-k`}>{asSent(item.zh, item.en)}</dt>,
        <dd key={`${item.key}-v`}><FieldValue name={item.key} value={item.value} /></dd>,
      ])}</dl>
      {children}
    </details>
  );
}
