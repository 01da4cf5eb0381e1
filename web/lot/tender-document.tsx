// What the tender document says beside its files, in words: the settings and terms that were sealed, as they were sealed.
import type { LotRead } from '../../src/contracts/reads.ts';
import { termNames } from '../../src/contracts/evaluation-names.ts';
import { useTexts } from '../texts/index.tsx';
import { When } from '../ui/pieces.tsx';
import { evaluationLines, priceMaxOf } from '../../src/contracts/evaluation-lines.ts';

type Evaluation = NonNullable<LotRead['evaluation']>;

export function SealedTerms({ lot, document }: { lot: LotRead; document: NonNullable<LotRead['tenderDocument']> }) {
  const { t: { lot: { sealed: t } }, said, language } = useTexts();
  const { terms } = document;
  // whoever takes no consortia may say why; where they are taken the number is the rule
  const consortium = lot.consortium ? t.consortiumYes(lot.consortium.maxMembers) : terms['consortiumAllowed'] || t.consortiumNo;
  const known: readonly string[] = [...Object.keys(termNames), 'consortiumAllowed'];
  const rows: [string, string][] = [
    [t.qualification, document.qualification], [t.consortium, consortium],
    ...Object.entries(termNames).map(([key, [zh, en]]): [string, string] => [said(zh, en), terms[key] ?? '']),
    ...Object.entries(terms).filter(([key]) => !known.includes(key)),
  ];
  return (
    <div className="sealed-terms">
      <h3>{t.title}</h3>
      <p className="small muted">{t.version(document.version)} · {t.at} <When at={document.sealedAt} />{language === 'zh' ? '。' : '. '}{t.hint}</p>
      <dl className="facts sealed-facts">{rows.filter(([, text]) => text !== '').map(([what, text]) => <div className="fact" key={what}><dt>{what}</dt><dd className="as-written">{text}</dd></div>)}</dl>
    </div>
  );
}

export function HowJudged({ lot, evaluation }: { lot: LotRead; evaluation: Evaluation }) {
  const { t, said, asSent } = useTexts();
  const words = t.lot;
  const prelim = (evaluation.prelimItems ?? []).map(({ zh }) => asSent(zh)).join('、');
  // of a closed tender the settings are not told to everybody
  const lines = evaluation.prelimItems ? evaluationLines(evaluation, lot.objectType) : [];
  return (
    <>
      <dl className="facts">
        <dt>{words.method}</dt><dd>{said(evaluation.methodZh, t.methods[evaluation.method])}</dd>
        {evaluation.committeeSize === undefined ? null : <><dt>{words.committee}</dt><dd>{words.people(evaluation.committeeSize)}</dd></>}
        {prelim === '' ? null : <><dt>{words.prelim}</dt><dd>{prelim}</dd></>}
        {lines.map(({ id, what, text }) => <div className="fact" key={id} data-line={id}><dt>{said(...what)}</dt><dd>{said(...text)}</dd></div>)}
      </dl>
      {evaluation.criteria.length > 0 ? (
        <table className="plain-table">
          <thead><tr><th scope="col">{words.criteria}</th><th scope="col" className="num">{words.max}</th></tr></thead>
          <tbody>
            <tr><td>{words.priceMax}</td><td className="num">{priceMaxOf(evaluation)}</td></tr>
            {evaluation.criteria.map((criterion) => <tr key={criterion.id}><td>{criterion.zh}{criterion.subjective === undefined ? null : <> <span className="tag">{criterion.subjective ? words.subjective : words.objective}</span></>}</td><td className="num">{criterion.max}</td></tr>)}
          </tbody>
        </table>
      ) : null}
    </>
  );
}
