import type { DisclosureRow } from '../../src/contracts/disclosure.ts';
import type { DisclosureStatus } from '../../src/contracts/disclosure-words.ts';
import { useTexts } from '../texts/index.tsx';
import { When } from '../ui/pieces.tsx';

const TONES: Readonly<Record<DisclosureStatus, string>> = { 'on-time': 'jade', late: 'ochre', missing: 'danger', due: '', exempt: '' };

export function StatusTag({ status }: { status: DisclosureStatus }) {
  const { t } = useTexts();
  return <span className={`tag ${TONES[status]}`}>{t.disclosure.statuses[status]}</span>;
}

/** When it was due and published, how many required items it has, and why it is late or not there. */
export function StatusFacts({ row, within }: { row: DisclosureRow; within?: string | undefined }) {
  const { t } = useTexts();
  return (
    <span className="disclosure-facts small">
      {row.dueAt ? <span>{t.disclosure.due} <When at={row.dueAt} seconds={false} />{within ? <span className="muted"> ({t.disclosure.within(within)})</span> : null}</span> : null}
      {row.publishedAt ? <span>{t.disclosure.published} <When at={row.publishedAt} seconds={false} /></span> : null}
      {row.status === 'exempt' ? null : <span className={row.filled < row.required && row.status !== 'due' ? 'disclosure-lack' : ''}>{t.disclosure.items(row.filled, row.required)}</span>}
      <Why row={row} />
    </span>
  );
}

function Why({ row }: { row: DisclosureRow }) {
  const { t, said } = useTexts();
  if (row.exempt !== undefined) return <span>{t.disclosure.exempt}{t.unit.colon}{t.disclosure.exemptions[row.exempt] ?? row.exempt}</span>;
  const lacking = row.missing.length > 0 && row.filled > 0 ? row.missing.map(({ zh, en }) => said(zh, en)).join(t.disclosure.and) : '';
  return (
    <>
      {row.reason ? <span>{t.disclosure.reason}{t.unit.colon}{t.disclosure.reasons[row.reason] ?? row.reason}</span> : null}
      {lacking ? <span>{t.disclosure.lacking}{t.unit.colon}{lacking}</span> : null}
    </>
  );
}
