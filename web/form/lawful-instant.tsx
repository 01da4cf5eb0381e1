import { useQuery } from '@tanstack/react-query';
import { actionsQuery } from '../api/desk-reads.ts';
import { deskTexts } from '../texts/desk.ts';
import { inputName } from '../texts/inputs.ts';
import { useBundle, useTexts } from '../texts/index.tsx';
import { dateTime } from '../ui/format.ts';
import { InstantControl } from './controls.tsx';
import { FieldFrame, fieldId, type FieldProps } from './fields.tsx';
import { lawName } from '../texts/law-names.ts';

/** A date with its law beside it: the earliest that is allowed, one click to take it, and a warning before an earlier one is sent. */
export function LawfulInstant({ name, path, schema, value, required, change, wrong, lotId }: FieldProps & { lotId: string | undefined }) {
  const t = useBundle(deskTexts).act;
  const { language, said, trade } = useTexts();
  const id = fieldId(path);
  const { data } = useQuery({ ...actionsQuery(lotId ?? ''), enabled: lotId !== undefined });
  const rule = data?.lawful.find(({ field }) => field === name);
  const early = rule !== undefined && typeof value === 'string' && value < rule.earliest;
  return (
    <FieldFrame id={id} label={inputName(name, language, trade)} required={required && schema.default === undefined} wrong={wrong === path || early}>
      <InstantControl id={id} className="input" aria-invalid={early || wrong === path || undefined} value={value} change={change} />
      {rule ? (
        <p className={early ? 'small danger-text' : 'small muted'} role={early ? 'alert' : undefined}>
          {early ? t.tooEarly(dateTime(rule.earliest, false)) : t.earliest(dateTime(rule.earliest, false))} · {said(rule.zh, rule.en)} · {lawName(rule.basis, language)}{' '}
          <button type="button" className="link-button" onClick={() => { change(rule.suggested); }}>{t.takeDate(dateTime(rule.suggested, false))}</button>
        </p>
      ) : null}
    </FieldFrame>
  );
}
