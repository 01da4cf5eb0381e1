// Parties are chosen by their names, one by one; what is chosen stays in sight while one looks for the next.
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { query, readJson } from '../api/client.ts';
import { deskTexts } from '../texts/desk.ts';
import { formsTexts } from '../texts/forms.ts';
import { useBundle, useTexts } from '../texts/index.tsx';
import { inputName } from '../texts/inputs.ts';
import { NameSearch } from './name-search.tsx';
import { fieldId, GroupFrame, type FieldProps } from './fields.tsx';

export interface Entity { entityId: string; uscc: string; name: string }

export interface PartyPickerProps extends FieldProps { /** as the law asks for */ least?: number; /** names that may not be chosen: who runs the trade */ barred?: readonly string[]; hint?: string }

export function PartyPicker({ name, path, value, change, required, wrong, least = 1, barred = [], hint }: PartyPickerProps) {
  const t = useBundle(formsTexts).party;
  const { act } = useBundle(deskTexts);
  const { language, trade } = useTexts();
  const ids = Array.isArray(value) ? (value as string[]) : [];
  const chosen = useQueries({ queries: ids.map((id) => ({ queryKey: ['entity', id], queryFn: () => readJson<Entity>(`/entities/${id}`), staleTime: 60_000 })) });
  const take = (next: readonly string[]) => { change(next.length === 0 ? undefined : [...next]); };
  return (
    <GroupFrame path={path} wrong={wrong === path} label={<>{inputName(name, language, trade)} <span className="field-note">{required ? act.required : act.optional}</span></>}>
      {hint ? <p className="field-hint">{hint}</p> : null}
      {ids.length > 0 ? (
        <ol className="chosen">{ids.map((id, i) => {
          const who = chosen[i]?.data;
          return (
            <li key={id} className={wrong === `${path}.${i}` ? 'wrong' : ''} id={fieldId(`${path}.${i}`)} tabIndex={-1}>
              <span><strong>{who?.name ?? '…'}</strong> <span className="muted small">{who?.uscc}</span></span>
              <button type="button" className="link-button" aria-label={t.remove(who?.name ?? '')} onClick={() => { take(ids.filter((one) => one !== id)); }}>{t.removeShort}</button>
            </li>
          );
        })}</ol>
      ) : <p className="muted small">{t.none}</p>}
      <p role="status" className={ids.length < least ? 'small danger-text' : 'small jade-text'}>{ids.length < least ? t.less(ids.length, least) : t.chosen(ids.length)}</p>
      <PartySearch role="bidder" taken={ids} barred={barred} add={({ entityId }) => { take([...ids, entityId]); }} />
    </GroupFrame>
  );
}

interface SearchProps { /** by id or credit code */ taken: readonly string[]; barred?: readonly string[]; role?: string; add: (one: Entity) => void; notFound?: string; /** what else can be made of what was typed */ other?: (typed: string, clear: () => void) => ReactNode }

export function PartySearch({ taken, barred = [], role, add, notFound, other }: SearchProps) {
  const t = useBundle(formsTexts).party;
  const [typed, setTyped] = useState('');
  const { data } = useQuery({ queryKey: ['entities', role, typed.trim()], queryFn: () => readJson<{ items: Entity[]; nextCursor: string | null }>(`/entities${query({ role, q: typed.trim(), limit: 50 })}`), staleTime: 60_000 });
  const fitting = (data?.items ?? []).filter(({ entityId, uscc, name }) => !taken.includes(entityId) && !taken.includes(uscc) && !barred.includes(name));
  return (
    <NameSearch label={t.find} typed={typed} type={setTyped} fitting={fitting} keyOf={({ entityId }) => entityId} nameOf={({ name }) => name} add={add} onlyOne={() => { setTyped(''); }}
      shown={({ name, uscc }) => <>{name} <span className="muted small">{uscc}</span></>} none={data && typed.trim() !== '' ? <p className="small muted" role="status">{notFound ?? t.notFound}</p> : null}>
      {other?.(typed.trim(), () => { setTyped(''); })}
    </NameSearch>
  );
}
