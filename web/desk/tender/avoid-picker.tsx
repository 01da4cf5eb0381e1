// Organisations whose people are not to be drawn: found by name, kept by credit code, since the roster names employers by it.
import { useQueries } from '@tanstack/react-query';
import { query, readJson } from '../../api/client.ts';
import { fieldId, GroupFrame, type FieldProps } from '../../form/fields.tsx';
import { PartySearch, type Entity } from '../../form/party-picker.tsx';
import { deskTexts } from '../../texts/desk.ts';
import { formsTexts } from '../../texts/forms.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { inputName } from '../../texts/inputs.ts';
import { tendererTexts } from '../../texts/tenderer.ts';

/** GB 32100: one that no register here knows is still a credit code. */
const code = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

export function AvoidPicker({ props: { name, path, value, change, wrong }, hint }: { props: FieldProps; hint: string }) {
  const { choose: t } = useBundle(tendererTexts);
  const { party } = useBundle(formsTexts);
  const { act } = useBundle(deskTexts);
  const { language, trade } = useTexts();
  const codes = Array.isArray(value) ? (value as string[]) : [];
  const known = useQueries({ queries: codes.map((uscc) => ({ queryKey: ['entities', 'code', uscc], queryFn: () => readJson<{ items: Entity[] }>(`/entities${query({ q: uscc, limit: 1 })}`), staleTime: 60_000 })) });
  const add = (uscc: string) => { if (!codes.includes(uscc)) change([...codes, uscc]); };
  return (
    <GroupFrame path={path} wrong={wrong === path} label={<>{inputName(name, language, trade)} <span className="field-note">{act.optional}</span></>}>
      <p className="field-hint">{hint}</p>
      {codes.length === 0 ? <p className="muted small">{t.avoidNone}</p> : (
        <ol className="chosen">{codes.map((uscc, i) => {
          const who = known[i]?.data?.items.find((one) => one.uscc === uscc)?.name ?? (known[i]?.data ? t.unlisted : '…');
          return (
            <li key={uscc} id={fieldId(`${path}.${i}`)} tabIndex={-1}>
              <span><strong>{who}</strong> <span className="muted small">{uscc}</span></span>
              <button type="button" className="link-button" aria-label={party.remove(who)} onClick={() => { change(codes.filter((one) => one !== uscc)); }}>{party.removeShort}</button>
            </li>
          );
        })}</ol>
      )}
      <PartySearch taken={codes} notFound={t.avoidNotFound} add={({ uscc }) => { add(uscc); }} other={(typed, clear) => {
        const uscc = typed.toUpperCase();
        return code.test(uscc) && !codes.includes(uscc) ? <button type="button" className="button" onClick={() => { add(uscc); clear(); }}>{t.avoidCode(uscc)}</button> : null;
      }} />
    </GroupFrame>
  );
}
