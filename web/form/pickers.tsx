// Fields that name something the platform knows are chosen, not typed: an organisation by its name, a question by its text.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { QuestionsRead } from '../../src/contracts/document-reads.ts';
import { query, readJson } from '../api/client.ts';
import { deskTexts } from '../texts/desk.ts';
import { inputName } from '../texts/inputs.ts';
import { useBundle, useTexts } from '../texts/index.tsx';
import { CertificateText } from './certificate-text.tsx';
import { FieldFrame, fieldId, type FieldProps } from './fields.tsx';
import { LawfulInstant } from './lawful-instant.tsx';
import { PartyPicker } from './party-picker.tsx';

interface Entity { entityId: string; uscc: string; name: string }
interface Listed { id: string; label: string }

/** By the field's path without its row numbers. */
export const pickers: Readonly<Record<string, (props: FieldProps, lotId: string | undefined) => ReactNode>> = {
  agencyId: (props) => <EntityPicker {...props} role="agency" />,
  tendererId: (props) => <EntityPicker {...props} role="tenderer" />,
  certificate: (props) => <CertificateText {...props} />,
  signCertificate: (props) => <CertificateText {...props} />,
  inviteeIds: (props) => <PartyPicker {...props} />,
  bidDeadline: (props, lotId) => <LawfulInstant {...props} lotId={lotId} />,
  newBidDeadline: (props, lotId) => <LawfulInstant {...props} lotId={lotId} />,
  saleEnd: (props, lotId) => <LawfulInstant {...props} lotId={lotId} />,
  newPrequalDeadline: (props, lotId) => <LawfulInstant {...props} lotId={lotId} />,
  prequalDeadline: (props, lotId) => <LawfulInstant {...props} lotId={lotId} />,
  custodianIds: (props) => <CustodianPicker {...props} />,
  questionIds: (props, lotId) => <QuestionPicker {...props} lotId={lotId} />,
  'answers.questionId': (props, lotId) => <QuestionSelect {...props} lotId={lotId} />,
};

function EntityPicker({ name, path, value, change, required, wrong, role }: FieldProps & { role: string }) {
  const { language, trade } = useTexts();
  const t = useBundle(deskTexts).act;
  const id = fieldId(path);
  const [typed, setTyped] = useState('');
  const { data } = useQuery({ queryKey: ['entities', role, typed], queryFn: () => readJson<{ items: Entity[] }>(`/entities${query({ role, q: typed, limit: 50 })}`), staleTime: 60_000 });
  const kept = useEntity(typeof value === 'string' ? value : null);
  const items = data?.items ?? [];
  return (
    <FieldFrame id={id} label={inputName(name, language, trade)} required={required} wrong={wrong === path}>
      <div className="with-unit">
        <input className="input" type="search" aria-label={t.findEntity} placeholder={t.findEntity} value={typed} onChange={(e) => { setTyped(e.target.value); }} />
        <select id={id} className="input" value={typeof value === 'string' ? value : ''} onChange={(e) => { change(e.target.value || undefined); }}>
          <option value="">{required ? t.choose : t.none}</option>
          {kept && !items.some(({ entityId }) => entityId === kept.entityId) ? <option value={kept.entityId}>{kept.name}</option> : null}
          {items.map((item) => <option key={item.entityId} value={item.entityId}>{item.name} {item.uscc}</option>)}
        </select>
      </div>
    </FieldFrame>
  );
}

function useEntity(id: string | null): Entity | null {
  return useQuery({ queryKey: ['entity', id], queryFn: () => readJson<Entity>(`/entities/${id ?? ''}`), enabled: id !== null, staleTime: 60_000 }).data ?? null;
}

/** Three custodians of three kinds of organ: nobody can open a bid alone. */
function CustodianPicker(props: FieldProps) {
  const { data } = useQuery({ queryKey: ['custodians'], queryFn: () => readJson<{ items: { custodianId: string; name: string }[] }>('/custodians'), staleTime: 60_000 });
  return <Ticks {...props} items={(data?.items ?? []).map(({ custodianId, name }) => ({ id: custodianId, label: name }))} />;
}

function QuestionPicker({ lotId, ...props }: FieldProps & { lotId: string | undefined }) {
  return <Ticks {...props} items={useQuestions(lotId)} />;
}

function QuestionSelect({ name, path, value, change, wrong, lotId }: FieldProps & { lotId: string | undefined }) {
  const { language, trade } = useTexts();
  const t = useBundle(deskTexts).act;
  const id = fieldId(path);
  return (
    <FieldFrame id={id} label={inputName(name, language, trade)} required wrong={wrong === path}>
      <select id={id} className="input" value={typeof value === 'string' ? value : ''} onChange={(e) => { change(e.target.value || undefined); }}>
        <option value="">{t.choose}</option>
        {useQuestions(lotId).map((item) => <option key={item.id} value={item.id}>{item.label}</option>)}
      </select>
    </FieldFrame>
  );
}

function useQuestions(lotId: string | undefined): Listed[] {
  const { data } = useQuery({ queryKey: ['questions', lotId], queryFn: () => readJson<QuestionsRead>(`/lots/${lotId ?? ''}/questions`), enabled: lotId !== undefined });
  return (data?.items ?? []).filter(({ state }) => state === 'open').map(({ questionId, text }) => ({ id: questionId, label: text }));
}

function Ticks({ name, path, value, change, items }: FieldProps & { items: readonly Listed[] }) {
  const { language, trade } = useTexts();
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  return (
    <fieldset className="group" id={fieldId(path)} tabIndex={-1}>
      <legend>{inputName(name, language, trade)}</legend>
      {items.map((item) => (
        <div className="field flag" key={item.id}>
          <input id={`${fieldId(path)}-${item.id}`} type="checkbox" checked={chosen.includes(item.id)} onChange={(e) => { change(e.target.checked ? [...chosen, item.id] : chosen.filter((one) => one !== item.id)); }} />
          <label htmlFor={`${fieldId(path)}-${item.id}`}>{item.label}</label>
        </div>
      ))}
    </fieldset>
  );
}
