import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { isRuleId, subItems } from '../../catalogue/index.ts';
import { told } from '../contracts/notifications.ts';
import { canonical } from '../kernel/canonical.ts';
import type { Actor, AnySpec, Chance, Cmd, ActSpec, Parties } from './act.ts';
import { beginAct, commitAct, type Begun } from './act-statements.ts';
import { authorise } from './authorise.ts';
import type { ClockHold } from './clock-hold.ts';
import { judge, type Judged } from './judge.ts';
import { leafRow, type ActSignature, type LeafRow } from './leaf-body.ts';
import { readerOf } from './reader.ts';
import { fromRow, type Rec } from './records.ts';
import { Refusal } from './refusal.ts';
import { refusalWarnings, warningRows, warningsOf } from './warnings.ts';
import { Work, type LeafDraft, type Move } from './work.ts';

export interface Request {
  spec: AnySpec;
  subject: string;
  input: unknown;
  actor: Actor;
  idempotencyKey: string | null;
  /** digest of what was sent: the same key with another body is refused */
  bodyHash: string;
  signature: ActSignature | null;
  certificate: Uint8Array | null;
  ip: string;
}

export interface Receipt { leafId: string; bodyHash: string; platformSignature: string; at: string }
export interface Outcome { status: number; body: string; replayed: boolean; now: string }

export interface PerformDeps {
  pool: Pool;
  chance: Chance;
  /** Ed25519 over the hex body hash, by the platform's service key */
  sign: (bodyHash: string) => string;
  /** keeps time going forward; without it the database's clock is taken as it is */
  hold?: Pick<ClockHold, 'floor' | 'follows'>;
  /** told after commit: wakes the ledger writer, timers, observers and live channels */
  committed: (work: Work, leaves: LeafRow[]) => void;
  /** runs what is due on this lot before an act sees it */
  runDue: (lotId: string) => Promise<void>;
}

type Spec = ActSpec<unknown, unknown>;

/** The only door to a change. Refusals are thrown and leave a refusal leaf; nothing else of the act remains. */
export async function perform(deps: PerformDeps, request: Request): Promise<Outcome> {
  let timersDue = false;
  for (let attempt = 0; attempt < 5; attempt++) {
    const outcome = await once(deps, request).catch((error: unknown) => {
      if (isOvertaken(error)) return 'overtaken' as const;
      throw error;
    });
    timersDue = outcome === 'due';
    if (outcome === 'due') for (const subject of [request.subject, ...alsoLocked(request)]) await deps.runDue(subject);
    else if (outcome !== 'overtaken' && outcome !== 'stepped') return outcome;
  }
  if (timersDue) throw new Error(`timers of ${request.subject} do not settle`);
  throw new Refusal('version-conflict');
}

/**
 * Another act that shares no lock with this one committed first what this one was about to write: the same key, the same row,
 * the same Idempotency-Key. Decided again it sees what the other left, and is done, replayed or refused by its rule.
 */
function isOvertaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '23505' || error.code === '40001');
}

async function once(deps: PerformDeps, request: Request): Promise<Outcome | 'due' | 'stepped'> {
  const spec = request.spec as unknown as Spec;
  const { subject, input, actor } = request;
  const prepared = await spec.prepare?.({ id: spec.id, subject, input, actor, chance: deps.chance });
  const client = await deps.pool.connect();
  let fault: unknown;
  try {
    const begun = await begin(client, spec, request, deps.hold);
    if (begun === null) {
      await client.query('rollback');
      return 'stepped';
    }
    if (begun.replay) {
      await client.query('rollback');
      return replay(begun.replay, request.bodyHash, begun.now);
    }
    if (begun.due && spec.kind !== 'system') {
      await client.query('rollback');
      return 'due';
    }
    try {
      const { work, outcome, leaves } = await decideAndCommit(deps, client, spec, request, { ...begun, prepared });
      deps.committed(work, leaves);
      return outcome;
    } catch (error) {
      await client.query('rollback');
      if (error instanceof Refusal) {
        await leaveRefusal(deps, client, request, error, begun.now).catch(async (failure: unknown) => {
          await client.query('rollback').catch(() => undefined);
          throw failure;
        });
      }
      throw error;
    }
  } catch (error) {
    fault = error instanceof Refusal ? undefined : error;
    throw error;
  } finally {
    // a connection that failed below the protocol is not given back to the pool
    client.release(fault instanceof Error && !('code' in fault) ? fault : undefined);
  }
}

/** In one order with the act's own, so that no two acts wait for each other. */
function alsoLocked({ spec, input }: Request): readonly string[] {
  return (spec as unknown as Spec).alsoLocks?.(input) ?? [];
}

