import type { Pool } from 'pg';
import { collectEntries, decodeLeaf, toBase64, toHex, type BundleEntry, type EvidenceBundle, type Ledger, type OpenedField, type SignedRequest } from '../../ledger/index.ts';
import type { Actor } from '../../platform/act.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import type { Secret } from '../../platform/leaf-body.ts';
import type { Bid } from '../bidding/index.ts';
import { bidsOfOpening, openingForm, openingRecord, type Opening } from '../opening-hall/index.ts';
import type { Lot } from '../project-intake/index.ts';
import { contentsOf, digestsOf, openedFields, signedRequest, type Contents, type KeptLeaf, type LeafBody } from './evidence-openings.ts';
import { knownLot } from './timeline.ts';

/** The root that was a draw's beacon, with the proof that the log has only grown since. */
export interface Beacon { chanceId: string; t0Index: number; root: string; consistency: string[] }
export interface TradeEvidence extends EvidenceBundle { lotId: string; projectId: string; beacons: Beacon[] }

/**
 * GET /lots/{id}/evidence: all that a stranger needs to check the trade without the platform: the whole history of the lot and
 * its project with their places in the log, and the committed values that are public by now.
 */
export async function evidence(db: Pool, ledger: Ledger, ask: { deployment: string; actor: Actor | null; lotId: string }): Promise<TradeEvidence> {
  const { lotId } = ask;
  const { projectId } = (await knownLot(db, ask.actor, lotId)).data;
  await settled(db, [lotId, projectId]);
  // without a pause: checkpoint, inclusion and consistency proofs are of one size
  const { checkpoint, entries } = collectEntries(ledger, [lotId, projectId]);
  const beacons = beaconsOf(ledger, entries);
  // read after the log, so that every gate that an entry tells of has opened here too
  const lot = await knownLot(db, ask.actor, lotId);
  const leaves = await leavesOf(db, entries, [lotId, projectId]);
  const publicFiles = await publicOf(db, leaves);
  const gates = [...lot.data.openGates, ...(lot.data.issued ? ['issued'] : [])];
  const shut = sheetsOf(lot, leaves);
  const opened = withFields(leaves, (leaf) => (shut.has(leaf.id) ? {} : openedFields(leaf, gates, publicFiles)));
  const { certificates, signatures } = await signedBy(db, leaves);
  return {
    v: 1, deployment: ask.deployment, origin: ledger.origin, checkpoint, entries, certificates, opened, signatures,
    documents: documentsOf(opened, await contents(db, lot, leaves)), lotId, projectId, beacons,
  };
}

/** While an evaluation runs a second time its sheets are sealed again, although the gate of the first has long been open. */
function sheetsOf(lot: Rec<Lot>, leaves: readonly KeptLeaf[]): ReadonlySet<string> {
  const reopened = leaves.findLast(({ body }) => body.moves?.some(({ event }) => event === 'do:re-evaluate'));
  if (reopened === undefined || lot.data.reportAt !== undefined) return new Set();
  return new Set(leaves.filter(({ fp, body }) => fp === 'evl-score' && body.at >= reopened.body.at).map(({ id }) => id));
}

const patienceMs = 3_000;
const pauseMs = 25;

/** Leaves of a moment ago may still be on their way into the log: evidence without them would seem to lack something. */
export async function settled(db: Pool, subjects: readonly string[]): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const { rowCount } = await db.query('select 1 from leaf where subject = any ($1::text[]) and open and idx is null limit 1', [subjects]);
    if (rowCount === 0 || Date.now() > end) return;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function beaconsOf(ledger: Ledger, entries: readonly BundleEntry[]): Beacon[] {
  return entries.flatMap(({ index, leaf }) => {
    const { body } = decodeLeaf(leaf);
    if (body['fp'] !== 'gov-chance-t0') return [];
    const { chanceId } = body['public'] as { chanceId: string };
    return [{ chanceId, t0Index: index, root: toHex(ledger.root(index + 1)), consistency: ledger.consistency(index + 1).map(toBase64) }];
  });
}

async function leavesOf(db: Pool, entries: readonly BundleEntry[], subjects: readonly string[]): Promise<KeptLeaf[]> {
  const { rows } = await db.query<{ id: string; fp: string; body: string; secrets: Record<string, Secret> }>(
    'select id, fp, body, secrets from leaf where subject = any ($1::text[]) and idx = any ($2::bigint[]) order by idx', [subjects, entries.map(({ index }) => index)]);
  return rows.map(({ id, fp, body, secrets }) => ({ id, fp, secrets, body: JSON.parse(body) as LeafBody }));
}

