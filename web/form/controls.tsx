// Money is typed in yuan and sent in fen; an instant is typed in Beijing time and sent in UTC.
import { useState } from 'react';
import { useBundle, useTexts } from '../texts/index.tsx';
import { deskTexts } from '../texts/desk.ts';
import { fenOfYuan, instantOfLocal, localOfInstant, yuanOfFen } from './units.ts';

interface Shared { id: string; className: string; 'aria-invalid': true | undefined; value: unknown; change: (value: unknown) => void }

export function MoneyControl({ value, change, asText, ...shared }: Shared & { asText: boolean }) {
  const t = useBundle(deskTexts).act;
  const { t: words } = useTexts();
  const [typed, setTyped] = useState(() => yuanOfFen(value));
  const fen = fenOfYuan(typed);
  const take = (next: string) => {
    setTyped(next);
    const sum = fenOfYuan(next);
    change(next.trim() === '' ? undefined : sum === null ? next : asText ? String(sum) : sum);
  };
  const told = fen === null ? null : words.unit.amount(fen);
  return (
    <div className="with-unit">
      <input {...shared} type="text" inputMode="decimal" value={typed} onChange={(e) => { take(e.target.value); }} /><span>{t.yuan}</span>
      {told ? <output className="muted small">{t.wan(`${told.value} ${told.unit}`)}</output> : null}
    </div>
  );
}

export function InstantControl({ value, change, ...shared }: Shared) {
  const t = useBundle(deskTexts).act;
  return (
    <div className="with-unit">
      <input {...shared} type="datetime-local" step={1} value={typeof value === 'string' ? localOfInstant(value) : ''} onChange={(e) => { change(e.target.value === '' ? undefined : instantOfLocal(e.target.value)); }} />
      <span className="muted small">{t.utc8}</span>
    </div>
  );
}
