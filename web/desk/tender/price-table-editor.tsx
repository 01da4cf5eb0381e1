// 工程量/报价清单: made here, bidders get a spreadsheet of it.
import { useState } from 'react';
import { uploadFile } from '../../api/files.ts';
import { useDraft } from '../../form/drafts.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { tendererTexts } from '../../texts/tenderer.ts';
import type { TendererTexts } from '../../texts/tenderer-zh.ts';
import { AddButton, RemoveButton } from './choices.tsx';
import { emptyRow, rowsOf, suffix, templateOf, type Fixed, type Row, type Typed } from './price-rows.ts';

interface NamedFile { sha256: string; name: string }

/** `lotId` keeps what is typed on this device, so that a table once made can be changed. */
export function PriceTableEditor({ lotId, title, saved }: { lotId: string; title: string; saved: (file: NamedFile, items: number) => void }) {
  const { doc: t } = useBundle(tendererTexts);
  const { t: words } = useTexts();
  const [fresh] = useState<Typed>({ title, taxIncluded: true, rates: '0.09', rows: [emptyRow], fixed: [] });
  const draft = useDraft(`price-table/${lotId}`, fresh);
  const typed = draft.value as Typed;
  const [fault, setFault] = useState('');
  const set = (patch: Partial<Typed>) => { draft.change({ ...typed, ...patch }); setFault(''); };
  const checked = async () => {
    const { priceTemplate } = await import('../../../src/contracts/price-table/index.ts');
    const parsed = priceTemplate.safeParse(templateOf(typed));
    if (parsed.success) return new TextEncoder().encode(JSON.stringify(parsed.data));
    setFault(parsed.error.issues.slice(0, 3).map(({ path }) => faultAt(path, t)).join('、'));
    return null;
  };
  const use = async () => {
    const bytes = await checked();
    if (!bytes) return;
    try {
      const { sha256 } = await uploadFile(new Blob([bytes as Uint8Array<ArrayBuffer>]), () => undefined);
      saved({ sha256, name: `${typed.title.trim()}${suffix}` }, templateOf(typed).items.length);
    } catch {
      setFault(words.state.errorNetwork);
    }
  };
  const tryIt = async () => {
    const bytes = await checked();
    if (!bytes) return;
    const { readTemplate, writeTable } = await import('../../../src/contracts/price-table/index.ts');
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
    save(`${typed.title.trim()}.xlsx`, writeTable(readTemplate(bytes), [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')));
  };
  return (
    <div className="price-editor">
      <div className="field"><label htmlFor="price-title">{t.pricesTitle}</label><input id="price-title" className="input" value={typed.title} onChange={(e) => { set({ title: e.target.value }); }} /></div>
      <Rows rows={typed.rows} change={(rows) => { set({ rows }); }} />
      <Paste take={(rows) => { set({ rows: [...typed.rows.filter(({ zh }) => zh !== ''), ...rows] }); }} />
      <FixedSums fixed={typed.fixed} change={(fixed) => { set({ fixed }); }} />
      <div className="field flag"><input id="price-tax" type="checkbox" checked={typed.taxIncluded} onChange={(e) => { set({ taxIncluded: e.target.checked }); }} /><label htmlFor="price-tax">{t.pricesTax}</label></div>
      <div className="field"><label htmlFor="price-rates">{t.pricesRates}</label><input id="price-rates" className="input short" value={typed.rates} onChange={(e) => { set({ rates: e.target.value }); }} /></div>
      {fault ? <p role="alert" className="danger-text">{t.pricesBad}{fault}</p> : null}
      <p className="form-foot"><button type="button" className="button primary" onClick={() => void use()}>{t.pricesUse}</button><button type="button" className="button" onClick={() => void tryIt()}>{t.pricesTry}</button></p>
    </div>
  );
}

function Rows({ rows, change }: { rows: readonly Row[]; change: (rows: Row[]) => void }) {
  const { doc: t } = useBundle(tendererTexts);
  const set = (at: number, patch: Partial<Row>) => { change(rows.map((row, i) => (i === at ? { ...row, ...patch } : row))); };
  const columns: [keyof Row, string][] = [['zh', t.item], ['unit', t.unit], ['quantity', t.quantity], ['ceiling', t.ceiling], ['section', t.section]];
  return (
    <>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t.prices}><table className="price-rows">
        <thead><tr><th scope="col">#</th>{columns.map(([key, label]) => <th scope="col" key={key}>{label}</th>)}<th scope="col"><span className="visually-hidden">{t.addItem}</span></th></tr></thead>
        <tbody>{rows.map((row, i) => (
          <tr key={String(i)}><td>{i + 1}</td>{columns.map(([key, label]) => <td key={key}><input className={key === 'zh' || key === 'section' ? 'input' : 'input short'} inputMode={key === 'quantity' || key === 'ceiling' ? 'decimal' : 'text'} aria-label={`${label} ${i + 1}`} value={row[key] ?? ''} onChange={(e) => { set(i, { [key]: e.target.value }); }} /></td>)}
            <td>{rows.length > 1 ? <RemoveButton onClick={() => { change(rows.filter((_, at) => at !== i)); }} /> : null}</td></tr>
        ))}</tbody>
      </table></div>
      <p><AddButton onClick={() => { change([...rows, emptyRow]); }} /></p>
    </>
  );
}

function Paste({ take }: { take: (rows: Row[]) => void }) {
  const { doc: t } = useBundle(tendererTexts);
  const [text, setText] = useState('');
  return (
    <details className="consequence"><summary>{t.paste}</summary>
      <p className="field-hint">{t.pasteHint}</p>
      <textarea className="input" rows={4} aria-label={t.paste} value={text} onChange={(e) => { setText(e.target.value); }} />
      <p><button type="button" className="button" disabled={rowsOf(text).length === 0} onClick={() => { take(rowsOf(text)); setText(''); }}>{t.pasteTake}</button></p>
    </details>
  );
}

function FixedSums({ fixed, change }: { fixed: readonly Fixed[]; change: (fixed: Fixed[]) => void }) {
  const { doc: t } = useBundle(tendererTexts);
  const set = (at: number, patch: Partial<Fixed>) => { change(fixed.map((one, i) => (i === at ? { ...one, ...patch } : one))); };
  return (
    <fieldset className="group"><legend>{t.fixed}</legend>
      {fixed.map((one, i) => (
        <div className="need" key={String(i)}><input className="input" aria-label={`${t.fixed} ${i + 1}`} value={one.zh} onChange={(e) => { set(i, { zh: e.target.value }); }} /><input className="input short" inputMode="decimal" aria-label={`${t.amount} ${i + 1}`} placeholder={t.amount} value={one.amount} onChange={(e) => { set(i, { amount: e.target.value }); }} /><RemoveButton onClick={() => { change(fixed.filter((_, at) => at !== i)); }} /></div>
      ))}
      <AddButton onClick={() => { change([...fixed, { zh: '', amount: '' }]); }} />
    </fieldset>
  );
}

/** Where it is wrong, as the person sees it: row and column. */
function faultAt(path: readonly PropertyKey[], t: TendererTexts['doc']): string {
  const [list, row, column] = path.map(String);
  const names: Readonly<Record<string, string>> = { zh: t.item, unit: t.unit, quantity: t.quantity, ceilingFen: t.ceiling, section: t.section, amountFen: t.amount };
  if (list === 'title') return t.pricesTitle;
  if (list === 'tax') return t.pricesRates;
  if (row === undefined) return t.item;
  return `${list === 'fixed' ? t.fixed : ''}${Number(row) + 1} ${names[column ?? ''] ?? ''}`.trim();
}

function save(name: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
}
