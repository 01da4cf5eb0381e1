import { Link } from '@tanstack/react-router';
import { dateTime } from '../ui/format.ts';
import { fieldName } from '../texts/fields.ts';
import { useTexts } from '../texts/index.tsx';
import type { Texts } from '../texts/zh.ts';
import { RegionName } from '../ui/region.tsx';

/** A field of a leaf or a notice as people read it: times in UTC+8, amounts named, lists and objects spelled out. */
export function FieldValue({ name, value }: { name: string; value: unknown }) {
  const { t, language, trade } = useTexts();
  if (value === null || value === undefined || value === '') return <span className="muted">—</span>;
  if (typeof value === 'string') return <TextValue name={name} value={value} />;
  if (name === 'depositAmount' && value === 0) return <span>{t.lot.noDeposit}</span>;
  if (typeof value === 'number') return <span>{isMoney(name) ? t.unit.exact(value) : String(value)}</span>;
  if (Array.isArray(value)) {
    return value.every((item) => typeof item !== 'object')
      ? <span>{value.map(String).join(t.disclosure.and) || '—'}</span>
      : <ul className="value-list">{value.map((item, at) => <li key={at}><FieldValue name={name} value={item} /></li>)}</ul>;
  }
  if (typeof value === 'object') {
    return <span>{Object.entries(value).map(([key, item]) => (
      <span key={key} className="value-pair">{fieldName(key, language, trade) ?? key}{t.unit.colon}<FieldValue name={key} value={item} /></span>
    ))}</span>;
  }
  return <span>{typeof value === 'string' ? value : JSON.stringify(value)}</span>;
}

function TextValue({ name, value }: { name: string; value: string }) {
  const { t } = useTexts();
  const word = wordOf(name, value, t);
  if (word !== undefined) return <span>{word}</span>;
  if (name === 'lotId' && uuid.test(value)) return <Link to="/lots/$lotId" params={{ lotId: value }} title={value}>{t.verify.openLot}</Link>;
  if (isMoney(name) && /^\d{1,15}$/.test(value)) return <span>{t.unit.exact(Number(value))}</span>;
  if (/^(regionCode|region)$/.test(name) && /^\d{2,6}$/.test(value)) return <RegionName code={value} />;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return <time dateTime={value}>{dateTime(value)}</time>;
  if (/^https?:\/\//.test(value)) return <span className="mono">{value}</span>;
  return <span className={/^[0-9a-f-]{30,}$/.test(value) ? 'mono' : undefined}>{value}</span>;
}

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Ids of the catalogue that are published as they are, in words. */
function wordOf(name: string, value: string, t: Texts): string | undefined {
  if (/^(evaluationMethod|method)$/.test(name)) return t.methods[value] ?? t.kinds[value];
  if (/^(procurementMethod|kind)$/.test(name)) return t.kinds[value];
  if (/^category(Id)?$/.test(name)) return t.categories[value];
  if (name === 'certificateType') return t.verify.certificateTypes[value];
  return name === 'result' && value === 'ok' ? t.opening.statuses['decrypted'] : name === 'result' && value === 'failed' ? t.opening.statuses['failed'] : undefined;
}

function isMoney(name: string): boolean {
  return /(Fen|Price|Amount|Ceiling|budget)$/i.test(name);
}
