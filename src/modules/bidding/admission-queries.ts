import type { Pool } from 'pg';
import type { ApplicationsRead, InvitationsRead, InviteesRead } from '../../contracts/admission-reads.ts';
import { purchaserQualifies } from '../../law/methods.ts';
import type { Actor } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lotParties, type Application, type DocumentRef, type Invitation, type Lot } from '../project-intake/index.ts';

interface Ctx { actor: Actor | null; now: string }
const COLUMNS = 'kind, id, state, lot_id, owner_id, key, version, data';

/** GET /invitations: what the reader's own entity is invited to. */
export async function invitationsRead(db: Pool, { actor }: Ctx): Promise<InvitationsRead> {
  if (!actor) throw new Refusal('not-signed-in');
  if (actor.entityId === null) return { items: [], nextCursor: null };
  const { rows } = await db.query<{ data: Invitation; lot: Lot; lot_id: string; state: string }>(
    `select i.data, l.data as lot, l.id as lot_id, l.state from record i join record l on l.kind = 'lot' and l.id = i.lot_id
     where i.kind = 'invitation' and i.owner_id = $1 order by i.created_at desc limit 100`, [actor.entityId]);
  return {
    items: rows.map(({ data, lot, lot_id: lotId, state }) => ({
      lotId, lotCode: lot.lotCode, category: lot.category, projectName: lot.projectName, tendererName: lot.tendererName, stage: state, sentAt: data.sentAt, invitationFile: data.invitationFile,
      ...(lot.bidDeadline ?? lot.announcedBidDeadline ? { bidDeadline: lot.bidDeadline ?? lot.announcedBidDeadline } : {}),
    })), nextCursor: null,
  };
}

/** GET /lots/{id}/invitations: who asks for bids knows whom it has asked; the others learn of it with the deadline. */
export async function inviteesRead(db: Pool, { actor }: Ctx, { id }: { id: string }): Promise<InviteesRead> {
  const lot = await lotOf(db, id);
  const { tendererId, agencyId, openGates } = lot.data;
  const side = actor !== null && actor.entityId !== null && [tendererId, agencyId].includes(actor.entityId);
  if (!lotParties(lot).public && !side && !(actor !== null && mayKnow(actor, lotParties(lot)))) throw new Refusal('not-found');
  if (!side && !openGates.includes('bid-deadline')) return { items: [], nextCursor: null };
  const { rows } = await db.query<{ id: string; name: string; data: Invitation }>(
    `select e.id, e.data->>'name' as name, i.data from record i join record e on e.kind = 'entity' and e.id = i.owner_id where i.kind = 'invitation' and i.lot_id = $1 order by i.data->>'sentAt', e.id limit 500`, [id]);
  return { items: rows.map(({ id: inviteeId, name, data }) => ({ inviteeId, inviteeName: name, sentAt: data.sentAt })), nextCursor: null };
}

/**
 * GET /lots/{id}/applications: to an applicant its own with the result and why; to the tenderer, its agency and the posts all of
 * them, once their deadline has fallen. Before it not even their number.
 */
export async function applicationsRead(db: Pool, { actor }: Ctx, { id }: { id: string }): Promise<ApplicationsRead> {
  if (!actor) throw new Refusal('not-signed-in');
  const lot = await lotOf(db, id);
  const parties = lotParties(lot);
  if (!parties.public && !mayKnow(actor, parties)) throw new Refusal('not-found');
  const all = reviews(actor, lot);
  const { rows } = await db.query<RecordRow>(
    `select ${COLUMNS} from record where kind = 'application' and lot_id = $1 and state <> 'replaced' and ($2::boolean or owner_id = $3) order by data->>'applicationSeq' limit 300`, [id, all, actor.entityId]);
  return {
    items: rows.map((row) => fromRow<Application>(row)).map(({ state, data: { applicationSeq, applicantId, applicantName, file, submittedAt, members, result } }) => ({
      applicationSeq, applicantId, applicantName, submittedAt, state: state === 'passed' || state === 'failed' ? state : 'applied',
      file: { sha256: file.sha256, name: file.name, size: file.size }, ...(members ? { members } : {}),
      ...(result ? { decidedAt: result.at, ...(result.score === null ? {} : { score: result.score }), ...(result.reason === null ? {} : { reason: result.reason }) } : {}),
    })), nextCursor: null,
  };
}

/**
 * GET /lots/{id}/files/{sha256}: a file that is not for everybody: to those invited the invitation and, once issued, the documents;
 * to those who review the applications when their deadline has fallen; to the suppliers of a framework what they are to offer for; to
 * the committee that sits, and to the purchaser who reviews qualification, what was opened.
 */
export async function lotFile(db: Pool, { actor }: Ctx, { id, sha256 }: { id: string; sha256: string }): Promise<DocumentRef> {
  if (!actor) throw new Refusal('not-signed-in');
  const lot = await lotOf(db, id);
  const found = (await filesFor(db, actor, lot, sha256)).find((file) => file.sha256 === sha256);
  if (!found) throw new Refusal('not-found');
  return found;
}

