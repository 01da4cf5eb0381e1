// 直接确定专家: one for each seat the draw could not fill, chosen from the roster by name, specialty or employer.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Designable, DesignableRead } from '../../../src/contracts/designable.ts';
import { query, readJson } from '../../api/client.ts';
import { GroupFrame, type FieldProps } from '../../form/fields.tsx';
import { NameSearch } from '../../form/name-search.tsx';
import { formsTexts } from '../../texts/forms.ts';
import { useBundle } from '../../texts/index.tsx';

const read = (lotId: string, q: string) => ({ queryKey: ['designable', lotId, q], queryFn: () => readJson<DesignableRead>(`/lots/${encodeURIComponent(lotId)}/designable${query({ q, limit: 30 })}`), staleTime: 60_000, retry: false });
const said = ({ name, specialties, employer }: Designable): string => [name, specialties.join('、'), employer].join(' · ');

export function DesignatePicker({ props: { path, value, change, wrong }, lotId }: { props: FieldProps; lotId: string }) {
  const t = useBundle(formsTexts).designate;
  const { party } = useBundle(formsTexts);
  const [typed, setTyped] = useState('');
  const [known, setKnown] = useState<ReadonlyMap<string, Designable>>(new Map());
  const { data } = useQuery({ ...read(lotId, typed.trim()), placeholderData: keepPreviousData });
  const ids = Array.isArray(value) ? (value as string[]) : [];
  const names = useNames(lotId, ids, known);
  const seats = data?.seats ?? [];
  const fitting = (data?.items ?? []).filter(({ expertId }) => !ids.includes(expertId));
  const add = (one: Designable) => { setKnown(new Map([...known, [one.expertId, one]])); change([...ids, one.expertId]); setTyped(''); };
  return (
    <GroupFrame path={path} wrong={wrong === path} label={t.title}>
      <p className="field-hint">{t.hint}</p>
      <ol className="chosen">{seats.map((seat, i) => {
        const expertId = ids[i];
        const who = expertId === undefined ? undefined : names.get(expertId);
        return (
          <li key={seat.seatNo}><span>{t.seat(seat.seatNo, seat.specialty)} <strong>{expertId === undefined ? t.empty : who ? said(who) : '…'}</strong></span>
            {expertId === undefined ? null : <button type="button" className="link-button" aria-label={party.remove(who?.name ?? '')} onClick={() => { change(ids.filter((one) => one !== expertId)); }}>{party.removeShort}</button>}</li>
        );
      })}</ol>
      {ids.length >= seats.length ? null : (
        <NameSearch label={t.find} typed={typed} type={setTyped} fitting={fitting} keyOf={({ expertId }) => expertId} nameOf={({ name }) => name} shown={said} add={add} none={data ? <p className="small muted" role="status">{t.none}</p> : null} />
      )}
    </GroupFrame>
  );
}

/** Those chosen in an earlier sitting stand in the draft by id: they are looked up in the list. */
function useNames(lotId: string, ids: readonly string[], known: ReadonlyMap<string, Designable>): ReadonlyMap<string, Designable> {
  const lacking = ids.some((id) => !known.has(id));
  const { data } = useQuery({ queryKey: ['designable', lotId, 'all'], queryFn: () => readJson<DesignableRead>(`/lots/${encodeURIComponent(lotId)}/designable${query({ limit: 100 })}`), staleTime: 60_000, retry: false, enabled: lacking });
  return new Map([...(data?.items ?? []).map((one) => [one.expertId, one] as const), ...known]);
}
