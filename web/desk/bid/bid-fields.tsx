import type { LotRead } from '../../../src/contracts/reads.ts';
import { MoneyControl } from '../../form/controls.tsx';
import { deskTexts } from '../../texts/desk.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { inputName, valueName } from '../../texts/inputs.ts';
import { yuan } from '../../ui/format.ts';
import type { Filled } from './bid-form.tsx';

const sizes = ['micro', 'small', 'medium', 'large'] as const;

/** Typed by hand, or the total of the price table and then not typed at all. */
export function PriceField({ lot, value, change, fromTable }: { lot: LotRead; value: string | undefined; change: (value: string) => void; fromTable: boolean }) {
  const { bid: t, act } = useBundle(deskTexts);
  const b = useBundle(bidderTexts).table;
  const { t: words } = useTexts();
  const over = isOver(fenOf(value), lot);
  return (
    <div className={over ? 'field wrong' : 'field'}>
      <label htmlFor="bid-price">{t.price} <span className="field-note">{fromTable ? b.isTotal : act.required}</span></label>
      {fromTable ? <div className="with-unit"><input id="bid-price" className="input" readOnly value={fenOf(value) === null ? '' : yuan(Number(value))} /><span>{act.yuan}</span></div>
        : <MoneyControl id="bid-price" className="input" aria-invalid={over || undefined} asText value={value} change={(next) => { change(typeof next === 'string' ? next : ''); }} />}
      {lot.ceilingFen === undefined ? null : <p className={over ? 'small danger-text' : 'small muted'} role={over ? 'alert' : undefined}>{over ? t.overCeiling : t.priceHint(words.unit.exact(lot.ceilingFen))}</p>}
    </div>
  );
}

export function Details({ lot, filled, set }: { lot: LotRead; filled: Filled; set: (patch: Partial<Filled>) => void }) {
  const { bid: t, act } = useBundle(deskTexts);
  const { language, trade } = useTexts();
  return (
    <>
      {(['duration', 'quality', 'projectManager'] as const).map((name) => (
        <div className="field" key={name}><label htmlFor={`bid-${name}`}>{name === 'projectManager' ? t.manager : inputName(name, language, trade)} <span className="field-note">{name === 'duration' ? act.required : act.optional}</span></label>
          <input id={`bid-${name}`} className="input" maxLength={100} value={filled[name] ?? ''} onChange={(e) => { set({ [name]: e.target.value }); }} /></div>
      ))}
      {lot.category === 'gov-procurement' ? (
        <div className="field"><label htmlFor="bid-size">{t.size}</label>
          <select id="bid-size" className="input" value={filled.enterpriseSize ?? ''} onChange={(e) => { set({ enterpriseSize: sizes.find((size) => size === e.target.value) }); }}>
            <option value="">{act.choose}</option>{sizes.map((size) => <option key={size} value={size}>{valueName(size, language, trade)}</option>)}
          </select></div>
      ) : null}
    </>
  );
}

export function fenOf(text: string | undefined): bigint | null { return text !== undefined && /^\d{1,20}$/.test(text) ? BigInt(text) : null; }
export function isOver(price: bigint | null, { ceilingFen }: LotRead): boolean { return price !== null && ceilingFen !== undefined && price > BigInt(ceilingFen); }