/** Null where the clock was set back while this act waited for its locks: it begins again. */
async function begin(client: PoolClient, spec: Spec, request: Request, hold: PerformDeps['hold']): Promise<Begun | null> {
  const { subject, actor, idempotencyKey } = request;
  const lock = spec.lock ?? 'exclusive';
  const shared = lock === 'shared' ? [subject] : [];
  // one person's acts on one subject never run side by side, even where the subject itself is shared
  const exclusive = lock === 'shared' ? [`${subject}/${actor.entityId ?? actor.key}`] : lock === 'exclusive' ? [subject, ...alsoLocked(request)].sort() : [];
  const reads = spec.reads?.({ subject, input: request.input, entityId: actor.entityId }) ?? [];
  const begun = await beginAct(client, { actor: actor.key, idempotencyKey, shared, exclusive, reads, floor: hold?.floor ?? null });
  return hold === undefined || begun.replay !== null || hold.follows({ now: begun.now, shared, exclusive }) ? begun : null;
}

function replay(kept: NonNullable<Begun['replay']>, bodyHash: string, now: string): Outcome {
  if (kept.bodyHash !== bodyHash) throw new Refusal('idempotency-key-reused');
  return { status: kept.status, body: kept.response, replayed: true, now };
}

async function decideAndCommit(deps: PerformDeps, client: PoolClient, spec: Spec, request: Request, begun: Begun & { prepared: unknown }) {
  const prefetched = begun.reads.map((rows) => rows.map((row) => fromRow<never>(row)));
  const cmd: Cmd<unknown> = {
    id: spec.id, subject: request.subject, input: request.input, actor: request.actor,
    now: begun.now, nowMs: Date.parse(begun.now), ip: request.ip, chance: deps.chance, certificate: request.certificate,
    prepared: begun.prepared,
  };
  const facts = await spec.load(readerOf(client), cmd, prefetched);
  const actor = { ...request.actor, role: roleOf(spec, request.actor, () => spec.parties(facts, cmd)) };
  const acting = { ...cmd, actor };
  const work = new Work(begun.now, actor, deps.chance);
  spec.decide(facts, acting, work);
  work.assertSettled();
  if (spec.subjectKind === null && spec.kind !== 'system' && spec.lock !== 'none') await requireFresh(client, request.subject);
  const leaves = leavesOf(deps, work, request.signature, request.input);
  const outcome = answer(deps, work, leaves, begun.now);
  await commitAct(client, commitPayload(work, leaves, request, outcome));
  return { work, outcome, leaves };
}

/** Where the caller names the id of a new thing, it must be nobody's: its leaves would join another's history. */
async function requireFresh(client: PoolClient, subject: string): Promise<void> {
  const { rowCount } = await client.query(
    `select 1 from leaf where subject = $1 union all
     select 1 from record where kind in ('lot', 'project', 'entity', 'account', 'expert') and id = $1::uuid limit 1`, [subject]);
  if (rowCount !== 0) throw new Refusal('invalid-input', { field: 'subject', zh: '该编号已被使用，请换一个新的编号', en: 'This id is taken; choose a new one' });
}

/** Acts and steps take the role of the grant; governance judges by itself and names the post (or side) of the person. */
function roleOf(spec: Spec, actor: Actor, parties: () => Parties): string {
  if (spec.kind === 'act' || spec.kind === 'step') return authorise(spec.id, actor, parties());
  return actor.role || (actor.roles.find((role) => role !== 'subject') ?? actor.roles[0] ?? '');
}

function leavesOf(deps: PerformDeps, work: Work, signature: ActSignature | null, asked: unknown): LeafRow[] {
  const signed = signature === null ? null : signedLeaf(work.leaves, signature.act);
  return work.leaves.map((draft) => {
    const judged: Judged = judge(draft, work.nowMs, asked);
    for (const { id, rule } of warningsOf('soft', judged.softFailed)) work.warn(id, draft.lotId, { fp: draft.fp, rule }, `${draft.fp}/${rule}`);
    return leafRow(draft, judged, work.now, deps.chance, draft === signed ? signature : null);
  });
}

/** One leaf carries the person's signature: the one that says what was signed, else the first that is the person's. */
function signedLeaf(leaves: readonly LeafDraft[], act: string): LeafDraft | null {
  const own = leaves.filter((leaf) => !leaf.bySystem);
  return own.find((leaf) => (leaf.step ?? leaf.fp) === act) ?? own[0] ?? null;
}

function answer(deps: PerformDeps, work: Work, leaves: LeafRow[], now: string): Outcome {
  const first = leaves[0];
  const receipt: Receipt | null = first ? { leafId: first.id, bodyHash: first.body_hash, platformSignature: deps.sign(first.body_hash), at: now } : null;
  const events: Move[] = work.leaves.flatMap((leaf) => leaf.moves);
  return { status: 201, body: JSON.stringify({ receipt, events, result: work.result }), replayed: false, now };
}

