// 法定日程: every date with its basis; and what a new deadline would do to it, before anything is signed.
import { useQuery } from '@tanstack/react-query';
import { actionsQuery } from '../../api/desk-reads.ts';
import { calendarQuery } from '../../api/workroom-reads.ts';
import { tendererTexts } from '../../texts/tenderer.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { useNow } from '../../ui/clock.ts';
import { dateTime } from '../../ui/format.ts';
import { Countdown, When } from '../../ui/pieces.tsx';
import { lawName } from '../../texts/law-names.ts';

const soonMs = 3 * 86_400_000;

/** Dates that stand, and the first lawful instant of those still to be set were it done now. */
export function LotCalendar({ lotId }: { lotId: string }) {
  const { calendar: t } = useBundle(tendererTexts);
  const { said, language } = useTexts();
  const { data } = useQuery(calendarQuery(lotId, undefined));
  const { data: actions } = useQuery(actionsQuery(lotId));
  const now = useNow();
  if (!data) return null;
  const fields = new Set((actions?.items ?? []).flatMap(({ id }) => fieldsOf[id] ?? []));
  const first = (actions?.lawful ?? []).filter(({ field }) => fields.has(field) && /prequal/i.test(field) === (actions?.state === 'prequal-noticed'));
  return (
    <section className="sheet" aria-labelledby="calendar"><h2 id="calendar">{t.title}</h2>
      {data.present.length === 0 ? <p className="muted small">{t.none}</p> : (
        <table className="plain-table calendar">
          <thead><tr><th scope="col">{t.what}</th><th scope="col">{t.date}</th><th scope="col">{t.left}</th></tr></thead>
          <tbody>{data.present.map((date) => {
            const left = Date.parse(date.at) - now;
            return (
              <tr key={date.event + date.at} className={left < 0 ? 'past' : left < soonMs ? 'soon' : ''}>
                <th scope="row">{said(date.zh, date.en)}<br /><span className="small muted">{lawName(date.basis, language)}</span></th><td data-label={t.date}><When at={date.at} /></td>
                <td data-label={t.left}>{left < 0 ? <span className="muted">{t.passed}</span> : <><Countdown until={date.at} />{left < soonMs ? <><br /><span className="tag ochre">{t.soon}</span></> : null}</>}</td>
              </tr>
            );
          })}</tbody>
        </table>
      )}
      {first.length > 0 ? <><h3>{t.first}</h3><ul className="dates">{first.map((one) => <li key={one.field + one.zh}><span>{said(one.zh, one.en)}</span><When at={one.earliest} /><span className="muted small">{lawName(one.basis, language)}</span></li>)}</ul></> : null}
    </section>
  );
}

const fieldsOf: Readonly<Record<string, readonly string[]>> = { 'not-publish': ['bidDeadline', 'prequalDeadline'], 'doc-issue': ['bidDeadline', 'saleEnd'], 'not-invite': ['bidDeadline'], 'doc-clarify': ['newBidDeadline', 'newPrequalDeadline'], 'not-change': ['newBidDeadline', 'newPrequalDeadline'] };

/** Beside a clarification or correction: the deadline as it is and as it would be, and which rule would break. */
export function DeadlineEffect({ lotId, proposed, material }: { lotId: string; proposed: unknown; material: boolean }) {
  const { calendar: t } = useBundle(tendererTexts);
  const { said, language } = useTexts();
  const asked = typeof proposed === 'string' && proposed !== '' ? proposed : undefined;
  const { data } = useQuery(calendarQuery(lotId, asked));
  const { data: actions } = useQuery(actionsQuery(lotId));
  const lead = data?.present.find(({ event }) => event === 'clarify-end');
  const rule = actions?.lawful.find(({ field }) => field === 'newBidDeadline');
  const late = material && asked === undefined && ((lead !== undefined && data !== undefined && lead.at < data.now) || (lead === undefined && rule !== undefined && currentOf(data?.present) < rule.earliest));
  if (!data) return null;
  return (
    <section className="sheet form-section" aria-labelledby="effect"><h2 id="effect">{t.effect}</h2>
      {data.proposed === undefined ? <p className={late ? 'danger-text' : ''} role={late ? 'alert' : 'status'}>{late ? t.unmovedLate : t.unmoved}</p> : (
        <>
          <p role="status">{t.moves(dateTime(currentOf(data.present), false), dateTime(data.proposed.newBidDeadline, false))}</p>
          <ul className="dates">{data.proposed.checks.map((check) => <li key={check.rule}><span className={check.holds ? 'tag jade' : 'tag danger'}>{check.holds ? t.holds : t.breaks}</span><span>{said(check.zh, check.en)}</span>{check.holds ? null : <span className="danger-text">{t.earliest(dateTime(check.earliest, false))}</span>}<span className="muted small">{lawName(check.basis, language)}</span></li>)}</ul>
          <h3>{t.proposed}</h3>
          <ul className="dates">{data.proposed.deadlines.map((date) => <li key={date.event}><span>{said(date.zh, date.en)}</span><When at={date.at} /></li>)}</ul>
        </>
      )}
    </section>
  );
}

function currentOf(dates: readonly { event: string; at: string }[] = []): string {
  return dates.find(({ event }) => event === 'bid-deadline' || event === 'prequal-deadline')?.at ?? '';
}
