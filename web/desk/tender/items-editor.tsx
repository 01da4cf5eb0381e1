// The publication of an act as it will stand: what the platform puts in, what the form above says, and what is asked here by name.
import { useQuery } from '@tanstack/react-query';
import type { AskedItem, WorkroomRead } from '../../../src/contracts/workroom.ts';
import { askedItemsQuery } from '../../api/workroom-reads.ts';
import { MoneyControl } from '../../form/controls.tsx';
import { fieldId, type FieldProps } from '../../form/fields.tsx';
import type { Root } from '../../form/root-fields.tsx';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { inputName, valueName } from '../../texts/inputs.ts';
import { tendererTexts } from '../../texts/tenderer.ts';
import { dateTime } from '../../ui/format.ts';
import { furtherRows } from '../../../src/documents/notice-rows.ts';
import { asText, missingItems, stateOf, told, toldOf } from './items.ts';
import { MakeFile } from './made-file.tsx';
import { noticePage } from './notice-page.ts';

interface Props { props: FieldProps; root: Root; room: WorkroomRead; act: string; /** the field that takes the file made from the preview */ fileField?: string }

export function ItemsEditor({ props, root, room, act, fileField }: Props) {
  const { lotId } = room;
  const { notice: t } = useBundle(tendererTexts);
  const { said } = useTexts();
  const noticeType = typeof root.value['noticeType'] === 'string' ? root.value['noticeType'] : undefined;
  const { data } = useQuery(askedItemsQuery(lotId, act, noticeType));
  const shown = useShown();
  const given = (props.value ?? {}) as Record<string, unknown>;
  if (!data) return null;
  // a stop or its end has no sub-item: its reason and file are the notice
  if (act === 'not-abnormal' && !['fail', 'terminate'].includes(String(root.value['abnormalType']))) return null;
  const missing = missingItems(data.items, given, root.value);
  const further = act === 'not-publish' ? furtherRows(toldOf(room), t.further, location.origin, new Set(data.items.map(({ key }) => key))) : [];
  const rows = [...data.items.map((item) => [said(item.zh, item.en), shown(item, root.value, given)] as const), ...further];
  return (
    <section className="sheet form-section" id={fieldId(props.path)} tabIndex={-1} aria-labelledby="preview">
      <h2 id="preview">{t.preview} <span className="muted small">{said(data.zh, data.en)}</span></h2>
      <p className="field-hint">{t.lead}</p>
      <p role="status" className={missing.length > 0 ? 'danger-text small' : 'small jade-text'}>{missing.length > 0 ? t.missing(missing.length) : t.complete}</p>
      <dl className="preview-items">
        {data.items.map((item) => (
          <div key={item.key} className={`item-${stateOf(item, given, root.value)}`}>
            <dt><label htmlFor={`${fieldId('items')}-${item.key}`}>{said(item.zh, item.en)}</label> <Mark item={item} given={given} root={root} /></dt>
            <dd>{item.known !== undefined || item.field !== undefined || item.later ? shown(item, root.value) : <Asked item={item} value={given[item.key]} change={(value) => { props.change({ ...given, [item.key]: value }); }} />}</dd>
          </div>
        ))}
      </dl>
      {further.length > 0 ? <><h3>{t.furtherTitle}</h3><dl className="preview-items">{further.map(([name, value]) => <div key={name} className="item-known"><dt>{name}</dt><dd>{value}</dd></div>)}</dl></> : null}
      {fileField ? <MakeFile name={fileField} of={`${lotId}/${act}`} root={root} words={t} page={noticePage(asText(root.value['title'] ?? said(data.zh, data.en)), rows)} /> : null}
    </section>
  );
}

function Mark({ item, given, root }: { item: AskedItem; given: Record<string, unknown>; root: Root }) {
  const { notice: t } = useBundle(tendererTexts);
  const state = stateOf(item, given, root.value);
  const words = { known: t.known, field: t.field, later: t.later, missing: t.asked, given: '', free: t.free }[state];
  return words === '' ? null : <span className={state === 'missing' ? 'tag ochre' : 'muted small'}>{words}</span>;
}

function useShown() {
  const { t: words, language, trade } = useTexts();
  const { notice: t } = useBundle(tendererTexts);
  return (item: AskedItem, root: Readonly<Record<string, unknown>>, given: Readonly<Record<string, unknown>> = {}): string => {
    const value = item.known ?? (item.field === undefined ? given[item.key] : item.field === '' ? t.atSigning : root[item.field]);
    if (item.key === 'abnormalType' && typeof value === 'string') return inputName(`abnormal-${value}`, language, trade);
    if (item.type === 'money' && typeof value === 'number') return words.unit.exact(value);
    if (typeof value === 'boolean') return value ? t.yes : t.no;
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return dateTime(value, false);
    return told(value, (text) => valueName(text, language, trade));
  };
}

function Asked({ item, value, change }: { item: AskedItem; value: unknown; change: (value: unknown) => void }) {
  const { notice: t } = useBundle(tendererTexts);
  const id = `${fieldId('items')}-${item.key}`;
  if (item.type === 'money') return <MoneyControl id={id} className="input" aria-invalid={undefined} value={value} asText={false} change={change} />;
  if (item.type === 'list') {
    return <textarea id={id} className="input" rows={3} placeholder={t.list} value={Array.isArray(value) ? value.map(String).join('\n') : ''} onChange={(e) => { change(e.target.value === '' ? undefined : e.target.value.split('\n')); }} />;
  }
  return <textarea id={id} className="input" rows={item.type === 'document' ? 4 : 1} value={typeof value === 'string' ? value : ''} onChange={(e) => { change(e.target.value || undefined); }} />;
}
