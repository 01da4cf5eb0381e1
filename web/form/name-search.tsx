// One is found by typing a part of the name; the return key takes the only one that fits, and never sends the form.
import { useId, type ReactNode } from 'react';
import { formsTexts } from '../texts/forms.ts';
import { useBundle } from '../texts/index.tsx';

interface Props<T> { label: string; typed: string; type: (text: string) => void; fitting: readonly T[]; keyOf: (one: T) => string; nameOf: (one: T) => string; shown: (one: T) => ReactNode; add: (one: T) => void; onlyOne?: (() => void) | undefined; /** where nobody fits */ none: ReactNode; children?: ReactNode }
const listed = 8;

export function NameSearch<T>({ label, typed, type, fitting, keyOf, nameOf, shown, add, onlyOne, none, children }: Props<T>) {
  const t = useBundle(formsTexts).party;
  const id = useId();
  return (
    <div className="party-search">
      <label htmlFor={id} className="small">{label}</label>
      <input id={id} className="input" type="search" value={typed} onChange={(e) => { type(e.target.value); }} onKeyDown={(e) => {
        if (e.key !== 'Enter') return;
        e.preventDefault();
        const [only] = fitting;
        if (only === undefined || fitting.length !== 1) return;
        add(only);
        onlyOne?.();
      }} />
      <ul>{fitting.slice(0, listed).map((one) => <li key={keyOf(one)}><button type="button" className="party" aria-label={t.add(nameOf(one))} onClick={() => { add(one); }}><span>{shown(one)}</span><span className="link-like">{t.addShort}</span></button></li>)}</ul>
      {fitting.length === 0 ? none : null}
      {children}
      {fitting.length > listed ? <p className="small muted">{t.more}</p> : null}
    </div>
  );
}
