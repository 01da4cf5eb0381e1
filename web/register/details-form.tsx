import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { creditCodeFrom } from '../../src/contracts/credit-code.ts';
import { platformQuery } from '../api/reads.ts';
import { FieldFrame, fieldId } from '../form/fields.tsx';
import { deskTexts } from '../texts/desk.ts';
import { shellTexts } from '../texts/shell.ts';
import { useBundle } from '../texts/index.tsx';
import { FileInput } from '../ui/file-input.tsx';
import { RegionSelect } from '../ui/region.tsx';
import { entityTypes, marketRoles, withCode, type Details } from './registration.ts';

/** Where the demo city lies. */
const demoRegion = '330100';

interface Props { details: Details; change: (next: Details) => void; wrong: readonly (keyof Details)[]; locked: boolean }

/** What ent-register asks for, in the words of the form a company knows. */
export function DetailsForm({ details, change, wrong, locked }: Props) {
  const t = useBundle(shellTexts).register;
  const { fillIn } = useBundle(deskTexts).act;
  const { data: platform } = useQuery(platformQuery);
  const isWrong = (name: keyof Details) => wrong.includes(name);
  const faultOf = (name: TextName | 'uscc', words: string): string | undefined => (isWrong(name) ? details[name].trim() === '' ? fillIn : words : undefined);
  const input = (name: TextName, more: { maxLength: number; inputMode?: 'numeric' | 'tel'; autoComplete?: string }) => (
    <input id={fieldId(name)} className="input" type="text" disabled={locked} aria-invalid={isWrong(name) || undefined} value={details[name]} autoComplete="off" {...more}
      onChange={(e) => { change({ ...details, [name]: e.target.value }); }} />
  );
  return (
    <div className="details">
      <div className="columns">
        <FieldFrame id={fieldId('uscc')} label={t.uscc} hint={t.usccHint} required wrong={isWrong('uscc')} fault={faultOf('uscc', details.uscc.length === 18 ? t.usccWrong : t.usccShort(details.uscc.length))}>
          <input id={fieldId('uscc')} className="input mono" type="text" disabled={locked} maxLength={24} autoComplete="off" spellCheck={false} aria-invalid={isWrong('uscc') || undefined} aria-describedby={`${fieldId('uscc')}-hint`} value={details.uscc} onChange={(e) => { change(withCode(details, e.target.value)); }} />
          {platform?.mode === 'demo' && !locked && details.uscc === '' ? <p className="small"><button type="button" className="link-button" onClick={() => { change(withCode(details, creditCodeFrom(demoRegion, crypto.getRandomValues(new Uint8Array(9))))); }}>{t.usccDemo}</button></p> : null}
        </FieldFrame>
        <FieldFrame id={fieldId('entityName')} label={t.name} hint={t.nameHint} required wrong={isWrong('entityName')} fault={faultOf('entityName', t.nameShort)}>{input('entityName', { maxLength: 100, autoComplete: 'organization' })}</FieldFrame>
        <FieldFrame id={fieldId('entityType')} label={t.type} required wrong={false}>
          <select id={fieldId('entityType')} className="input" disabled={locked} value={details.entityType} onChange={(e) => { change({ ...details, entityType: e.target.value }); }}>
            {entityTypes.map((type) => <option key={type} value={type}>{t.types[type]}</option>)}
          </select>
        </FieldFrame>
        <FieldFrame id={fieldId('regionCode')} label={t.region} hint={t.regionHint} required wrong={isWrong('regionCode')} fault={faultOf('regionCode', t.regionWrong)}>
          <RegionSelect id={fieldId('regionCode')} value={details.regionCode} disabled={locked} wrong={isWrong('regionCode')} change={(regionCode) => { change({ ...details, regionCode }); }} />
        </FieldFrame>
      </div>
      <fieldset className={isWrong('roles') ? 'group wrong' : 'group'} id={fieldId('roles')} tabIndex={-1}>
        <legend>{t.roles} <span className="field-note">{t.rolesHint}</span>{isWrong('roles') ? <> <span className="field-fault">{t.rolesNone}</span></> : null}</legend>
        <div className="choices">{marketRoles.map((role) => (
          <div className="field flag" key={role}>
            <input id={`role-${role}`} type="checkbox" disabled={locked} checked={details.roles.includes(role)} onChange={(e) => { change({ ...details, roles: e.target.checked ? [...details.roles, role] : details.roles.filter((one) => one !== role) }); }} />
            <label htmlFor={`role-${role}`}>{t.roleNames[role]}</label>
          </div>
        ))}</div>
      </fieldset>
      <div className="columns">
        <FieldFrame id={fieldId('contactPhone')} label={t.contactPhone} required wrong={isWrong('contactPhone')} fault={faultOf('contactPhone', fillIn)}>{input('contactPhone', { maxLength: 40, inputMode: 'tel', autoComplete: 'tel' })}</FieldFrame>
        <FieldFrame id={fieldId('address')} label={t.address} required={false} wrong={false}>{input('address', { maxLength: 200 })}</FieldFrame>
        <FieldFrame id={fieldId('legalRepIdNo')} label={t.legalRepIdNo} required wrong={isWrong('legalRepIdNo')} fault={faultOf('legalRepIdNo', fillIn)}>{input('legalRepIdNo', { maxLength: 40 })}</FieldFrame>
        <FieldFrame id={fieldId('bankAccount')} label={t.bankAccount} required wrong={isWrong('bankAccount')} fault={faultOf('bankAccount', fillIn)}>{input('bankAccount', { maxLength: 60, inputMode: 'numeric' })}</FieldFrame>
        <FieldFrame id={fieldId('holderIdNo')} label={t.holderIdNo} required wrong={isWrong('holderIdNo')} fault={faultOf('holderIdNo', fillIn)}>{input('holderIdNo', { maxLength: 40 })}</FieldFrame>
        <LicenceField digest={details.licenceFile} wrong={isWrong('licenceFile')} locked={locked} change={(licenceFile) => { change({ ...details, licenceFile }); }} />
      </div>
      <p className="small muted">{t.private}</p>
    </div>
  );
}

type TextName = 'entityName' | 'regionCode' | 'contactPhone' | 'address' | 'legalRepIdNo' | 'bankAccount' | 'holderIdNo';

/** There is no account yet that could keep a file: only its digest leaves this computer. */
function LicenceField({ digest, wrong, locked, change }: { digest: string; wrong: boolean; locked: boolean; change: (digest: string) => void }) {
  const t = useBundle(shellTexts).register;
  const id = fieldId('licenceFile');
  const [name, setName] = useState('');
  const take = async (file: File) => {
    const { hashFile } = await import('../verify/hash-file.ts');
    change(await hashFile(file, () => undefined, new AbortController().signal));
    setName(file.name);
  };
  return (
    <FieldFrame id={id} label={t.licence} hint={t.licenceHint} required wrong={wrong} fault={wrong ? t.licenceNone : undefined}>
      <FileInput id={id} disabled={locked} aria-invalid={wrong || undefined} aria-describedby={`${id}-hint`} onChange={(e) => { const [file] = e.target.files ?? []; if (file) void take(file); }} />
      {digest ? <p className="small" role="status">{name} {t.licenceDigest} <code>{digest.slice(0, 16)}…</code></p> : null}
    </FieldFrame>
  );
}
