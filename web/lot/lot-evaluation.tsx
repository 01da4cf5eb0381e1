import type { LotRead } from '../../src/contracts/reads.ts';
import { useTexts } from '../texts/index.tsx';
import { Countdown, When } from '../ui/pieces.tsx';
import { useNow } from '../ui/clock.ts';
import { lawName } from '../texts/law-names.ts';

export function LotEvaluation({ lot }: { lot: LotRead }) {
  const { t } = useTexts();
  return (
    <>
      <section className="sheet" aria-labelledby="deadlines">
        <h2 id="deadlines">{t.lot.deadlines}</h2>
        {lot.deadlines.length === 0 ? <p className="muted">{t.lot.deadlinesNone}</p>
          : <ul className="deadlines">{lot.deadlines.map((deadline) => <Deadline key={deadline.event + deadline.at} deadline={deadline} />)}</ul>}
      </section>
      {lot.evaluation ? <Method evaluation={lot.evaluation} /> : null}
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

function Method({ evaluation }: { evaluation: NonNullable<LotRead['evaluation']> }) {
  const { t, said } = useTexts();
  const words = t.lot;
  return (
    <section className="sheet" aria-labelledby="evaluation">
      <h2 id="evaluation">{words.evaluation}</h2>
      <dl className="facts">
        <dt>{words.method}</dt><dd>{said(evaluation.methodZh, t.methods[evaluation.method])}</dd>
        {evaluation.priceFormula ? <><dt>{words.formula}</dt><dd>{t.formulas[evaluation.priceFormula] ?? evaluation.priceFormula}</dd></> : null}
        {evaluation.benchmark ? <><dt>{words.benchmark}</dt><dd>{t.formulas[evaluation.benchmark] ?? evaluation.benchmark}</dd></> : null}
        {evaluation.committeeSize === undefined ? null : <><dt>{words.committee}</dt><dd>{words.people(evaluation.committeeSize)}</dd></>}
      </dl>
      {evaluation.criteria.length > 0 ? (
        <table className="plain-table">
          <thead><tr><th scope="col">{words.criteria}</th><th scope="col" className="num">{words.max}</th></tr></thead>
          <tbody>
            {evaluation.priceMax ? <tr><td>{words.priceMax}</td><td className="num">{evaluation.priceMax}</td></tr> : null}
            {evaluation.criteria.map((criterion) => <tr key={criterion.id}><td>{criterion.zh}</td><td className="num">{criterion.max}</td></tr>)}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