async function filesFor(db: Pool, actor: Actor, lot: Rec<Lot>, sha256: string): Promise<DocumentRef[]> {
  const { rows } = await db.query<RecordRow>(
    `select ${COLUMNS} from record where lot_id = $1 and ((kind = 'invitation' and owner_id = $2) or (kind = 'application' and ($3::boolean or owner_id = $2)))`, [lot.id, actor.entityId, reviews(actor, lot)]);
  const invitations = rows.filter(({ kind }) => kind === 'invitation').map((row) => fromRow<Invitation>(row).data.invitationFile);
  const applied = rows.filter(({ kind }) => kind === 'application').map((row) => fromRow<Application>(row).data.file);
  const sizes = invitations.length === 0 ? [] : (await db.query<{ sha256: string; sm3: string; size: string }>('select distinct sha256, sm3, size from blob where sha256 = any ($1::text[])', [invitations])).rows;
  const invited = sizes.map(({ size, ...one }) => ({ ...one, size: Number(size), name: '投标邀请书' }));
  const asked = [...await demandsFor(db, actor, lot), ...await ordersFor(db, actor, lot)];
  const inside = invited.length > 0 || mayKnow(actor, lotParties(lot));
  return [...invited, ...(inside && lot.data.issued ? lot.data.document?.files ?? [] : []), ...applied, ...asked, ...await openedFor(db, actor, lot, sha256)];
}

/** What is asked for in competitions under a framework agreement: to its suppliers and to who asks. Known by name only, since their room comes later. */
async function demandsFor(db: Pool, actor: Actor, { id, data: { framework, tendererId, agencyId } }: Rec<Lot>): Promise<DocumentRef[]> {
  const may = actor.entityId !== null && ([tendererId, agencyId].includes(actor.entityId) || framework?.suppliers.some((one) => one.supplierId === actor.entityId && one.out === undefined) === true);
  if (!framework || !may) return [];
  const { rows } = await db.query<{ demand: DocumentRef | null }>(`select data->'demand' as demand from record where kind = 'order-call' and lot_id = $1 order by created_at desc limit 200`, [id]);
  return rows.flatMap(({ demand }) => demand ?? []);
}

/** Orders of the supervisor, to the side they are given to. Known by name only. */
async function ordersFor(db: Pool, actor: Actor, { id, data: { tendererId, agencyId } }: Rec<Lot>): Promise<DocumentRef[]> {
  if (actor.entityId === null || ![tendererId, agencyId].includes(actor.entityId)) return [];
  const { rows } = await db.query<{ sha256: string; sm3: string; size: string; no: string }>(
    `select distinct on (b.sha256) b.sha256, b.sm3, b.size, o.data->>'orderNo' as no from record o join blob b on b.sha256 = o.data->>'orderFile' where o.kind = 'order' and o.lot_id = $1 limit 200`, [id]);
  return rows.map(({ no, size, ...one }) => ({ ...one, size: Number(size), name: no }));
}

const REVIEWING = ['declared', 'chaired', 'preliminary', 'detailed', 'scored', 'tallied', 'paused'];

/**
 * A file of an opened bid, while the lot's last session reviews: to its members once they have declared that nothing ties them to a bidder,
 * and to the purchaser where it is the one who qualifies. The session is known by name only, since its room comes later.
 */
async function openedFor(db: Pool, actor: Actor, { id, data }: Rec<Lot>, sha256: string): Promise<DocumentRef[]> {
  const purchaser = actor.entityId !== null && actor.entityId === data.tendererId && purchaserQualifies(data);
  const { rows } = await db.query<{ sha256: string; sm3: string; size: string; name: string }>(
    `select distinct b.sha256, b.sm3, b.size, f->>'name' as name from record bid, jsonb_array_elements(bid.data->'form'->'files') f join blob b on b.sha256 = f->>'sha256'
     where bid.kind = 'bid' and bid.lot_id = $1 and bid.data ? 'announcedAt' and b.sha256 = $4 and exists (
       select 1 from (select state, data from record where kind = 'evaluation' and lot_id = $1 order by created_at desc limit 1) e
       where e.state = any ($5::text[]) and ($3::boolean or exists (select 1 from jsonb_array_elements(e.data->'members') m where m->>'accountId' = $2::text and not m ? 'out'))) limit 1`, [id, actor.accountId, purchaser, sha256, REVIEWING]);
  return rows.map(({ size, ...one }) => ({ ...one, size: Number(size) }));
}

/** Those who review: the tenderer's side and the posts in whose scope the lot lies, once the applications are in. */
function reviews(actor: Actor, lot: Rec<Lot>): boolean {
  return lot.data.prequal?.closedAt !== undefined && mayKnow(actor, lotParties(lot));
}

async function lotOf(db: Pool, id: string): Promise<Rec<Lot>> {
  const { rows } = await db.query<RecordRow>(`select ${COLUMNS} from record where kind = 'lot' and id = $1`, [id]);
  if (!rows[0]) throw new Refusal('not-found');
  return fromRow<Lot>(rows[0]);
}
