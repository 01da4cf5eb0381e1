import { decodeLeaf, idOfBody, LedgerRefusal, refuse, type Appended, type Ledger, type NewEntry } from '../ledger/index.ts';
import { prepared, type Pool, type Queryable } from './db.ts';

/** An entry that the ledger refuses. Its subject stands still from then on: nothing after it is appended past it. */
export interface LedgerFault { readonly subject: string; readonly id: string; readonly code: string; readonly message: string }

export interface LedgerWriterOptions {
  readonly pool: Pool;
  readonly ledger: Ledger;
  /** Must be loud: a stopped subject stays stopped until a person has looked and the server was started again. */
  readonly onFault: (fault: LedgerFault) => void;
  /** The database did not answer; the writer tries again at its next turn. */
  readonly onError?: (error: Error) => void;
  readonly pollMs?: number;
  readonly batchSize?: number;
}

export interface LedgerWriter {
  start(): void;
  /** Something was committed: look now instead of at the next poll. */
  wake(): void;
  /** Called with leaf ids when they are durable and their index is written back. Returns how to unsubscribe. */
  onDurable(callback: (ids: readonly string[]) => void): () => void;
  /** Subjects that stand still, with what stopped them. */
  faults(): readonly LedgerFault[];
  /** Appends what is pending, then ends. */
  stop(): Promise<void>;
}

/** The one writer that feeds the ledger from the table `leaf`. */
export function createLedgerWriter(options: LedgerWriterOptions): LedgerWriter {
  return new OutboxWriter(options);
}

/**
 * Refuses a database and a ledger that do not belong together, or where one is older than the other. The ledger may be
 * ahead by entries the database knows and has not yet numbered (a crash between the two): the writer numbers them.
 */
export async function checkLedgerBelongs(pool: Queryable, ledger: Ledger): Promise<void> {
  const { rows } = await pool.query<{ origin: string; ledger_key: string; ledger_size: bigint | string }>('select origin, ledger_key, ledger_size from deployment');
  const deployment = rows[0] ?? refuse('ledger-foreign', 'the database names no deployment');
  const known = Number(deployment.ledger_size);
  if (deployment.origin !== ledger.origin) refuse('ledger-foreign', `database belongs to ${deployment.origin}, ledger is ${ledger.origin}`);
  if (![ledger.vkey, ledger.fingerprint].includes(deployment.ledger_key)) refuse('ledger-foreign', 'ledger has another key than the database names');
  if (ledger.size < known) refuse('ledger-older', `ledger has ${ledger.size} entries, the database saw ${known}`);
  for (let from = Math.max(0, known - 1); from < ledger.size; from += CHECK_SIZE) {
    await checkKnown(pool, ledger, from, Math.min(ledger.size, from + CHECK_SIZE));
  }
}

const CHECK_SIZE = 1000;

async function checkKnown(pool: Queryable, ledger: Ledger, from: number, to: number): Promise<void> {
  const ids = Array.from({ length: to - from }, (_, offset) => idOfBody(decodeLeaf(ledger.entry(from + offset).leaf).body));
  const { rows } = await pool.query<{ place: number }>(
    `select u.place::integer as place from unnest($1::uuid[]) with ordinality as u (id, place) left join leaf l on l.id = u.id
     where l.id is null or l.idx <> $2::bigint + u.place - 1 order by 1 limit 1`,
    [ids, from],
  );
  if (rows[0] !== undefined) refuse('database-older', `the database does not know ledger entry ${from + rows[0].place - 1}`);
}

interface Pending {
  readonly ordinal: bigint | string;
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly batch: bigint | string | null;
  readonly slot: number | null;
  readonly slot_salt: string | null;
  readonly slot_path: string[] | null;
}

// What has no index yet, never "id > last": numbers are drawn before transactions commit, and commit in any order.
// A gated row follows its batch leaf: its wrapper names that leaf's index. Until then nothing recorded after it on its subject
// goes before it, or an opening could stand in the log ahead of the bids that it opens.
const pendingRows = prepared('ledger-pending', `
  with waiting as (
    select l.subject, min(l.ordinal) as first from leaf l left join leaf b on b.ordinal = l.batch
    where l.idx is null and l.open and l.gate is not null and b.idx is null group by l.subject)
  select l.ordinal, l.id, l.subject, l.body, b.idx as batch, l.slot, l.slot_salt, l.slot_path
  from leaf l left join leaf b on b.ordinal = l.batch left join waiting w on w.subject = l.subject
  where l.idx is null and l.open and (w.first is null or l.ordinal < w.first) and l.subject <> all ($1::text[])
  order by l.ordinal limit $2`);

