// 投标邀请: whom to ask. Who chooses depends on the trade: the tenderer by names, the prequalification by its result, the publicity by its one supplier.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { LotRead } from '../../../src/contracts/reads.ts';
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import { query, readJson } from '../../api/client.ts';
import { inviteesQuery } from '../../api/reads.ts';
import { applicationsQuery } from '../../api/workroom-reads.ts';
import { fieldId, type FieldProps } from '../../form/fields.tsx';
import { PartyPicker } from '../../form/party-picker.tsx';
import { formsTexts } from '../../texts/forms.ts';
import { useBundle } from '../../texts/index.tsx';
import { When } from '../../ui/pieces.tsx';
import '../../form/form.css';

const least = 3;

export function Invitees({ props, room, lot }: { props: FieldProps; room: WorkroomRead; lot: LotRead }) {
  const t = useBundle(formsTexts).invite;
  if (room.document?.prequalification) return <Passed lotId={room.lotId} />;
  if (room.kind === 'single-source') return <TheOne props={props} lot={lot} />;
  const barred = [lot.tendererName, ...(room.agencyName === null ? [] : [room.agencyName])];
  return <PartyPicker {...props} required least={least} barred={barred} hint={t.secret} />;
}

/** 实施条例 第18条: all who passed, and nobody else. */
function Passed({ lotId }: { lotId: string }) {
  const t = useBundle(formsTexts).invite;
  const { data } = useQuery(applicationsQuery(lotId));
  const passed = (data?.items ?? []).filter(({ state }) => state === 'passed');
  return (
    <section className="group-like" aria-labelledby="invited">
      <p id="invited"><strong>{t.title}</strong></p>
      <p className="field-hint">{passed.length === 0 ? t.nonePassed : t.all(passed.length)}</p>
      <ol className="chosen">{passed.map((one) => <li key={one.applicationSeq}>{one.applicantName}</li>)}</ol>
      {data && passed.length < least ? <p className="danger-text" role="alert">{t.tooFew}</p> : <p className="field-hint">{t.secret}</p>}
    </section>
  );
}

interface Entity { entityId: string; uscc: string; name: string }

/** The supplier that was published, by its name in the directory. */
function TheOne({ props, lot }: { props: FieldProps; lot: LotRead }) {
  const t = useBundle(formsTexts).invite;
  const item = lot.notices.findLast(({ noticeType }) => noticeType === 'single-source')?.items.find(({ key }) => key === 'supplierName')?.value;
  const name = typeof item === 'string' ? item : '';
  const { data } = useQuery({ queryKey: ['entities', 'bidder', name], queryFn: () => readJson<{ items: Entity[] }>(`/entities${query({ role: 'bidder', q: name, limit: 50 })}`), enabled: name !== '' });
  const one = data?.items.find((entity) => entity.name === name);
  const { change, value } = props;
  const id = one?.entityId;
  const taken = Array.isArray(value) && value.length === 1 && value[0] === id;
  useEffect(() => {
    if (id !== undefined && !taken) change([id]);
  }, [id, taken, change]);
  return (
    <section className="group-like" id={fieldId(props.path)} tabIndex={-1} aria-labelledby="invited">
      <p id="invited"><strong>{t.title}</strong></p>
      <p className="field-hint">{t.only}</p>
      {one ? <p>{one.name} <span className="muted small">{one.uscc}</span></p> : data && name !== '' ? <p className="danger-text" role="alert">{t.unknown(name)}</p> : null}
    </section>
  );
}

/** Whom the lot has invited: to who invites at once, to everybody from the deadline on. */
export function Invited({ lotId, own }: { lotId: string; own: boolean }) {
  const t = useBundle(formsTexts).invite;
  const { data } = useQuery(inviteesQuery(lotId));
  if (!data || data.items.length === 0) return null;
  return (
    <section className="sheet" aria-labelledby="invitees"><h2 id="invitees">{t.sent} <span className="muted">{data.items.length}</span></h2>
      <ol className="chosen">{data.items.map((one) => <li key={one.inviteeId}><span>{one.inviteeName}</span><span className="muted small">{t.sentAt} <When at={one.sentAt} seconds={false} /></span></li>)}</ol>
      <p className="small muted">{own ? t.untilDeadline : t.public}</p>
    </section>
  );
}
