// 评标办法 from a template: the method first, then only what it asks for, and the points always in sight.
import { FieldFrame, fieldId, type FieldProps } from '../../form/fields.tsx';
import { benchmarkHow } from '../../../src/contracts/evaluation-lines.ts';
import { deskTexts } from '../../texts/desk.ts';
import { inputName, valueName } from '../../texts/inputs.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { drawnBy, evaluationTemplates, kept, methodsOf, pointsInAll, scored, settingsOf, type Criterion, type Evaluation } from './templates.ts';

const choices: Readonly<Partial<Record<keyof Evaluation, readonly string[]>>> = {
  benchmark: ['bm-mean', 'bm-mean-down', 'bm-mean-k', 'bm-mix', 'bm-second-mean', 'bm-lowest'], benchmarkBase: ['opened', 'valid'], priceFormula: ['ps-deviation', 'ps-ratio', 'ps-interpolate'],
};

export function EvaluationEditor({ path, value, change, wrong, category, kind }: FieldProps & { category: string; kind: string }) {
  const { tender: t, act } = useBundle(deskTexts);
  const { language, trade } = useTexts();
  const evaluation = (value ?? {}) as Partial<Evaluation>;
  const methods = methodsOf(category, kind);
  const full = evaluation.method ? (evaluation as Evaluation) : null;
  const set = (patch: Partial<Evaluation>) => { change(kept({ ...evaluation, ...patch } as Evaluation)); };
  return (
    <fieldset className={wrong?.startsWith(path) ? 'group wrong' : 'group'} id={fieldId(path)} tabIndex={-1}>
      <legend>{inputName('evaluation', language, trade)}</legend>
      <FieldFrame id={fieldId(`${path}.method`)} label={inputName('method', language, trade)} hint={methods.length === 1 ? t.methodByLaw : t.templateHint} required wrong={wrong === `${path}.method`}>
        <select id={fieldId(`${path}.method`)} className="input" value={evaluation.method ?? ''} onChange={(e) => {
          const template = evaluationTemplates[e.target.value];
          change(template ? structuredClone(template) : undefined);
        }}>
          <option value="">{act.choose}</option>
          {methods.map((method) => <option key={method} value={method}>{valueName(method, language, trade)}</option>)}
        </select>
      </FieldFrame>
      {full ? settingsOf(full).map((name) => <Setting key={name} name={name} path={`${path}.${name}`} evaluation={full} set={set} wrong={wrong} />) : null}
      {full && scored(full.method) ? <Criteria evaluation={full} set={set} path={`${path}.criteria`} /> : null}
    </fieldset>
  );
}

interface SettingProps { name: keyof Evaluation; path: string; evaluation: Evaluation; set: (patch: Partial<Evaluation>) => void; wrong: string | undefined }

function Setting({ name, path, evaluation, set, wrong }: SettingProps) {
  const { language, trade, said } = useTexts();
  const id = fieldId(path);
  const label = inputName(name, language, trade);
  if (name === 'dropExtremes') return <div className="field flag"><input id={id} type="checkbox" checked={evaluation.dropExtremes === true} onChange={(e) => { set({ dropExtremes: e.target.checked || undefined } as Partial<Evaluation>); }} /><label htmlFor={id}>{label}</label></div>;
  if (name === 'coefficients') return <>{drawnBy(evaluation.benchmark).map((one) => <CoefficientList key={one} one={one} path={`${path}.${one}`} evaluation={evaluation} set={set} />)}</>;
  const options = choices[name];
  const current = evaluation[name];
  const text = typeof current === 'string' ? current : '';
  return (
    <FieldFrame id={id} label={label} hint={name === 'benchmark' ? said(...benchmarkHow(text)) : undefined} required={name === 'priceMax'} wrong={wrong === path}>
      {options ? (
        <select id={id} className="input" value={text} onChange={(e) => { set({ [name]: e.target.value }); }}>{options.map((option) => <option key={option} value={option}>{valueName(option, language, trade)}</option>)}</select>
      ) : <input id={id} className="input short" type="text" inputMode="decimal" value={text} onChange={(e) => { set({ [name]: e.target.value.trim() }); }} />}
    </FieldFrame>
  );
}

/** The values a coefficient is drawn from in public at the opening. */
function CoefficientList({ one, path, evaluation, set }: { one: 'x' | 'k' | 'w'; path: string; evaluation: Evaluation; set: SettingProps['set'] }) {
  const t = useBundle(deskTexts).tender;
  const { language, trade } = useTexts();
  const id = fieldId(path);
  return (
    <FieldFrame id={id} label={inputName(one, language, trade)} hint={t.coefficientHint} required wrong={false}>
      <input id={id} className="input" type="text" defaultValue={(evaluation.coefficients?.[one] ?? []).join(' ')} onChange={(e) => {
        set({ coefficients: { ...evaluation.coefficients, [one]: e.target.value.split(/[\s,，、]+/).filter((value) => value !== '') } });
      }} />
    </FieldFrame>
  );
}

function Criteria({ evaluation, set, path }: { evaluation: Evaluation; set: SettingProps['set']; path: string }) {
  const { tender: t, act } = useBundle(deskTexts);
  const { language, trade } = useTexts();
  const criteria = evaluation.criteria ?? [];
  const replace = (at: number, patch: Partial<Criterion>) => { set({ criteria: criteria.map((one, i) => (i === at ? { ...one, ...patch } : one)) }); };
  const points = pointsInAll(evaluation);
  return (
    <div id={fieldId(path)} tabIndex={-1}>
      <table className="criteria">
        <caption className="visually-hidden">{inputName('criteria', language, trade)}</caption>
        <thead><tr><th scope="col">{inputName('criteria', language, trade)}</th><th scope="col" className="num">{inputName('max', language, trade)}</th><th scope="col">{inputName('subjective', language, trade)}</th><th scope="col"><span className="visually-hidden">{act.remove}</span></th></tr></thead>
        <tbody>
          {criteria.map((one, i) => (
            <tr key={one.id}>
              <td><input className="input" aria-label={`${inputName('criteria', language, trade)} ${i + 1}`} value={one.zh} onChange={(e) => { replace(i, { zh: e.target.value }); }} /></td>
              <td><input className="input num short" inputMode="decimal" aria-label={`${inputName('max', language, trade)} ${i + 1}`} value={one.max} onChange={(e) => { replace(i, { max: e.target.value.trim() }); }} /></td>
              <td><input type="checkbox" aria-label={`${inputName('subjective', language, trade)} ${i + 1}`} checked={one.subjective} onChange={(e) => { replace(i, { subjective: e.target.checked }); }} /></td>
              <td><button type="button" className="link-button" onClick={() => { set({ criteria: criteria.filter((_, at) => at !== i) }); }}>{act.remove}</button></td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="form-foot">
        <button type="button" className="button" onClick={() => { set({ criteria: [...criteria, { id: freshId(criteria), zh: '', max: '0', subjective: true }] }); }}>{act.add}</button>
        <span role="status" className={points === 10_000 ? 'muted' : 'danger-text'}>{t.points(points === null ? '—' : String(points / 100))}</span>
      </p>
    </div>
  );
}

function freshId(criteria: readonly Criterion[]): string {
  let n = criteria.length + 1;
  while (criteria.some(({ id }) => id === `c${n}`)) n += 1;
  return `c${n}`;
}