function commitPayload(work: Work, leaves: LeafRow[], request: Request, outcome: Outcome) {
  const records: Rec<unknown>[] = [...work.records.values()];
  return {
    now: work.now,
    records: records.map((r) => ({ kind: r.kind, id: r.id, state: r.state, lot_id: r.lotId, owner_id: r.ownerId, key: r.key, version: r.version + 1, data: r.data })),
    leaves,
    gates: work.gates.map((g) => ({ lot_id: g.lotId, gate: g.gate })),
    timers: work.timers.map((t) => ({ event: t.event, subject_kind: t.subjectKind, subject_id: t.subjectId, lot_id: t.lotId, due_at: t.dueAt, done_at: t.done ? work.now : null })),
    outbox: [...work.outbox, ...observed(work), ...tellings(work, leaves, request.actor.accountId)],
    live: work.live,
    blobs: work.publicBlobs,
    warnings: warningRows(work.warnings, work.leaves, { now: work.now, uuid: () => work.uuid() }),
    idempotency: request.idempotencyKey === null || leavesNothing(work, request) ? null
      : { actor: request.actor.key, key: request.idempotencyKey, bodyHash: request.bodyHash, status: outcome.status, response: outcome.body },
  };
}

/** A guest's look that changes nothing has nothing to be repeated: kept rows would let anybody fill the table. */
function leavesNothing(work: Work, { actor }: Request): boolean {
  return actor.accountId === null && work.leaves.length === 0 && work.records.size === 0 && work.outbox.length === 0;
}

/** Every act of a lot is told to whoever observes; the act knows none of them. */
function observed(work: Work): { topic: string; payload: Record<string, unknown> }[] {
  return work.leaves
    .filter((leaf) => leaf.lotId !== null && (leaf.kind === 'act' || leaf.kind === 'move') && DISCLOSED.has(leaf.fp))
    .map((leaf) => ({ topic: 'acted', payload: { fp: leaf.fp, lotId: leaf.lotId } }));
}

/**
 * What people are told of without asking: never a point of the rush before a deadline, and nothing of what it says. A point is named by
 * itself, what followed from it by its event; what was done to a project is told of each lot it moved.
 */
function tellings(work: Work, rows: readonly LeafRow[], by: string | null): { topic: string; payload: Record<string, unknown> }[] {
  return work.leaves.flatMap(({ kind, fp, step, lotId, moves }, i) => {
    const done = ['act', 'step', 'gov'].includes(kind) ? [step ?? fp] : [];
    const points = [...done, ...moves.map(({ event }) => event).filter((event) => event.includes(':'))].filter((point) => told[point] !== undefined);
    const lots = lotId === null ? [...new Set(moves.filter(({ machine }) => machine.endsWith('-lot')).map(({ subject }) => subject))] : [lotId];
    return points.flatMap((point) => lots.map((lot) => ({ topic: 'told', payload: { fp: point, lotId: lot, leafId: rows[i]?.id, at: work.now, by } })));
  });
}

/** Points that feed a disclosure sub-item of the catalogue, and changes of contracts, which an item of one tells. */
const DISCLOSED = new Set<string>(['ctr-change', ...subItems.flatMap((s) => [s.sourceEvent, ...s.alsoSourceEvents])]);

/** A refused act changes nothing but leaves a small leaf, so that attempts are seen. Unknown objects leave none. */
async function leaveRefusal(deps: PerformDeps, client: PoolClient, request: Request, refusal: Refusal, now: string): Promise<void> {
  const rule = refusal.detail.rule ?? (refusal.code === 'forbidden' ? 'forbidden' : null);
  if (rule === null || request.spec.kind === 'system' || request.signature === null) return;
  const work = new Work(now, request.actor, deps.chance);
  await client.query('begin');
  // whoever opens a gate holds the lot's lock alone: what is read here stays true until this leaf is written
  await client.query('select pg_advisory_xact_lock_shared(lock_key($1))', [request.subject]);
  const { rows } = await client.query<{ lot: string | null; gates: string[] | null }>(
    `select l.id as lot, l.data->'openGates' as gates from record l where l.kind = 'lot' and l.id = $1::uuid`, [request.subject]);
  const lotId = rows[0]?.lot ?? null;
  if (lotId) work.knowGates(lotId, rows[0]?.gates ?? []);
  const gate = (request.spec as unknown as Spec).refusedUntil?.(request.input);
  work.refused(request.spec.id, { subject: request.subject, lotId, public: { rule }, ...(gate === undefined ? {} : { gate }) });
  if (isRuleId(rule)) {
    for (const { id } of refusalWarnings(rule)) work.warn(id, lotId, { act: request.spec.id, rule }, `${request.spec.id}/${rule}`);
  }
  const leaves = leavesOf(deps, work, request.signature, request.input);
  const payload = commitPayload(work, leaves, { ...request, idempotencyKey: null }, { status: 0, body: '', replayed: false, now });
  await commitAct(client, payload);
  deps.committed(work, leaves);
}

/** Whether an act left messages in the outbox. */
export function sends(work: Work): boolean {
  return work.outbox.length > 0 || observed(work).length > 0;
}

/** Digest of a request's meaning, for idempotency. */
export function requestHash(act: string, subject: string, input: unknown): string {
  return createHash('sha256').update(canonical({ act, subject, input })).digest('hex');
}
