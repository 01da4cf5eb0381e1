// What a member of a committee signs, and the purchaser where it reviews qualification: the form with what the session knows.
import { useQuery } from '@tanstack/react-query';
import type { LotRead } from '../../../src/contracts/reads.ts';
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import { committeeQuery } from '../../api/committee-reads.ts';
import { ActForm } from '../../form/act-form.tsx';
import type { KeptIdentity } from '../../session/keyring.ts';
import { Failure, Loading } from '../../ui/states.tsx';
import { CommitteeForm, committeeForm, notesLacking, QualificationForm } from './committee-form.tsx';

interface Asked { act: string; lotId: string; subject: string; given: Readonly<Record<string, unknown>>; identity: KeptIdentity }

export function MemberForm({ given, ...asked }: Asked) {
  const { data: view, error, refetch } = useQuery(committeeQuery(asked.lotId));
  const form = committeeForm(asked.act);
  if (!view || !form) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />;
  return (
    <ActForm {...asked} given={{ ...given, ...form.given?.(view) }} start={form.start?.(view) ?? nothing} lacking={(value) => form.lacking?.(view, value) ?? []}
      custom={{ '': (props) => <CommitteeForm {...props} act={asked.act} view={view} /> }} />
  );
}

const nothing = {};
const judged = { items: [{ code: 'qualification', result: undefined }] };

export function QualifyForm({ room, lot, ...asked }: Asked & { room: WorkroomRead; lot: LotRead }) {
  return <ActForm {...asked} start={judged} lacking={({ items }) => notesLacking(items)} custom={{ '': (props) => <QualificationForm {...props} room={room} lot={lot} /> }} />;
}
