// 框架协议签订: items, ways of the second stage and term, row by row.
import { LawfulInstant } from '../../form/lawful-instant.tsx';
import { fieldId, type FieldProps } from '../../form/fields.tsx';
import { formsTexts } from '../../texts/forms.ts';
import { useBundle } from '../../texts/index.tsx';

interface Item { itemId: string; zh?: string | undefined }
interface Terms { items?: Item[]; modes?: string[]; validTo?: string | undefined }
export const orderModes = ['direct', 'rota', 'competition'] as const;

export function FrameworkTerms({ props, lotId }: { props: FieldProps; lotId: string }) {
  const t = useBundle(formsTexts).terms;
  const { orders } = useBundle(formsTexts);
  const terms = (props.value ?? {}) as Terms;
  const items = terms.items ?? [];
  const set = (patch: Terms) => { props.change({ ...terms, ...patch }); };
  const replace = (at: number, patch: Partial<Item>) => { set({ items: items.map((one, i) => (i === at ? { ...one, ...patch } : one)) }); };
  const modes = terms.modes ?? [];
  return (
    <fieldset className={props.wrong === props.path ? 'group wrong' : 'group'} id={fieldId(props.path)} tabIndex={-1}>
      <legend>{t.title}</legend>
      <p><strong>{t.items}</strong></p><p className="field-hint">{t.itemsHint}</p>
      {items.map((item, i) => (
        <div className="need" key={String(i)}>
          <input className="input" id={fieldId(`${props.path}.items.${i}.zh`)} aria-label={`${t.item} ${i + 1}`} placeholder={t.item} maxLength={100} value={item.zh ?? ''} onChange={(e) => { replace(i, { zh: e.target.value }); }} />
          <input className="input short" aria-label={`${t.code} ${i + 1}`} placeholder={t.code} maxLength={40} value={item.itemId} onChange={(e) => { replace(i, { itemId: e.target.value.replaceAll(/[^A-Za-z0-9-]/g, '') }); }} />
          {items.length > 1 ? <button type="button" className="link-button" onClick={() => { set({ items: items.filter((_, at) => at !== i) }); }}>{t.remove}</button> : <span />}
        </div>
      ))}
      <p><button type="button" className="button" onClick={() => { set({ items: [...items, { itemId: freeCode(items) }] }); }}>{t.add}</button></p>
      <p><strong>{t.modes}</strong></p><p className="field-hint">{t.modesHint}</p>
      {orderModes.map((mode) => (
        <div key={mode}>
          <div className="field flag"><input id={`${fieldId(`${props.path}.modes`)}-${mode}`} type="checkbox" checked={modes.includes(mode)} aria-describedby={`mode-${mode}`} onChange={(e) => { set({ modes: orderModes.filter((one) => (one === mode ? e.target.checked : modes.includes(one))) }); }} /><label htmlFor={`${fieldId(`${props.path}.modes`)}-${mode}`}>{orders.mode[mode]}</label></div>
          <p className="field-hint under-flag" id={`mode-${mode}`}>{orders.modeHint[mode]}</p>
        </div>
      ))}
      <LawfulInstant {...props} name="validTo" label={orders.validTo} path={`${props.path}.validTo`} schema={{}} required value={terms.validTo} lotId={lotId} change={(validTo) => { set({ validTo: validTo as string | undefined }); }} />
    </fieldset>
  );
}

function freeCode(items: readonly Item[]): string {
  let n = items.length + 1;
  while (items.some(({ itemId }) => itemId === `P${n}`)) n += 1;
  return `P${n}`;
}
