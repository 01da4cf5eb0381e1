import { z } from 'zod';
import { instant, sha256Hex } from '../../contracts/reads.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Entity } from '../entity-ca/index.ts';
import { inTurn, loadLot, lotParam, lotParties, type Application, type Invitation, type Lot } from '../project-intake/index.ts';

const input = z.strictObject({
  inviteeIds: z.array(z.uuid()).min(1).max(200).optional().describe('absent after a prequalification: all who passed it are invited'),
  invitationFile: sha256Hex.describe('the invitation as signed, uploaded before; only those invited may read it'),
  bidDeadline: instant.optional().describe('as the invitation tells it; the documents may set a later one, never an earlier one'),
});
type Input = z.infer<typeof input>;

interface Facts { lot: Rec<Lot>; file: unknown; invited: Rec<Invitation>[]; applications: Rec<Application>[]; invitees: (Rec<Entity> | null)[] }

/**
 * 投标邀请发送 (招标投标法 第17条; 实施条例 第18条): to three at least, chosen by the tenderer where tenders are invited, after a
 * prequalification to all who passed. From here on only they take part, and nobody else learns before the deadline who they are.
 */
export const notInvite = defineAct<Input, Facts>({
  id: 'not-invite', kind: 'act', subjectKind: 'lot', input,
  load: (read, cmd) => load(read, cmd),
  parties: ({ lot }) => lotParties(lot),
  decide(facts, cmd, work) {
    const { lot, file, invited } = facts;
    const { invitationFile, bidDeadline } = cmd.input;
    work.move(lot.data.machine, lot, 'not-invite');
    requireByInvitation(lot.data);
    if (!file) throw new Refusal('blob-missing', { field: 'invitationFile' });
    const inviteeIds = chosen(facts, cmd.input);
    for (const ownerId of inviteeIds) work.create<Invitation>('invitation', 'sent', { invitationFile, sentAt: work.now }, { lotId: lot.id, ownerId });
    lot.data.invited = true;
    lot.data.announcedAt ??= work.now;
    if (bidDeadline !== undefined) announce(work, lot, bidDeadline);
    work.knowGates(lot.id, lot.data.openGates);
    work.act('not-invite', {
      subject: lot.id, lotId: lot.id, public: { lotId: lot.id, inviteeCount: inviteeIds.length, sentAt: work.now }, salted: { inviteeIds }, docs: { invitationFile },
      facts: { inviteeCount: invited.length + inviteeIds.length, param: lotParam(lot.data) },
    });
    work.result = { inviteeCount: inviteeIds.length, state: lot.state };
  },
});

async function load(read: Reader, cmd: Cmd<Input>): Promise<Facts> {
  const lot = await loadLot(read, cmd.subject);
  return {
    lot, file: await read.blob(cmd.input.invitationFile, cmd.actor.entityId), invited: await read.list<Invitation>({ kind: 'invitation', lotId: lot.id }),
    applications: await read.list<Application>({ kind: 'application', lotId: lot.id }),
    invitees: await inTurn(cmd.input.inviteeIds ?? [], (id) => read.get<Entity>('entity', id)),
  };
}

/** An open tender is announced to everybody; what was announced so does not become an invited one. */
function requireByInvitation({ kind, prequal, notices, invited }: Lot): void {
  const announced = invited !== true && notices.some(({ noticeType }) => noticeType === 'tender');
  if (announced || (kind === 'open-tender' && prequal === undefined)) {
    throw new Refusal('state', { rule: 'state', zh: '公开招标须发布公告，不得以投标邀请代替', en: 'An open tender is announced by a notice; invitations do not stand in for it' });
  }
}

function chosen({ lot, invited, applications, invitees }: Facts, { inviteeIds }: Input): string[] {
  if (lot.data.prequal !== undefined) return passedOf(applications, invited, inviteeIds);
  const ids = inviteeIds ?? [];
  if (new Set(ids).size !== ids.length || ids.length === 0) throw new Refusal('invitees', { field: 'inviteeIds' });
  ids.forEach((id, i) => {
    const entity = invitees[i];
    const own = [lot.data.tendererId, lot.data.agencyId].includes(id);
    // a single source is the one that was published
    const named = lot.data.single === undefined || entity?.data.name === lot.data.single.supplierName;
    const may = named && entity?.state === 'active' && entity.data.roles.includes('bidder') && !own && !invited.some(({ ownerId }) => ownerId === id);
    if (!may) throw new Refusal('invitees', { field: `inviteeIds.${i}`, zh: '受邀请人须为已登记的投标人、与招标人及代理机构无隶属且未曾受邀', en: 'Each must be a registered bidder, not the tenderer or its agency, and not invited before' });
  });
  return ids;
}

/** 实施条例 第18条: whoever passed is invited, nobody else is, and nobody is left out. */
function passedOf(applications: readonly Rec<Application>[], invited: readonly Rec<Invitation>[], inviteeIds: readonly string[] | undefined): string[] {
  const passed = applications.filter(({ state }) => state === 'passed').map(({ data }) => data.applicantId).filter((id) => !invited.some(({ ownerId }) => ownerId === id));
  if (inviteeIds !== undefined && (inviteeIds.length !== passed.length || !passed.every((id) => inviteeIds.includes(id)))) {
    throw new Refusal('invitees', { field: 'inviteeIds', zh: '须向全部且仅向资格预审合格的申请人发出投标邀请', en: 'All who passed the prequalification are invited, and nobody else' });
  }
  if (passed.length === 0 && invited.length > 0) throw new Refusal('invitees', { field: 'inviteeIds', zh: '合格申请人均已受邀', en: 'All who passed have been invited already' });
  return passed;
}

function announce(work: Work, lot: Rec<Lot>, bidDeadline: string): void {
  const said = lot.data.announcedBidDeadline;
  if (bidDeadline <= work.now) throw new Refusal('invalid-input', { field: 'bidDeadline', zh: '投标截止时间须晚于现在', en: 'The bid deadline is past' });
  if (said !== undefined && bidDeadline < said) throw new Refusal('deadline-earlier', { field: 'bidDeadline' });
  lot.data.announcedBidDeadline = bidDeadline;
}
