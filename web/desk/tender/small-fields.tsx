// Single controls that a contract's schema alone does not give: a month, a sum that may fall, a paper to take from the platform.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { readBytes, readJson } from '../../api/client.ts';
import { withSession } from '../../session/session.ts';
import { uploadFile } from '../../api/files.ts';
import { FieldFrame, fieldId, SchemaField, type FieldProps } from '../../form/fields.tsx';
import { deskTexts } from '../../texts/desk.ts';
import { inputName } from '../../texts/inputs.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { tendererTexts } from '../../texts/tenderer.ts';
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

/** The platform's own archive of the lot can be filed as it is. */
export function ArchiveField({ props, lotId }: { props: FieldProps; lotId: string }) {
  const { choose: t } = useBundle(tendererTexts);
  const [state, setState] = useState<'idle' | 'busy' | 'done' | 'failed'>('idle');
  const take = async () => {
    setState('busy');
    try {
      const archive = new Blob([new Uint8Array(await withSession(() => readBytes(`/lots/${lotId}/archive`)))]);
      const { sha256 } = await withSession(() => uploadFile(archive, () => undefined));
      props.change(sha256);
      setState('done');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <SchemaField {...props} custom={undefined} />
      <p className="form-foot"><button type="button" className="button" disabled={state === 'busy'} onClick={() => void take()}>{t.archiveUse}</button><span role="status" className={state === 'failed' ? 'danger-text small' : 'small muted'}>{state === 'done' ? t.archiveUsed : state === 'failed' ? t.archiveFailed : ''}</span></p>
    </>
  );
}

interface Seated { experts?: { seatNo: number; expertNo: string; specialty: string }[] }

/** A seat of the committee by the expert who sat there. */
export function SeatChoice({ props, lotId }: { props: FieldProps; lotId: string }) {
  const { choose: t } = useBundle(tendererTexts);
  const { data } = useQuery({ queryKey: ['draw', lotId], queryFn: () => readJson<Seated>(`/lots/${lotId}/draw`), retry: false });
  return <Choice props={{ ...props, change: (value) => { props.change(value === undefined ? undefined : Number(value)); } }} none={t.specialty} options={(data?.experts ?? []).map(({ seatNo, expertNo, specialty }) => ({ value: String(seatNo), label: `${seatNo} · ${expertNo} · ${specialty}` }))} />;
}
