import { useId, useState } from 'react';
import type { LotRead } from '../../../src/contracts/reads.ts';
import type { PriceItem, PriceTemplate } from '../../../src/contracts/price-table/template.ts';
import { useTemplate, type LoadedTemplate } from '../../lot/price-template.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { deskTexts } from '../../texts/desk.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { yuan } from '../../ui/format.ts';
import { Failure, Loading } from '../../ui/states.tsx';
import { filledTable, rateOf, rowAmount, rowFault, typedOf, type TypedRow, type TypedTable } from './table-sums.ts';

const pageRows = 50;

/** The workbook that goes into the bid: the template with the prices written in. */
export async function tableFile({ template, sha256 }: LoadedTemplate, typed: TypedTable, name: string): Promise<File | null> {
  const table = filledTable(template, typed);
  if (!table) return null;
  const { writeTable } = await import('../../../src/contracts/price-table/index.ts');
  return new File([writeTable(template, sha256, table) as Uint8Array<ArrayBuffer>], name, { lastModified: 0 });
}

interface Props { lot: LotRead; typed: TypedTable; change: (typed: TypedTable) => void }

export function PriceTable({ lot, typed, change }: Props) {
  const t = useBundle(bidderTexts).table;
  const { data, error, refetch } = useTemplate(lot);
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />;
  const { template } = data;
  const set = (id: string, patch: TypedRow) => { change({ ...typed, [id]: { ...typed[id], ...patch } }); };
  return (
    <fieldset className="price-table">
      <legend>{t.title}{template.title === '' ? '' : ` · ${template.title}`} <span className="field-note">{template.tax.included ? t.taxIn : t.taxOut}</span></legend>
      <Exchange loaded={data} typed={typed} change={change} />
      <Rows template={template} typed={typed} set={set} />
      <Total template={template} typed={typed} />
    </fieldset>
  );
}

/** Out as a workbook, and in again: faults are told with their cells, all at once. */
function Exchange({ loaded: { template, sha256 }, typed, change }: { loaded: LoadedTemplate; typed: TypedTable; change: (typed: TypedTable) => void }) {
  const t = useBundle(bidderTexts).table;
  const { said } = useTexts();
  const id = useId();
  const [faults, setFaults] = useState<readonly { at: string; zh: string; en: string }[]>([]);
  const [taken, setTaken] = useState(false);
  const download = async () => {
    const { writeTable } = await import('../../../src/contracts/price-table/index.ts');
    const bytes = writeTable(template, sha256, filledTable(template, typed) ?? undefined);
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>])), download: t.fileName });
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const read = async (file: File) => {
    const { PriceTableError, readTable, yuanText } = await import('../../../src/contracts/price-table/index.ts');
    setTaken(false);
    try {
      change(typedOf(readTable(new Uint8Array(await file.arrayBuffer()), template, sha256), yuanText));
      setFaults([]);
      setTaken(true);
    } catch (error) {
      if (!(error instanceof PriceTableError)) throw error;
      setFaults(error.faults.length > 0 ? error.faults : [{ at: file.name, zh: error.zh, en: error.message }]);
    }
  };
  return (
    <div className="exchange">
      <p className="form-foot">
        <button type="button" className="button" onClick={() => void download()}>{t.download}</button>
        <label className="button" htmlFor={id}>{t.import}</label>
        <input id={id} className="visually-hidden" type="file" accept=".xlsx" onChange={(e) => { const [file] = e.target.files ?? []; e.target.value = ''; if (file) void read(file); }} />
        {taken ? <span role="status" className="small">{t.imported}</span> : null}
      </p>
      {faults.length > 0 ? <div className="refused" role="alert"><p><strong>{t.notImported}</strong></p><ul>{faults.slice(0, 20).map((fault) => <li key={`${fault.at}${fault.en}`}><code>{fault.at}</code> {said(fault.zh, fault.en)}</li>)}</ul>{faults.length > 20 ? <p>{t.more(faults.length - 20)}</p> : null}</div> : null}
    </div>
  );
}

