// One control per kind of field. Plain controls of the browser: they work with keyboard, screen reader and phone as they are.
import { createContext, use, useId, useState, type ReactNode } from 'react';
import { useBundle, useTexts } from '../texts/index.tsx';
import { deskTexts } from '../texts/desk.ts';
import { inputHint } from '../texts/hints.ts';
import { inputName, valueName } from '../texts/inputs.ts';
import { RegionSelect } from '../ui/region.tsx';
import { FileControl } from './file-control.tsx';
import { InstantControl, MoneyControl } from './controls.tsx';
import { emptyValue, fieldOf, isPlain, unwrap, type Field, type JsonSchema } from './schema.ts';

export interface FieldProps {
  name: string; path: string; schema: JsonSchema; value: unknown; required: boolean; change: (value: unknown) => void;
  /** the path the refusal points at */
  wrong?: string | undefined;
  /** shown in the place of a control this form draws itself */
  custom?: Readonly<Record<string, (props: FieldProps) => ReactNode>> | undefined;
}

export function SchemaField(props: FieldProps) {
  const { name, path, schema, custom } = props;
  const own = custom?.[path.replaceAll(/\.\d+/g, '')];
  if (own) return own(props);
  const field = fieldOf(name, schema);
  if (field.kind === 'const') return null;
  if (field.kind === 'group') return <Group {...props} field={field} />;
  if (field.kind === 'list') return <List {...props} field={field} />;
  if (field.kind === 'record') return <RecordField {...props} />;
  return field.kind === 'flag' ? <Flag {...props} /> : <Single {...props} field={field} />;
}

/** The paths that must still be filled in, once somebody tried without them. */
export const Missing = createContext<ReadonlySet<string>>(new Set());

/** What stands in a field and cannot be right, in words, by path. */
export const Wrong = createContext<ReadonlyMap<string, string>>(new Map());

interface FrameProps {
  label: string; hint?: string | undefined; required: boolean; wrong: boolean; children: ReactNode; id: string;
  /** what is wrong with it, in words */
  fault?: string | undefined;
}

export function FieldFrame({ label, hint, required, wrong, children, id, fault }: FrameProps) {
  const t = useBundle(deskTexts).act;
  const lacks = use(Missing).has(pathOf(id));
  const off = use(Wrong).get(pathOf(id));
  const told = fault ?? (lacks ? t.fillIn : off);
  return (
    <div className={wrong || lacks || off !== undefined ? 'field wrong' : 'field'}>
      <label htmlFor={id}>{label} <span className="field-note">{required ? t.required : t.optional}</span>{told === undefined ? null : <> <span className="field-fault">{told}</span></>}</label>
      {hint ? <p className="field-hint" id={`${id}-hint`}>{hint}</p> : null}
      {children}
    </div>
  );
}

/** Several controls that answer one question. */
export function GroupFrame({ path, label, wrong, children }: { path: string; label: ReactNode; wrong?: boolean; children: ReactNode }) {
  const t = useBundle(deskTexts).act;
  const lacks = use(Missing).has(path);
  return (
    <fieldset className={wrong || lacks ? 'group wrong' : 'group'} id={fieldId(path)} tabIndex={-1}>
      <legend>{label}{lacks ? <> <span className="field-fault">{t.fillIn}</span></> : null}</legend>
      {children}
    </fieldset>
  );
}

export const fieldId = (path: string): string => `f-${path}`;
const pathOf = (id: string): string => id.slice(fieldId('').length);

type SingleField = Exclude<Field, { kind: 'const' | 'group' | 'list' | 'record' | 'flag' }>;

function Single({ name, path, schema, value, required, change, wrong, field }: FieldProps & { field: SingleField }) {
  const { language, trade } = useTexts();
  const id = fieldId(path);
  const lacks = use(Missing).has(path);
  const off = use(Wrong).has(path);
  const { nullable } = unwrap(schema);
  return (
    <FieldFrame id={id} label={inputName(name, language, trade)} hint={inputHint(name, language, trade)} required={required && !nullable && schema.default === undefined} wrong={wrong === path}>
      {name === 'regionCode' ? <RegionSelect id={id} value={text(value)} change={(code) => { change(code || undefined); }} wrong={wrong === path || lacks || off} />
        : <Control id={id} field={field} value={value} change={change} wrong={wrong === path || lacks || off} fallback={schema.default} />}
    </FieldFrame>
  );
}

