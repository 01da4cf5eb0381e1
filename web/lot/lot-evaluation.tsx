import { lazy, Suspense } from 'react';
import type { LotRead } from '../../src/contracts/reads.ts';
import { useTexts } from '../texts/index.tsx';
import { Countdown, When } from '../ui/pieces.tsx';
import { useNow } from '../ui/clock.ts';
import { lawName } from '../texts/law-names.ts';

const HowJudged = lazy(() => import('./tender-document.tsx').then((module) => ({ default: module.HowJudged })));

export function LotEvaluation({ lot }: { lot: LotRead }) {
  const { t } = useTexts();
  return (
    <>
      <section className="sheet" aria-labelledby="deadlines">
        <h2 id="deadlines">{t.lot.deadlines}</h2>
        {lot.deadlines.length === 0 ? <p className="muted">{t.lot.deadlinesNone}</p>
          : <ul className="deadlines">{lot.deadlines.map((deadline) => <Deadline key={deadline.event + deadline.at} deadline={deadline} />)}</ul>}
      </section>
      <LotMethod lot={lot} />
      {lot.warnings ? (
        <section className="sheet"><h2>{t.lot.warnings}</h2>
          <ul>{lot.warnings.map((warning) => <li key={warning.id + warning.at}>{warning.zh}{' · '}<When at={warning.at} /></li>)}</ul></section>
      ) : null}
    </>
  );
}

function Deadline({ deadline }: { deadline: LotRead['deadlines'][number] }) {
  const { said, t, language } = useTexts();
  const passed = useNow() >= Date.parse(deadline.at);
  return (
    <li className={passed ? 'passed' : ''}>
      <span>{said(deadline.zh, deadline.en)}</span>
      <span><When at={deadline.at} />{passed ? null : <>{' · '}{t.unit.left} <Countdown until={deadline.at} /></>}</span>
      <span className="small muted">{t.lot.basis}{t.unit.colon}{lawName(deadline.basis, language)}</span>
    </li>
  );
}

export function LotMethod({ lot }: { lot: LotRead }) {
  const { t } = useTexts();
  const { evaluation } = lot;
  if (!evaluation) return null;
  return (
    <section className="sheet" aria-labelledby="evaluation">
      <h2 id="evaluation">{t.lot.evaluation}</h2>
      <Suspense fallback={<div className="skeleton" />}><HowJudged lot={lot} evaluation={evaluation} /></Suspense>
    </section>
  );
}
