// 资格预审结果: one word on each application, by the applicant's name; what the method asks for and nothing else.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ApplicationsRead } from '../../../src/contracts/admission-reads.ts';
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import { api } from '../../api/client.ts';
import { applicationsQuery } from '../../api/workroom-reads.ts';
import { FieldFrame, fieldId, type FieldProps } from '../../form/fields.tsx';
import { formsTexts } from '../../texts/forms.ts';
import { useBundle } from '../../texts/index.tsx';
import { tendererTexts } from '../../texts/tenderer.ts';
import { When } from '../../ui/pieces.tsx';

interface Reviewed { applicationSeq: number; qualified?: boolean | undefined; score?: string | null; reason?: string | null }
type Applied = ApplicationsRead['items'][number];

export function ApplicationResults({ props, room }: { props: FieldProps; room: WorkroomRead }) {
  const t = useBundle(formsTexts).review;
  const { choose } = useBundle(tendererTexts);
  const { data } = useQuery(applicationsQuery(room.lotId));
  const { change, value } = props;
  const given = useMemo(() => (Array.isArray(value) ? (value as Reviewed[]) : []), [value]);
  const items = data?.items;
  const begun = items !== undefined && items.every(({ applicationSeq }) => given.some((one) => one.applicationSeq === applicationSeq)) && given.length === items.length;
  // each application has its row from the beginning, so that the form says which have no result yet
  useEffect(() => {
    if (items && !begun) change(items.map(({ applicationSeq }) => given.find((one) => one.applicationSeq === applicationSeq) ?? { applicationSeq, qualified: undefined }));
  }, [items, begun, change, given]);
  const limited = room.document?.prequalification?.method === 'limited';
  const left = given.filter(({ qualified }) => qualified === undefined).length;
  if (!items) return null;
  return (
    <fieldset className="group" id={fieldId(props.path)} tabIndex={-1}>
      <legend>{choose.applications}</legend>
      <p className="field-hint">{limited ? t.limited(room.document?.prequalification?.limit ?? 0) : t.all}</p>
      {items.length === 0 ? <p className="muted small">{choose.noApplications}</p> : null}
      {items.map((item, i) => (
        <Row key={item.applicationSeq} item={item} lotId={room.lotId} path={`${props.path}.${i}`} wrong={props.wrong} limited={limited} one={given.find(({ applicationSeq }) => applicationSeq === item.applicationSeq)}
          change={(patch) => { change(given.map((one) => (one.applicationSeq === item.applicationSeq ? { ...one, ...patch } : one))); }} />
      ))}
      {items.length > 0 ? <p role="status" className={left > 0 ? 'small danger-text' : 'small jade-text'}>{left > 0 ? t.left(left) : t.passed(given.filter(({ qualified }) => qualified === true).length)}</p> : null}
    </fieldset>
  );
}

function Row({ item, lotId, path, wrong, limited, one, change }: { item: Applied; lotId: string; path: string; wrong: string | undefined; limited: boolean; one: Reviewed | undefined; change: (patch: Partial<Reviewed>) => void }) {
  const t = useBundle(formsTexts).review;
  const { choose } = useBundle(tendererTexts);
  const { applicationSeq: seq, applicantName, file, members } = item;
  const at = (field: string): { id: string; wrong: boolean } => ({ id: fieldId(`${path}.${field}`), wrong: wrong === `${path}.${field}` });
  return (
    <div className="row">
      <p><strong>{applicantName}</strong> <span className="muted small">{choose.seq(seq)} · <When at={item.submittedAt} />{members ? ` · ${t.members(members.length)}` : ''}</span></p>
      <p className="small"><a href={`${api}/lots/${lotId}/files/${file.sha256}`} download={file.name}>{t.open}</a> <span className="muted">{file.name}</span></p>
      <FieldFrame {...at('qualified')} label={t.verdict} required>
        <select id={at('qualified').id} className="input" value={one?.qualified === undefined ? '' : String(one.qualified)} onChange={(e) => { change({ qualified: e.target.value === '' ? undefined : e.target.value === 'true', score: null, reason: null }); }}>
          <option value="">{t.choose}</option><option value="true">{choose.qualified}</option><option value="false">{choose.unqualified}</option>
        </select>
      </FieldFrame>
      {one?.qualified === true && limited ? (
        <FieldFrame {...at('score')} label={choose.score} required><input id={at('score').id} className="input short" inputMode="decimal" value={one.score ?? ''} onChange={(e) => { change({ score: e.target.value.trim() || null }); }} /></FieldFrame>
      ) : null}
      {one?.qualified === false ? (
        <FieldFrame {...at('reason')} label={t.reason} hint={t.reasonHint} required><textarea id={at('reason').id} className="input" rows={2} maxLength={2000} value={one.reason ?? ''} onChange={(e) => { change({ reason: e.target.value || null }); }} /></FieldFrame>
      ) : null}
    </div>
  );
}
