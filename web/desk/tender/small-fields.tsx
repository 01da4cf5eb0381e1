// Single controls that a contract's schema alone does not give: a month, a sum that may fall, a paper to take from the platform.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { readJson } from '../../api/client.ts';
import { papersQuery } from '../../api/reads.ts';
import { FieldFrame, fieldId, type FieldProps } from '../../form/fields.tsx';
import { FileControl } from '../../form/file-control.tsx';
import { deskTexts } from '../../texts/desk.ts';
import { inputName } from '../../texts/inputs.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { tendererTexts } from '../../texts/tenderer.ts';
import { fileSize, shortHash } from '../../ui/format.ts';
import { isPriceTable, priceTableName } from '../../lot/price-template.ts';
import { Choice } from './choices.tsx';
import { signedFen, signedYuan } from './signed-fen.ts';

export function MonthField({ name, path, value, change, required, wrong }: FieldProps) {
  const { language, trade } = useTexts();
  const id = fieldId(path);
  return <FieldFrame id={id} label={inputName(name, language, trade)} required={required} wrong={wrong === path}><input id={id} className="input short" type="month" value={typeof value === 'string' ? value : ''} onChange={(e) => { change(e.target.value || undefined); }} /></FieldFrame>;
}

/** Yuan with a sign, sent as fen: a change of the price may lower it. */
export function SignedMoney({ name, path, value, change, required, wrong }: FieldProps) {
  const t = useBundle(deskTexts).act;
  const { language, trade } = useTexts();
  const id = fieldId(path);
  const [typed, setTyped] = useState(() => (typeof value === 'string' ? signedYuan(value) : ''));
  return (
    <FieldFrame id={id} label={inputName(name, language, trade)} required={required} wrong={wrong === path}>
      <div className="with-unit"><input id={id} className="input" inputMode="text" value={typed} onChange={(e) => { setTyped(e.target.value); change(signedFen(e.target.value)); }} /><span>{t.yuan}</span></div>
    </FieldFrame>
  );
}

/** What the platform packs when the act is signed, each by its digest; who has a package already may bring it, and it is looked through. */
export function ArchiveField({ props, lot }: { props: FieldProps; lot: LotRead }) {
  const { archive: t } = useBundle(tendererTexts);
  const { t: words, asSent } = useTexts();
  const { data: papers } = useQuery(papersQuery(lot.lotId));
  const held = [...(papers?.items ?? []).map(({ kind, title, sha256, size }) => ({ name: asSent(title, words.lot.paperKinds[kind]), sha256, size })), ...lot.documents.map((one) => ({ ...one, name: isPriceTable(one) ? `${priceTableName(one)} · ${words.lot.priceTable.title}` : one.name }))];
  const id = fieldId(props.path);
  return (
    <section className="sheet form-section" aria-labelledby="package">
      <h2 id="package">{t.title}</h2>
      <p className="field-hint">{t.lead}</p>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t.title}><table className="plain-table">
        <thead><tr><th scope="col">{t.name}</th><th scope="col" className="num">{t.size}</th><th scope="col">SHA-256</th></tr></thead>
        <tbody>{held.map(({ name, sha256, size }) => <tr key={sha256}><td>{name}</td><td className="num">{fileSize(size)}</td><td><code title={sha256}>{shortHash(sha256)}</code></td></tr>)}</tbody>
      </table></div>
      <p className="field-hint">{t.more}</p>
      <details className="consequence" open={props.value !== undefined}><summary>{t.own}</summary>
        <FieldFrame id={id} label={t.ownFile} hint={t.ownHint} required={false} wrong={props.wrong === props.path}>
          <FileControl id={id} className="input" aria-invalid={props.wrong === props.path || undefined} value={props.value} change={(file) => { props.change(file?.sha256); }} />
          {props.value === undefined ? null : <p><button type="button" className="link-button" onClick={() => { props.change(undefined); }}>{t.drop}</button></p>}
        </FieldFrame>
      </details>
    </section>
  );
}

interface Seated { experts?: { seatNo: number; expertNo: string; specialty: string }[] }

/** A seat of the committee by the expert who sat there. */
export function SeatChoice({ props, lotId }: { props: FieldProps; lotId: string }) {
  const { choose: t } = useBundle(tendererTexts);
  const { data } = useQuery({ queryKey: ['draw', lotId], queryFn: () => readJson<Seated>(`/lots/${lotId}/draw`), retry: false });
  return <Choice props={{ ...props, change: (value) => { props.change(value === undefined ? undefined : Number(value)); } }} none={t.specialty} options={(data?.experts ?? []).map(({ seatNo, expertNo, specialty }) => ({ value: String(seatNo), label: `${seatNo} · ${expertNo} · ${specialty}` }))} />;
}
