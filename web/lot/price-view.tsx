// A price table as people read it: what is to be priced, how much of it, up to which price. The signed file stays beside it.
import { useState } from 'react';
import type { LotRead } from '../../src/contracts/reads.ts';
import { useTexts } from '../texts/index.tsx';
import { yuan } from '../ui/format.ts';
import { Failure, Loading } from '../ui/states.tsx';
import { priceTableName, useTemplate, type LoadedTemplate } from './price-template.ts';

const shownAtFirst = 100;

export function PriceView({ lot, document }: { lot: LotRead; document: LotRead['documents'][number] }) {
  const { data, error, refetch } = useTemplate(lot);
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />;
  return <Read loaded={data} name={priceTableName(document)} />;
}

function Read({ loaded: { template, sha256 }, name }: { loaded: LoadedTemplate; name: string }) {
  const { t: { lot: { priceTable: t } } } = useTexts();
  const [all, setAll] = useState(false);
  const items = all ? template.items : template.items.slice(0, shownAtFirst);
  const [sections, ceilings] = [template.items.some(({ section }) => section), template.items.some(({ ceilingFen }) => ceilingFen !== undefined)];
  const download = async () => {
    const { writeTable } = await import('../../src/contracts/price-table/index.ts');
    const url = URL.createObjectURL(new Blob([writeTable(template, sha256) as Uint8Array<ArrayBuffer>]));
    Object.assign(document.createElement('a'), { href: url, download: `${name}.xlsx` }).click();
    setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
  };
  return (
    <div className="price-view">
      <p className="small">{t.items(template.items.length)} · {template.tax.included ? t.taxIn : t.taxOut}{template.tax.rates.length > 0 ? ` · ${t.rates} ${template.tax.rates.map((rate) => `${Number((Number(rate) * 100).toFixed(2))}%`).join(' / ')}` : ''}</p>
      <p className="form-foot"><button type="button" className="button" onClick={() => void download()}>{t.excel}</button></p>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={name}><table className="plain-table">
        <thead><tr><th scope="col">{t.no}</th>{sections ? <th scope="col">{t.section}</th> : null}<th scope="col">{t.item}</th><th scope="col">{t.unit}</th><th scope="col" className="num">{t.quantity}</th>{ceilings ? <th scope="col" className="num">{t.ceiling}</th> : null}</tr></thead>
        <tbody>
          {items.map((one) => <tr key={one.id}><td>{one.id}</td>{sections ? <td>{one.section ?? ''}</td> : null}<td className="name">{one.zh}{one.note ? <span className="small muted"> {one.note}</span> : null}</td><td>{one.unit}</td><td className="num">{one.quantity}</td>{ceilings ? <td className="num">{one.ceilingFen === undefined ? '—' : yuan(one.ceilingFen)}</td> : null}</tr>)}
          {template.fixed.map((one) => <tr key={one.id}><td>{one.id}</td>{sections ? <td /> : null}<td className="name">{one.zh} <span className="tag">{t.fixed}</span></td><td>—</td><td className="num">{yuan(one.amountFen)}</td>{ceilings ? <td /> : null}</tr>)}
        </tbody>
      </table></div>
      {items.length < template.items.length ? <p><button type="button" className="button" onClick={() => { setAll(true); }}>{t.all(template.items.length)}</button></p> : null}
    </div>
  );
}