async function publicOf(db: Pool, leaves: readonly KeptLeaf[]): Promise<Set<string>> {
  const asked = new Set(leaves.flatMap((leaf) => Object.keys(leaf.body.docs ?? {}).flatMap((field) => digestsOf(leaf.secrets[field]))));
  const { rows } = await db.query<{ sha256: string }>('select distinct sha256 from blob where public and sha256 = any ($1::text[])', [[...asked]]);
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Signatures of organisations alone: who signed as a natural person stays a digest of a certificate. */
async function signedBy(db: Pool, leaves: readonly KeptLeaf[]): Promise<{ certificates: Record<string, string>; signatures: Record<string, SignedRequest> }> {
  const { rows } = await db.query<{ key: string; certificate: string }>(
    `select b.key, b.data->>'certificate' as certificate from record b join record a on a.kind = 'account' and a.id::text = b.data->>'accountId'
     where b.kind = 'binding' and b.key = any ($1::text[]) and b.data->>'entityId' is not null and a.data->>'entityId' = b.data->>'entityId' and not (a.data->'roles' ?| $2::text[])`,
    [[...new Set(leaves.map((leaf) => leaf.body.actorKey))], ['expert', 'owner-rep']]);
  const known = new Map(rows.map(({ key, certificate }) => [key, certificate]));
  const signatures: Record<string, SignedRequest> = {};
  const certificates: Record<string, string> = {};
  for (const leaf of leaves) {
    const certificate = known.get(leaf.body.actorKey);
    const request = signedRequest(leaf);
    if (certificate === undefined || request === null) continue;
    signatures[leaf.id] = request;
    certificates[leaf.body.actorKey] = certificate;
  }
  return { certificates, signatures };
}

function withFields(leaves: readonly KeptLeaf[], fieldsOf: (leaf: KeptLeaf) => Record<string, OpenedField>): Record<string, Record<string, OpenedField>> {
  return Object.fromEntries(leaves.map((leaf) => [leaf.id, fieldsOf(leaf)] as const).filter(([, fields]) => Object.keys(fields).length > 0));
}

/** Only what an opened field vouches for goes out, so the fields' gates are the documents' gates too. */
function documentsOf(opened: Readonly<Record<string, Readonly<Record<string, OpenedField>>>>, known: Contents): Record<string, string> {
  const documents: Record<string, string> = {};
  for (const { value } of Object.values(opened).flatMap((fields) => Object.values(fields))) {
    const text = typeof value === 'string' ? known.get(value) : undefined;
    if (typeof value === 'string' && text !== undefined) documents[value] = Buffer.from(text).toString('base64');
  }
  return documents;
}

/** Everything of this lot that a leaf may have committed to by the digest of its canonical text. */
async function contents(db: Pool, lot: Rec<Lot>, leaves: readonly KeptLeaf[]): Promise<Contents> {
  const { rows } = await db.query<RecordRow>(
    `select kind, id, state, lot_id, owner_id, key, version, data from record
     where lot_id = $1 and kind in ('calculation', 'evaluation-report', 'bid', 'opening', 'evaluation')`, [lot.id]);
  const records = rows.map((row) => fromRow<Record<string, unknown>>(row));
  const of = <T>(kind: string): Rec<T>[] => records.filter((record) => record.kind === kind) as Rec<unknown>[] as Rec<T>[];
  const bids = of<Bid>('bid');
  return contentsOf([
    ...(lot.data.document ? [lot.data.document.evaluation] : []),
    ...[...of<{ content: unknown }>('calculation'), ...of<{ content: unknown }>('evaluation-report')].map(({ data }) => data.content),
    ...bids.flatMap(({ data }) => (data.form ? [openingForm(data.form)] : [])),
    bidsOfOpening(bids).map(({ id, data }) => ({ bidId: id, bidSeq: data.bidSeq, cipherSha256: data.cipherSha256 })),
    ...of<Opening>('opening').map((opening) => openingRecord(lot.id, opening, bids)),
    ...scoreSheets(lot, leaves, of<Session>('evaluation')),
  ]);
}

interface Seat { seatNo: number; accountId: string; expertId: string | null }
interface Session { members: Seat[]; former: Seat[] }

/** The sheets as they were committed to: by seat, never by name. What the chair entered for all stands apart in them. */
function scoreSheets(lot: Rec<Lot>, leaves: readonly KeptLeaf[], sessions: readonly Rec<Session>[]): unknown[] {
  const forAll = new Set((lot.data.document?.evaluation.criteria ?? []).filter(({ subjective }) => !subjective).map(({ id }) => id));
  return leaves.filter(({ fp, body }) => fp === 'evl-score' && body.kind === 'act').flatMap(({ body, secrets }) => {
    const seated = sessions.flatMap(({ data }) => [...data.members, ...data.former]).filter((one) => (one.expertId ?? one.accountId) === secrets['expertId']?.value);
    const points = Object.entries((secrets['criterionScores']?.value ?? {}) as Record<string, string>);
    const scores = Object.fromEntries(points.filter(([id]) => !forAll.has(id)));
    const objective = Object.fromEntries(points.filter(([id]) => forAll.has(id)));
    const said = Object.keys(objective).length > 0 ? [objective] : [null, {}];
    return seated.flatMap(({ seatNo }) => said.map((one) => ({ bidSeq: body.public['bidSeq'], seatNo, scores, objective: one, at: body.at })));
  });
}
