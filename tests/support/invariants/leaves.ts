import { createHash } from 'node:crypto';
import { canonical } from '../../../src/kernel/canonical.ts';
import type { Tx } from '../../../src/platform/db.ts';
import type { Violation } from './violation.ts';

export interface LeafRow {
  ordinal: bigint; id: string; subject: string; lot_id: string | null; kind: string; fp: string; gate: string | null; open: boolean;
  body: string; body_hash: string; secrets: Record<string, { salt: string; value: unknown }>; recorded_at: string; idx: bigint | null; seq: number | null;
}
export interface Move { machine: string; subject: string; event: string; from: string; to: string; row: string }
interface Body {
  id?: string; kind?: string; fp: string; subject?: string; lotId?: string; at: string; actorRole?: string; step?: string;
  moves?: Move[]; commitments?: Record<string, string>; docs?: Record<string, string>;
}
export interface KnownLeaf { row: Omit<LeafRow, 'secrets' | 'body'>; bodyHash: string; body: Body }

const columns = 'ordinal, id, subject, lot_id, kind, fp, gate, open, body, body_hash, secrets, recorded_at, idx, seq';

/** Transactions take their numbers before they commit: a lower one may appear after a higher, never long after. */
const lookBack = 2_000n;

export async function leavesAfter(tx: Tx, from: bigint): Promise<LeafRow[]> {
  const { rows } = await tx.query<LeafRow>(`select ${columns} from leaf where ordinal > $1 order by ordinal`, [from]);
  return rows;
}

/** The leaves of the database: each as its bytes say, and never another than before. */
export class LeafCheck {
  readonly known = new Map<string, KnownLeaf>();
  #last = 0n;

  /** From where the next look has to begin. */
  get from(): bigint { return this.#last > lookBack ? this.#last - lookBack : 0n; }

  /** Takes in what is new and answers it in order; what is known already must be the same. */
  take(rows: readonly LeafRow[]): { leaves: KnownLeaf[]; violations: Violation[] } {
    const violations: Violation[] = [];
    const leaves: KnownLeaf[] = [];
    for (const { secrets, body: text, ...row } of rows) {
      if (row.ordinal > this.#last) this.#last = row.ordinal;
      const before = this.known.get(row.id);
      if (before !== undefined) {
        if (before.bodyHash !== row.body_hash) violations.push(wrong(row.id, `${row.fp}: its bytes have changed`));
        before.row = row;
        continue;
      }
      const body = JSON.parse(text) as Body;
      const leaf = { row, bodyHash: row.body_hash, body };
      this.known.set(row.id, leaf);
      leaves.push(leaf);
      violations.push(...faultsOf({ ...row, body: text, secrets }, body).map((detail) => wrong(row.id, `${row.fp}: ${detail}`)));
    }
    return { leaves, violations };
  }

  /** Index, seq and gate change after a leaf was written, each once: read again for all that had none. */
  async places(tx: Tx): Promise<Violation[]> {
    const waiting = [...this.known.values()].filter(({ row }) => row.idx === null || !row.open).map(({ row }) => row.id);
    const { rows } = await tx.query<{ id: string; idx: bigint | null; seq: number | null; open: boolean; body_hash: string }>(
      'select id, idx, seq, open, body_hash from leaf where id = any ($1::uuid[])', [waiting]);
    const found: Violation[] = [];
    const seen = new Set<string>();
    for (const { id, idx, seq, open, body_hash: bodyHash } of rows) {
      seen.add(id);
      const leaf = this.known.get(id);
      if (!leaf) continue;
      if (leaf.bodyHash !== bodyHash) found.push(wrong(id, 'its bytes have changed'));
      leaf.row = { ...leaf.row, idx, seq, open };
    }
    return [...found, ...waiting.filter((id) => !seen.has(id)).map((id) => wrong(id, 'is gone'))];
  }

  /** A gate is open for a leaf exactly when it is for its lot; behind a shut one nothing has a place in the log. */
  async gates(tx: Tx): Promise<Violation[]> {
    const { rows } = await tx.query<{ id: string; gates: string[] | null }>(`select id, data->'openGates' as gates from record where kind = 'lot'`);
    const gatesOf = new Map(rows.map(({ id, gates }) => [id, new Set(gates ?? [])]));
    const found: Violation[] = [];
    for (const { row } of this.known.values()) {
      if (row.gate === null) continue;
      const open = row.lot_id !== null && gatesOf.get(row.lot_id)?.has(row.gate) === true;
      if (open !== row.open) found.push({ check: 'gate', subject: row.id, detail: `${row.fp}: its gate ${row.gate} is ${open ? 'open' : 'shut'}, the leaf is ${row.open ? 'open' : 'shut'}` });
      if (!row.open && row.idx !== null) found.push({ check: 'gate', subject: row.id, detail: `${row.fp}: in the log at ${row.idx} before ${row.gate}` });
    }
    return found;
  }
}

function faultsOf(row: LeafRow, body: Body): string[] {
  const faults: string[] = [];
  if (createHash('sha256').update(row.body).digest('hex') !== row.body_hash) faults.push('the hash is not the body\'s');
  if (body.at !== row.recorded_at) faults.push(`at ${body.at}, recorded at ${row.recorded_at}`);
  if (row.kind === 'batch') return faults;
  const told = [body.id, body.kind, body.fp, body.subject, body.lotId ?? null].join();
  if (told !== [row.id, row.kind, row.fp, row.subject, row.lot_id].join()) faults.push(`the row is of ${[row.id, row.kind, row.fp].join(' ')}, the body of ${told}`);
  for (const [field, secret] of Object.entries(row.secrets)) {
    if (field === '_sig') continue;
    if (!openings(secret).includes(body.commitments?.[field] ?? body.docs?.[field] ?? '')) faults.push(`what is kept does not open ${field}`);
  }
  for (const field of [...Object.keys(body.commitments ?? {}), ...Object.keys(body.docs ?? {})]) if (!row.secrets[field]) faults.push(`nothing is kept that opens ${field}`);
  return faults;
}

/** A value is committed to by its canonical text, a single file by the bytes of its digest. */
function openings({ salt, value }: { salt: string; value: unknown }): string[] {
  const commit = (bytes: Uint8Array): string => createHash('sha256').update(Buffer.from(salt, 'base64url')).update(bytes).digest('base64url');
  return [commit(Buffer.from(canonical(value ?? null))), ...(typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? [commit(Buffer.from(value, 'hex'))] : [])];
}

function wrong(subject: string, detail: string): Violation { return { check: 'leaf', subject, detail }; }