const writeBack = prepared('ledger-write-back', `
  with placed as (select * from unnest($1::bigint[], $2::bigint[], $3::integer[]) as p (ordinal, idx, seq)),
  numbered as (update leaf set idx = placed.idx, seq = placed.seq from placed where leaf.ordinal = placed.ordinal)
  update deployment set ledger_size = greatest(ledger_size, $4::bigint)`);

class OutboxWriter implements LedgerWriter {
  readonly #options: LedgerWriterOptions;
  readonly #listeners = new Set<(ids: readonly string[]) => void>();
  readonly #faults = new Map<string, LedgerFault>();
  #running: Promise<void> | null = null;
  #stopping = false;
  #woken = false;
  #wakeUp: () => void = () => undefined;

  constructor(options: LedgerWriterOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopping = false;
    this.#running ??= this.#run();
  }

  wake(): void {
    this.#woken = true;
    this.#wakeUp();
  }

  onDurable(callback: (ids: readonly string[]) => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  faults(): readonly LedgerFault[] {
    return [...this.#faults.values()];
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#running;
    this.#running = null;
  }

  async #run(): Promise<void> {
    for (;;) {
      this.#woken = false;
      // Read first: what is committed before the wish to stop is still taken.
      const last = this.#stopping;
      const moved = await this.#step().catch((error: unknown) => this.#report(error));
      if (moved > 0) continue;
      if (last) return;
      await this.#pause();
    }
  }

  /** Appends one batch and writes its places back; answers how many rows moved on or were set aside. */
  async #step(): Promise<number> {
    const { pool, batchSize = 500 } = this.#options;
    const { rows } = await pool.query<Pending>(pendingRows([...this.#faults.keys()], batchSize));
    const entries = rows.map((row) => ({ row, entry: entryOf(row) })).filter(({ entry }) => this.#admits(entry));
    const placed = await this.#append(entries.map(({ entry }) => entry));
    const ordinals = new Map(entries.map(({ row, entry }) => [entry.id, row.ordinal]));
    if (placed.length > 0) {
      const size = Math.max(...placed.map(({ index }) => index)) + 1;
      await pool.query(writeBack(placed.map(({ id }) => ordinals.get(id)), placed.map(({ index }) => index), placed.map(({ seq }) => seq), size));
      const ids = placed.map(({ id }) => id);
      for (const listener of this.#listeners) listener(ids);
    }
    return rows.length;
  }

  #admits(entry: NewEntry): boolean {
    if (this.#faults.has(entry.subject)) return false;
    try {
      this.#options.ledger.check(entry);
      return true;
    } catch (error) {
      this.#stand(entry, error);
      return false;
    }
  }

  async #append(entries: readonly NewEntry[]): Promise<Appended[]> {
    try {
      return await this.#options.ledger.append(entries);
    } catch (error) {
      if (!isRefusalOfEntry(error)) throw error;
      return this.#appendOneByOne(entries);
    }
  }

  /** The slow way, only when one of many was refused: the others go on, its subject does not. */
  async #appendOneByOne(entries: readonly NewEntry[]): Promise<Appended[]> {
    const placed: Appended[] = [];
    for (const entry of entries) {
      if (this.#faults.has(entry.subject)) continue;
      try {
        placed.push(...(await this.#options.ledger.append([entry])));
      } catch (error) {
        this.#stand(entry, error);
      }
    }
    return placed;
  }

  #stand(entry: NewEntry, error: unknown): void {
    if (!isRefusalOfEntry(error)) throw error;
    const fault = { subject: entry.subject, id: entry.id, code: error.code, message: error.message };
    this.#faults.set(entry.subject, fault);
    this.#options.onFault(fault);
  }

  #report(error: unknown): number {
    this.#options.onError?.(error instanceof Error ? error : new Error(String(error)));
    return 0;
  }

  #pause(): Promise<void> {
    if (this.#woken) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#options.pollMs ?? 50);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function entryOf(row: Pending): NewEntry {
  const { id, subject, body, batch, slot, slot_salt: salt, slot_path: path } = row;
  if (batch === null || slot === null || salt === null || path === null) return { id, subject, body };
  return { id, subject, body, sealed: { batch: Number(batch), slot, salt, path } };
}

/** Of the entry itself; a closed or failed ledger says nothing against it. */
function isRefusalOfEntry(error: unknown): error is LedgerRefusal {
  return error instanceof LedgerRefusal && error.code !== 'ledger-closed' && error.code !== 'ledger-failed';
}
