// What happens next, whose turn it is, until when, and how late they are.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ActionItem } from '../../../src/contracts/desk.ts';
import type { TimelineRead } from '../../../src/contracts/reads.ts';
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import { drawQuery } from '../../api/desk-reads.ts';
import { timelineQuery } from '../../api/reads.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { tendererTexts } from '../../texts/tenderer.ts';
import { useNow } from '../../ui/clock.ts';
import { Countdown, When } from '../../ui/pieces.tsx';
import { lateness } from './lateness.ts';

const othersTurn = new Set(['noticed', 'prequal-noticed', 'deadline-passed', 'opening', 'adjourned', 'opened', 'negotiating', 'quoted', 'single-publicity']);

export function NextStep({ lotId, next, room }: { lotId: string; next: readonly ActionItem[]; room: WorkroomRead | undefined }) {
  const { next: t } = useBundle(tendererTexts);
  const { t: words, said } = useTexts();
  const { data } = useQuery(timelineQuery(lotId));
  const { asked, gathering } = useGathering(lotId, room, next);
  if (!data) return null;
  // stopped or ended: what may be done then is told above
  if (data.steps.some(({ status }) => status === 'stopped' || status === 'ended')) return null;
  const step = data.steps.find(({ status }) => status === 'now');
  const then = data.steps.find(({ status }) => status === 'next');
  // all steps may be over while something of one's own still waits: that is told above
  if (!step) return then || next.length > 0 ? null : <section className="sheet" aria-labelledby="what-next"><h2 id="what-next">{t.title}</h2><p className="jade-text">✓ {t.finished}</p></section>;
  // while bids, opening and evaluation run others act, whatever the tenderer may do beside them
  const mine = next.length > 0 && room !== undefined && !othersTurn.has(room.state);
  const who = mine ? t.you : named(gathering === null ? said(step.who, step.whoEn) : '', words.roles);
  return (
    <section className="sheet" aria-labelledby="what-next"><h2 id="what-next">{t.title}</h2>
      <dl className="facts">
        <dt>{t.phase}</dt><dd>{said(step.zh, step.en)}</dd>
        {who ? <><dt>{t.who}</dt><dd>{mine ? <span className="tag ochre">{who}</span> : who}</dd></> : null}
        <Due step={step} />
        {then ? <><dt>{t.following}</dt><dd className="muted">{said(then.zh, then.en)}</dd></> : null}
      </dl>
      {room ? <><Draw lotId={lotId} asked={asked} /><Waits lotId={lotId} room={room} /></> : null}
      {next.length === 0 ? <Idle sealed={gathering === 'sealed'} /> : null}
    </section>
  );
}

function named(who: string, roles: Readonly<Record<string, string>>): string { return roles[who] ?? who; }

/** Nothing to do: the roster is sealed until the committee meets, or it is somebody else's turn. */
function Idle({ sealed }: { sealed: boolean }) {
  const { next: t } = useBundle(tendererTexts);
  return <p className="muted small">{sealed ? t.untilEvaluation : t.others}</p>;
}

/** Until when, and how late they are. */
function Due({ step: { dueAt, dueZh, dueEn } }: { step: TimelineRead['steps'][number] }) {
  const { next: t } = useBundle(tendererTexts);
  const { said } = useTexts();
  const now = useNow();
  if (!dueAt) return null;
  const late = lateness(dueAt, now);
  return <><dt>{dueZh ? said(dueZh, dueEn) : t.until}</dt><dd><When at={dueAt} /> {late ? <strong className="danger-text">{t.late(late.days > 0 ? t.days(late.days) : t.hours(late.hours))}</strong> : <Countdown until={dueAt} over={t.overdue} />}</dd></>;
}

/** Whether a draw has been asked for, and its state until the committee meets: what is waited for stands beside it, and nobody of the market acts. */
function useGathering(lotId: string, room: WorkroomRead | undefined, next: readonly ActionItem[]): { asked: boolean; gathering: string | null } {
  const asked = room !== undefined && drawn.has(room.state) && !next.some(({ id }) => id === 'exp-draw-request');
  const { data } = useQuery({ ...drawQuery(lotId), enabled: asked });
  return { asked, gathering: asked && data && GATHERING.has(data.state) ? data.state : null };
}

/** From the request to the hour at which the experts meet. */
const GATHERING = new Set(['requested', 'drawn', 'notifying', 'sealed']);
const drawn = new Set(['noticed', 'deadline-passed', 'opening', 'opened']);

/** Where the draw of experts stands, once it has been asked for, and when they meet. */
function Draw({ lotId, asked }: { lotId: string; asked: boolean }) {
  const { next: t } = useBundle(tendererTexts);
  const { data } = useQuery({ ...drawQuery(lotId), enabled: asked });
  const now = useNow();
  if (!data || !asked) return null;
  const { state, accepted, headcount, voidCount, evaluationStart } = data;
  const words = state === 'requested' ? t.drawAsked : state === 'drawn' || state === 'notifying' ? t.drawCalling(accepted, headcount) : state === 'sealed' ? t.drawSealed : null;
  return (
    <dl className="facts">
      {words ? <><dt>{t.draw}</dt><dd>{words}</dd></> : null}
      {voidCount > 0 && state === 'requested' ? <><dt>{t.drawVoid}</dt><dd>{t.drawVoidWhy(voidCount)}</dd></> : null}
      {now < Date.parse(evaluationStart) ? <><dt>{t.evaluationStart}</dt><dd><When at={evaluationStart} /> <Countdown until={evaluationStart} over={t.overdue} /></dd></> : null}
    </dl>
  );
}

/** What holds the trade up though no act of its own says so. */
function Waits({ lotId, room }: { lotId: string; room: WorkroomRead }) {
  const { next: t } = useBundle(tendererTexts);
  const { t: words } = useTexts();
  const silent = room.state === 'announced' || room.state === 'docs-reviewed' ? (room.document?.custodians ?? []).filter(({ proved }) => !proved) : [];
  const disputes = room.bids.filter(({ dispute }) => dispute !== undefined);
  return (
    <ul className="waits">
      {silent.length > 0 ? <li>{t.unproved(silent.map(({ name }) => name).join(words.disclosure.and))}</li> : null}
      {room.openQuestions > 0 ? <li>{t.openQuestions(room.openQuestions)}</li> : null}
      {disputes.map((bid) => <li key={bid.bidSeq}>{t.dispute(bid.bidderName, bid.dispute ?? '')} <Link to="/desk/lots/$lotId/$act" params={{ lotId, act: 'dispute-answer' }}>{t.disputeAnswer}</Link></li>)}
    </ul>
  );
}