function Rows({ template, typed, set }: { template: PriceTemplate; typed: TypedTable; set: (id: string, patch: TypedRow) => void }) {
  const t = useBundle(bidderTexts).table;
  const [page, setPage] = useState(0);
  const pages = Math.ceil(template.items.length / pageRows);
  const shown = template.items.slice(page * pageRows, (page + 1) * pageRows);
  const open = template.items.findIndex((item) => rowFault(template, item, typed[item.id]) !== null);
  return (
    <>
      <div className="table-scroll">
        <table className="priced">
          <thead><tr><th scope="col">{t.id}</th><th scope="col">{t.item}</th><th scope="col" className="num">{t.quantity}</th><th scope="col" className="num">{t.unitPrice}</th>{template.tax.rates.length > 1 ? <th scope="col">{t.rate}</th> : null}<th scope="col" className="num">{t.amount}</th></tr></thead>
          <tbody>
            {shown.map((item) => <Row key={item.id} template={template} item={item} row={typed[item.id] ?? {}} set={(patch) => { set(item.id, patch); }} />)}
            {page === pages - 1 ? template.fixed.map((one) => <tr key={one.id}><td className="mono">{one.id}</td><th scope="row" colSpan={template.tax.rates.length > 1 ? 4 : 3}>{one.zh} <span className="muted small">{t.fixed}</span></th><td className="num">{yuan(one.amountFen)}</td></tr>) : null}
          </tbody>
        </table>
      </div>
      {pages > 1 ? (
        <p className="form-foot small">
          <button type="button" className="button" disabled={page === 0} onClick={() => { setPage(page - 1); }}>{t.before}</button><span>{t.page(page + 1, pages)}</span>
          <button type="button" className="button" disabled={page === pages - 1} onClick={() => { setPage(page + 1); }}>{t.after}</button>
          {open >= 0 ? <button type="button" className="link-button" onClick={() => { setPage(Math.floor(open / pageRows)); }}>{t.toOpen}</button> : null}
        </p>
      ) : null}
    </>
  );
}

function Row({ template, item, row, set }: { template: PriceTemplate; item: PriceItem; row: TypedRow; set: (patch: TypedRow) => void }) {
  const t = useBundle(bidderTexts).table;
  const { act } = useBundle(deskTexts);
  const { rates } = template.tax;
  const fault = rowFault(template, item, row);
  const wrong = fault === 'amount' || fault === 'ceiling';
  const amount = rowAmount(item, row);
  return (
    <tr>
      <td className="mono">{item.id}</td>
      <th scope="row">{item.section ? <span className="muted small">{item.section} / </span> : null}{item.zh}{item.note ? <span className="muted small"> {item.note}</span> : null}</th>
      <td className="num" data-label={t.quantity}>{item.quantity} {item.unit}</td>
      <td className="num" data-label={t.unitPrice}>
        <input className="input" inputMode="decimal" aria-label={t.priceOf(item.zh)} aria-invalid={wrong || undefined} value={row.price ?? ''} onChange={(e) => { set({ price: e.target.value }); }} />
        {wrong ? <span className="small danger-text" role="alert">{fault === 'ceiling' ? t.overCeiling(yuan(item.ceilingFen ?? 0)) : t.noAmount}</span> : null}
      </td>
      {rates.length > 1 ? <td data-label={t.rate}><select className="input" aria-label={t.rateOf(item.zh)} value={rateOf(template.tax, row.rate) ?? ''} onChange={(e) => { set({ rate: e.target.value }); }}><option value="">{act.choose}</option>{rates.map((rate) => <option key={rate} value={rate}>{percent(rate)}</option>)}</select></td> : null}
      <td className="num" data-label={t.amount}>{amount === null ? '—' : yuan(Number(amount))}</td>
    </tr>
  );
}

function Total({ template, typed }: { template: PriceTemplate; typed: TypedTable }) {
  const t = useBundle(bidderTexts).table;
  const table = filledTable(template, typed);
  const missing = template.items.filter((item) => rowFault(template, item, typed[item.id]) !== null).length;
  if (!table) return <p role="status">{t.missing(missing)}</p>;
  return (
    <dl className="facts" role="status">
      <dt>{t.items}</dt><dd className="num">{yuan(Number(table.itemsFen))}</dd>
      {table.fixedFen > 0n ? <><dt>{t.fixed}</dt><dd className="num">{yuan(Number(table.fixedFen))}</dd></> : null}
      {table.taxFen > 0n ? <><dt>{template.tax.included ? t.taxWithin : t.tax}</dt><dd className="num">{yuan(Number(table.taxFen))}</dd></> : null}
      <dt><strong>{t.total}</strong></dt><dd className="num"><strong>{yuan(Number(table.totalFen))}</strong></dd>
    </dl>
  );
}

function percent(rate: string): string { return `${Number((Number(rate) * 100).toFixed(2))}%`; }
