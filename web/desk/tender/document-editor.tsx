// 招标文件 from a structured template: files with the price table, what bidders hand in, the terms of the contract, and a look at all of it.
import { useState } from 'react';
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import { FieldFrame, fieldId, SchemaField, type FieldProps } from '../../form/fields.tsx';
import type { Root } from '../../form/root-fields.tsx';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { inputName, valueName } from '../../texts/inputs.ts';
import { tendererTexts } from '../../texts/tenderer.ts';
import { dateTime } from '../../ui/format.ts';
import { asText } from './items.ts';
import { suffix } from './price-rows.ts';
import { PriceTableEditor } from './price-table-editor.tsx';
import { evaluationLines } from '../../../src/contracts/evaluation-lines.ts';
import { termNames } from '../../../src/contracts/evaluation-names.ts';
import { kept, type Evaluation } from './templates.ts';

interface NamedFile { sha256?: string; name?: string }

export function DocumentFiles({ props, lotId, title }: { props: FieldProps; lotId: string; title: string }) {
  const { doc: t } = useBundle(tendererTexts);
  const [open, setOpen] = useState(false);
  const files = (Array.isArray(props.value) ? props.value : []) as (NamedFile | undefined)[];
  const isTable = (file: NamedFile | undefined) => file?.name?.endsWith(suffix) === true;
  const table = files.find(isTable);
  const plain = files.filter((file) => !isTable(file));
  const [items, setItems] = useState<number>();
  return (
    <>
      <p className="field-hint">{t.filesHint}</p>
      {/* the price table is made below, not chosen here */}
      <SchemaField {...props} value={plain} custom={undefined} change={(next) => { props.change([...(next as NamedFile[]), ...(table ? [table] : [])]); }} />
      <fieldset className="group"><legend>{t.prices}</legend>
        <p className="field-hint">{t.pricesHint}</p>
        {table && !open ? <p className="form-foot"><span className="jade-text">✓ {t.pricesSaved(tableName(table), items)}</span><button type="button" className="button small" onClick={() => { setOpen(true); }}>{t.pricesChange}</button><button type="button" className="link-button" onClick={() => { props.change(plain); }}>{t.pricesDrop}</button></p>
          : open ? <PriceTableEditor lotId={lotId} title={title} saved={(file, count) => { setItems(count); setOpen(false); props.change([...plain, file]); }} />
            : <button type="button" className="button" onClick={() => { setOpen(true); }}>{t.pricesMake}</button>}
      </fieldset>
    </>
  );
}

const tableName = ({ name = '' }: NamedFile): string => name.slice(0, -suffix.length);

const contractTerms = ['payment', 'warranty', 'liability', 'security'] as const;

/** The free terms of the contract with names that everybody reads alike. */
export function TermsEditor({ props, category }: { props: FieldProps; category: string }) {
  const { doc: t } = useBundle(tendererTexts);
  const { language, trade, said } = useTexts();
  const terms = (props.value ?? {}) as Record<string, string>;
  const set = (key: string, value: string) => { props.change(value === '' ? Object.fromEntries(Object.entries(terms).filter(([name]) => name !== key)) : { ...terms, [key]: value }); };
  const label = (key: keyof typeof termNames) => { const [zh, en] = termNames[key]; return said(zh, en); };
  const purchase: readonly [string, string][] = category === 'gov-procurement' ? [['requirements', label('requirements')], ['policyRequirements', label('policyRequirements')]] : [];
  const area = (key: string, name: string, rows: number, hint?: string) => (
    <FieldFrame key={key} id={fieldId(`terms.${key}`)} label={name} hint={hint} required={false} wrong={false}><textarea id={fieldId(`terms.${key}`)} className="input" rows={rows} maxLength={4000} value={terms[key] ?? ''} onChange={(e) => { set(key, e.target.value); }} /></FieldFrame>
  );
  const known = new Set(['checklist', 'submission', ...contractTerms, ...purchase.map(([key]) => key)]);
  return (
    <>
      <fieldset className="group"><legend>{label('checklist')}</legend>{area('checklist', label('checklist'), 5, t.checklistHint)}{area('submission', label('submission'), 2)}{purchase.map(([key, name]) => area(key, name, 2))}</fieldset>
      <fieldset className="group"><legend>{t.contract}</legend>{contractTerms.map((key) => area(key, label(key), 2))}</fieldset>
      {Object.keys(terms).filter((key) => !known.has(key)).map((key) => area(key, inputName(key, language, trade), 2))}
    </>
  );
}

/** What is fixed with the signature and public with the issue. */
export function DocumentPreview({ root, room }: { root: Root; room: WorkroomRead }) {
  const { doc: t } = useBundle(tendererTexts);
  const { t: words, language, trade, said } = useTexts();
  const { value } = root;
  const files = ((value['files'] ?? []) as (NamedFile | undefined)[]).filter((file) => file?.sha256 !== undefined);
  const evaluation = value['evaluation'] as Evaluation | undefined;
  const consortium = value['consortium'] as { maxMembers?: number } | undefined;
  const terms = Object.entries((value['terms'] ?? {}) as Record<string, string>);
  const ceiling = typeof value['ceilingFen'] === 'number' ? value['ceilingFen'] : room.project.lots.find(({ lotName }) => lotName === room.lotName)?.ceilingFen;
  const name = (key: string) => inputName(key, language, trade);
  const label = (key: string) => { const pair = (termNames as Readonly<Record<string, readonly [string, string]>>)[key]; return pair ? said(pair[0], pair[1]) : name(key); };
  const rows: [string, string][] = [
    [t.files, files.map((file) => (file?.name?.endsWith(suffix) ? `${tableName(file)} (${t.prices})` : file?.name ?? '')).join('、')], [name('qualification'), asText(value['qualification'])],
    [name('evaluation'), evaluation?.method ? [valueName(evaluation.method, language, trade), ...(evaluation.criteria ?? []).map(({ zh, max }) => `${zh} ${max}`), evaluation.priceMax ? `${name('priceMax')} ${evaluation.priceMax}` : ''].filter((part) => part !== '').join('；').concat(...evaluationLines(kept(evaluation), room.project.objectType).map(({ what, text }) => `\n${said(...what)}${words.unit.colon}${said(...text)}`)) : ''],
    [name('consortium'), consortium?.maxMembers ? t.consortiumYes(consortium.maxMembers) : t.consortiumNo], [name('ceilingFen'), ceiling === undefined ? '' : words.unit.exact(ceiling)], ...terms.filter(([key]) => key !== 'consortiumAllowed').map(([key, text]): [string, string] => [label(key), text]),
  ];
  return (
    <section className="sheet form-section" aria-labelledby="doc-preview"><h2 id="doc-preview">{t.preview}</h2>
      <p className="field-hint">{t.previewLead}</p>
      <dl className="preview-items">{rows.map(([what, text]) => <div key={what} className={text === '' ? 'item-missing' : 'item-known'}><dt>{what}</dt><dd className="pre-line">{text === '' ? t.nothing : text}</dd></div>)}</dl>
      {room.document ? <p className="small muted">{t.version(room.document.version)} · {t.sealedAt} {dateTime(room.document.sealedAt, false)} · {t.resealed}</p> : null}
    </section>
  );
}
