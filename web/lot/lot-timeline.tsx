import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TimelineAct, TimelineStep } from '../../src/contracts/reads.ts';
import { timelineQuery } from '../api/reads.ts';
import { SealButton } from '../proof/seal-button.tsx';
import { useTexts } from '../texts/index.tsx';
import { Countdown, When } from '../ui/pieces.tsx';
import { Failure, Loading } from '../ui/states.tsx';
import '../proof/proof.css';

/** More acts than this in one phase are folded: sixty receipts must not hide the next phase. */
const shownAtFirst = 5;

type OnProof = (leafId: string, name?: string) => void;

export function LotTimeline({ lotId, onProof }: { lotId: string; onProof: OnProof }) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(timelineQuery(lotId));
  return (
    <section className="sheet timeline-sheet" aria-labelledby="timeline">
      <h2 id="timeline">{t.lot.timeline}</h2>
      <p className="small muted">{t.lot.timelineLead}</p>
      {data ? <ol className="timeline">{data.steps.map((step) => <Step key={step.phase} step={step} onProof={onProof} />)}</ol>
        : error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={6} />}
    </section>
  );
}

function Step({ step, onProof }: { step: TimelineStep; onProof: OnProof }) {
  const { t, said } = useTexts();
  const [all, setAll] = useState(false);
  const acts = all ? step.acts : step.acts.slice(-shownAtFirst);
  const folded = step.acts.length - acts.length;
  return (
    <li className={`timeline-step ${step.status}`} aria-current={step.status === 'now' ? 'step' : undefined}>
      <div className="timeline-head">
        <h3>{said(step.zh, step.en)}</h3>
        <span className={`tag ${step.status === 'now' ? 'ochre' : step.status === 'done' ? 'jade' : step.status === 'stopped' || step.status === 'ended' ? 'danger' : ''}`}>{t.lot.status[step.status]}</span>
      </div>
      {step.status === 'now' || step.status === 'next' ? <Due step={step} /> : null}
      {folded > 0 ? <button type="button" className="link-button small" onClick={() => setAll(true)}>{t.lot.showAll(step.acts.length)}</button> : null}
      {acts.length > 0 ? <ul className="timeline-acts">{acts.map((act) => <Act key={act.leafId} act={act} onProof={onProof} />)}</ul> : null}
      {all && step.acts.length > shownAtFirst ? <button type="button" className="link-button small" onClick={() => setAll(false)}>{t.lot.showLess}</button> : null}
    </li>
  );
}

function Due({ step }: { step: TimelineStep }) {
  const { t, said } = useTexts();
  const who = said(step.who, step.whoEn);
  return (
    <>
      {step.dueAt ? (
        <p className="timeline-due">{step.dueZh ? said(step.dueZh, step.dueEn) : t.lot.due} <Countdown until={step.dueAt} /> <span className="small muted"><When at={step.dueAt} /></span></p>
      ) : null}
      {who ? <p className="small">{t.lot.who}{t.unit.colon}{t.roles[who] ?? who}</p> : null}
    </>
  );
}

function Act({ act, onProof }: { act: TimelineAct; onProof: OnProof }) {
  const { t, said } = useTexts();
  const name = said(act.zh, act.en);
  const actor = t.roles[act.actorRole] ?? act.actorZh ?? act.actorRole;
  return (
    <li>
      <span className="act-name">{name}<span className="small muted"> {actor}{' · '}<When at={act.at} /></span></span>
      <SealButton seal={act.seal} act={name} onOpen={() => onProof(act.leafId, name)} />
    </li>
  );
}
