import { useQuery } from '@tanstack/react-query';
import { actionsQuery } from '../api/desk-reads.ts';
import { deskTexts } from '../texts/desk.ts';
import { inputHint } from '../texts/hints.ts';
import { inputName } from '../texts/inputs.ts';
import { useBundle, useTexts } from '../texts/index.tsx';
import { dateTime } from '../ui/format.ts';
import { InstantControl } from './controls.tsx';
import { FieldFrame, fieldId, type FieldProps } from './fields.tsx';
import { lawName } from '../texts/law-names.ts';

/** A date with its law beside it: the earliest that is allowed, one click to take it, and a warning before an earlier one is sent. */
export function LawfulInstant({ name, path, schema, value, required, change, wrong, lotId, label }: FieldProps & { lotId: string | undefined; label?: string }) {
  const t = useBundle(deskTexts).act;
  const { language, said, trade } = useTexts();
  const id = fieldId(path);
  const { data } = useQuery({ ...actionsQuery(lotId ?? ''), enabled: lotId !== undefined });
  const rule = data?.lawful.find(({ field }) => field === name);
  const early = rule !== undefined && typeof value === 'string' && value < rule.earliest;
  const late = rule?.latest !== undefined && typeof value === 'string' && value >= rule.latest;
  const wrongly = early || late;
  return (
    <FieldFrame id={id} label={label ?? inputName(name, language, trade)} hint={inputHint(name, language, trade)} required={required && schema.default === undefined} wrong={wrong === path || wrongly}>
      <InstantControl id={id} className="input" aria-invalid={wrongly || wrong === path || undefined} value={value} change={change} />
      {rule ? (
        <p className={wrongly ? 'small danger-text' : 'small muted'} role={wrongly ? 'alert' : undefined}>
          {rule.latest !== undefined ? (late ? t.tooLate : t.latest)(dateTime(rule.latest, false)) : (early ? t.tooEarly : t.earliest)(dateTime(rule.earliest, false))} · {said(rule.zh, rule.en)} · {lawName(rule.basis, language)}{' '}
          <button type="button" className="link-button" onClick={() => { change(rule.suggested); }}>{t.takeDate(dateTime(rule.suggested, false))}</button>
        </p>
      ) : null}
    </FieldFrame>
  );
}