interface ControlProps { id: string; field: SingleField; value: unknown; change: (value: unknown) => void; wrong: boolean; /** what holds when it is left empty */ fallback: unknown }

function Control({ id, field, value, change, wrong, fallback }: ControlProps) {
  const t = useBundle(deskTexts).act;
  const { language, trade } = useTexts();
  const shared = { id, 'aria-invalid': wrong || undefined, className: 'input' };
  switch (field.kind) {
    case 'choice': return (
      <select {...shared} value={typeof value === 'string' ? value : ''} onChange={(e) => { change(e.target.value || undefined); }}>
        <option value="">{typeof fallback === 'string' ? t.leftEmpty(valueName(fallback, language, trade)) : t.choose}</option>
        {field.options.map((option) => <option key={option} value={option}>{valueName(option, language, trade)}</option>)}
      </select>
    );
    case 'area': return <textarea {...shared} rows={4} maxLength={field.maxLength} value={text(value)} onChange={(e) => { change(e.target.value); }} />;
    case 'money': return <MoneyControl {...shared} value={value} asText={field.asText} change={change} />;
    case 'instant': return <InstantControl {...shared} value={value} change={change} />;
    case 'date': return <input {...shared} type="date" value={text(value)} onChange={(e) => { change(e.target.value || undefined); }} />;
    case 'file': return <FileControl {...shared} value={value} change={(file) => { change(file?.sha256); }} />;
    case 'named-file': return <FileControl {...shared} value={value} change={(file) => { change(file ? { sha256: file.sha256, name: file.name } : undefined); }} />;
    case 'number': return <NumberControl shared={shared} field={field} value={value} change={change} />;
    case 'text': return <input {...shared} type="text" maxLength={field.maxLength} value={text(value)} onChange={(e) => { change(e.target.value); }} />;
  }
}

/** Whole numbers are numbers; decimals stay the text that was typed, so that no digit is lost. */
function NumberControl({ shared, field, value, change }: { shared: object; field: Field & { kind: 'number' }; value: unknown; change: (value: unknown) => void }) {
  return (
    <input {...shared} type="text" inputMode={field.whole ? 'numeric' : 'decimal'} value={text(value)} onChange={(e) => {
      const typed = e.target.value.trim();
      change(typed === '' ? undefined : field.whole && !field.asText && /^-?\d{1,15}$/.test(typed) ? Number(typed) : typed);
    }} />
  );
}

function Flag({ name, path, value, change }: FieldProps) {
  const { language, trade } = useTexts();
  const id = fieldId(path);
  const hint = inputHint(name, language, trade);
  return (
    <>
      <div className="field flag"><input id={id} type="checkbox" checked={value === true} aria-describedby={hint ? `${id}-hint` : undefined} onChange={(e) => { change(e.target.checked); }} /><label htmlFor={id}>{inputName(name, language, trade)}</label></div>
      {hint ? <p className="field-hint under-flag" id={`${id}-hint`}>{hint}</p> : null}
    </>
  );
}

function Group({ name, path, schema, value, required, change, wrong, field, custom }: FieldProps & { field: Field & { kind: 'group' } }) {
  const t = useBundle(deskTexts).act;
  const { language, trade } = useTexts();
  // what need not be there is not asked until it is wanted
  if (!required && (value === undefined || value === null)) return <p className="field"><button type="button" className="button" id={fieldId(path)} onClick={() => { change(emptyValue(name, { ...unwrap(schema).schema, default: undefined })); }}>{t.include(inputName(name, language, trade))}</button></p>;
  const members = (value ?? {}) as Record<string, unknown>;
  const inner = field.properties.map((one) => {
    const at = path === '' ? one.name : `${path}.${one.name}`;
    return <SchemaField key={one.name} name={one.name} path={at} schema={one.schema} required={one.required} value={members[one.name]} wrong={wrong} custom={custom}
      change={(next) => { change({ ...members, [one.name]: next }); }} />;
  });
  if (path === '' || /\.\d+$/.test(path)) return <>{inner}</>;
  return <fieldset className="group"><legend>{inputName(name, language, trade)}</legend>{required ? null : <p className="row-head"><span /><button type="button" className="link-button" onClick={() => { change(undefined); }}>{t.leaveOut}</button></p>}{inner}</fieldset>;
}

