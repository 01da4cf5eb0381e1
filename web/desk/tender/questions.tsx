// Questions and objections to the documents: read together, answered together, nobody named.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { QuestionsRead } from '../../../src/contracts/document-reads.ts';
import { questionsQuery } from '../../api/workroom-reads.ts';
import { fieldId, type FieldProps } from '../../form/fields.tsx';
import { tendererTexts } from '../../texts/tenderer.ts';
import { useBundle } from '../../texts/index.tsx';
import { When } from '../../ui/pieces.tsx';

export function LotQuestions({ lotId, mayAnswer }: { lotId: string; mayAnswer: boolean }) {
  const { questions: t } = useBundle(tendererTexts);
  const { data } = useQuery(questionsQuery(lotId));
  if (!data) return null;
  const open = data.items.filter(({ state }) => state === 'open');
  return (
    <section className="sheet" aria-labelledby="questions"><h2 id="questions">{t.title} {open.length > 0 ? <span className="tag ochre">{t.open(open.length)}</span> : null}</h2>
      {data.items.length === 0 ? <p className="muted small">{t.none}</p> : <ul className="questions">{data.items.map((item) => <Asked key={item.questionId} item={item} />)}</ul>}
      <p className="small muted">{t.anonymous}</p>
      {open.length > 0 && mayAnswer ? <p><Link className="button primary" to="/desk/lots/$lotId/$act" params={{ lotId, act: 'doc-clarify' }}>{t.answerAll}</Link></p> : null}
    </section>
  );
}

function Asked({ item }: { item: QuestionsRead['items'][number] }) {
  const { questions: t } = useBundle(tendererTexts);
  return (
    <li>
      <p><span className={item.kind === 'objection' ? 'tag danger' : 'tag'}>{item.kind === 'objection' ? t.objection : t.question}</span> {item.timely ? null : <span className="tag">{t.late}</span>} <span className="small muted"><When at={item.askedAt} /></span></p>
      <p className="pre-line">{item.text}</p>
      <p className="small">{item.clarificationSeq === undefined ? <span className="muted">{t.waiting}</span> : <span className="jade-text">{t.answered(item.clarificationSeq)}</span>}</p>
      {item.answer ? <p className="pre-line answer">{item.answer}</p> : null}
    </li>
  );
}

interface Answer { questionId: string; answer: string }

/** Every open question with room for its answer; what is left empty is answered another time. */
export function AnswersEditor({ props, lotId }: { props: FieldProps; lotId: string }) {
  const { questions: t } = useBundle(tendererTexts);
  const { data } = useQuery(questionsQuery(lotId));
  const open = (data?.items ?? []).filter(({ state }) => state === 'open');
  const answers = Array.isArray(props.value) ? (props.value as Answer[]) : [];
  const set = (questionId: string, answer: string) => {
    const rest = answers.filter((one) => one.questionId !== questionId);
    props.change(answer === '' ? rest : [...rest, { questionId, answer }]);
  };
  return (
    <fieldset className="group" id={fieldId(props.path)} tabIndex={-1}><legend>{t.title}</legend>
      {open.length === 0 ? <p className="muted small">{t.none}</p> : null}
      {open.map(({ questionId, text, kind }) => (
        <div className="row" key={questionId}>
          <p><span className={kind === 'objection' ? 'tag danger' : 'tag'}>{kind === 'objection' ? t.objection : t.question}</span> {text}</p>
          <textarea className="input" rows={3} maxLength={4000} aria-label={`${t.answer}: ${text.slice(0, 60)}`} placeholder={t.skip} value={answers.find((one) => one.questionId === questionId)?.answer ?? ''} onChange={(e) => { set(questionId, e.target.value); }} />
        </div>
      ))}
    </fieldset>
  );
}