function List({ name, path, value, change, required, wrong, field, custom }: FieldProps & { field: Field & { kind: 'list' } }) {
  const t = useBundle(deskTexts).act;
  const { language, trade } = useTexts();
  const items = Array.isArray(value) ? (value as unknown[]) : [];
  const replace = (index: number, next: unknown) => { change(items.map((item, i) => (i === index ? next : item))); };
  if (isPlain(name, field.item)) return <Lines name={name} path={path} items={items} whole={fieldOf(name, field.item).kind === 'number'} required={required && field.min > 0} change={change} wrong={wrong} />;
  const hint = inputHint(name, language, trade);
  return (
    <GroupFrame path={path} label={inputName(name, language, trade)}>
      {hint ? <p className="field-hint">{hint}</p> : null}
      {items.map((item, i) => (
        <div className="row" key={`${path}-${String(i)}`}>
          <p className="row-head"><span>{t.row(i + 1)}</span>{items.length > field.min ? <button type="button" className="link-button" onClick={() => { change(items.filter((_, at) => at !== i)); }}>{t.remove}</button> : null}</p>
          <SchemaField name={name} path={`${path}.${i}`} schema={field.item} required value={item} wrong={wrong} custom={custom} change={(next) => { replace(i, next); }} />
        </div>
      ))}
      {field.max === undefined || items.length < field.max ? <button type="button" className="button" onClick={() => { change([...items, emptyValue(name, field.item)]); }}>{t.add}</button> : null}
    </GroupFrame>
  );
}

/** A list of short texts or numbers: one a line. */
function Lines({ name, path, items, whole, required, change, wrong }: { name: string; path: string; items: unknown[]; whole: boolean; required: boolean; change: (value: unknown) => void; wrong?: string | undefined }) {
  const t = useBundle(deskTexts).act;
  const { language, trade } = useTexts();
  const [typed, setTyped] = useState(() => items.filter((item) => item !== undefined).map(String).join('\n'));
  const take = (next: string) => {
    setTyped(next);
    const lines = next.split('\n').map((line) => line.trim()).filter((line) => line !== '');
    change(whole ? lines.map((line) => (/^-?\d{1,15}$/.test(line) ? Number(line) : line)) : lines);
  };
  return (
    <FieldFrame id={fieldId(path)} label={inputName(name, language, trade)} hint={[inputHint(name, language, trade), t.lines].filter((part) => part !== undefined).join(language === 'zh' ? '' : ' ')} required={required} wrong={wrong?.startsWith(path) ?? false}>
      <textarea id={fieldId(path)} className="input" rows={3} value={typed} onChange={(e) => { take(e.target.value); }} />
    </FieldFrame>
  );
}

/** Free entries: name and content. */
function RecordField({ name, path, value, change }: FieldProps) {
  const t = useBundle(deskTexts).act;
  const { language, trade } = useTexts();
  const head = useId();
  const [rows, setRows] = useState<[string, string][]>(() => Object.entries((value ?? {}) as Record<string, unknown>).map(([key, one]) => [key, text(one)]));
  const take = (next: [string, string][]) => {
    setRows(next);
    change(Object.fromEntries(next.filter(([key, one]) => key !== '' && one !== '').map(([key, one]) => [key, /^\d{1,15}$/.test(one) && /Amount|Price|Fen$/.test(key) ? Number(one) : one])));
  };
  return (
    <fieldset className="group" id={fieldId(path)} tabIndex={-1}>
      <legend id={head}>{inputName(name, language, trade)}</legend>
      {rows.map(([key, one], i) => (
        <div className="pair" key={String(i)}>
          {inputName(key, language, trade) === key
            ? <input className="input" aria-label={`${t.key} ${i + 1}`} value={key} onChange={(e) => { take(rows.map((row, at) => (at === i ? [e.target.value, row[1]] : row))); }} />
            : <span className="pair-name">{inputName(key, language, trade)}</span>}
          <textarea className="input" rows={1} aria-label={`${t.value} ${i + 1}`} value={one} onChange={(e) => { take(rows.map((row, at) => (at === i ? [row[0], e.target.value] : row))); }} />
          <button type="button" className="link-button" onClick={() => { take(rows.filter((_, at) => at !== i)); }}>{t.remove}</button>
        </div>
      ))}
      <button type="button" className="button" onClick={() => { setRows([...rows, ['', '']]); }}>{t.add}</button>
    </fieldset>
  );
}

function text(value: unknown): string { return typeof value === 'string' || typeof value === 'number' ? String(value) : ''; }
