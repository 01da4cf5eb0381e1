import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../../src/platform/refusal.ts';
import { createPool, withTransaction, type Pool, type Tx } from '../../src/platform/db.ts';
import { clusterUser } from '../../src/platform/postgres-cluster.ts';
import { decodeVkey } from '../../src/ledger/core/index.ts';
import { nodeSha256 } from '../../src/ledger/engines/local/signer.ts';
import { parsePolicy } from '../../src/ledger/verify/index.ts';
import { evidenceDesk } from '../../src/modules/witness-ledger/index.ts';
import { verifyTrade } from '../../src/verify/index.ts';
import { checkBlobs } from './invariants/blobs.ts';
import { checkRest } from './invariants/rest.ts';
import { LeafCheck, leavesAfter } from './invariants/leaves.ts';
import { LogCheck } from './invariants/log.ts';
import { MoveCheck } from './invariants/moves.ts';
import { ReceiptCheck, receiptKeyOf, type ReceiptKey } from './invariants/receipts.ts';
import type { Violation } from './invariants/violation.ts';
import { LedgerFile } from './ledger-file.ts';

export type { Violation } from './invariants/violation.ts';

/** A platform's data: where its database answers, and its folder (QINGLAN_DATA). */
export interface Premises { pool: Pool; folder: string }

export interface CheckOptions {
  /** all records against all leaves (true), or those that the new leaves touch */
  whole?: boolean;
  /** evidence of these lots, or of every public one, is made and verified as `qinglan verify` does */
  trades?: boolean | readonly string[];
  /** nothing is under way: no message, timer or leaf may be waiting */
  atRest?: boolean;
  /** every uploaded file is read again */
  files?: boolean;
}

/**
 * What must hold of the platform whatever has happened to it, checked from outside: database and folder against each other, with the
 * server running or not. Checks of one instance build on each other: leaves seen once are not read again, and must not change.
 */
export class Invariants {
  /** its pool is asked for at each check: a database that came back may be at another port */
  readonly #premises: Premises;
  readonly #deployment: string;
  readonly #ledger: LedgerFile;
  readonly #receipts: ReceiptCheck;
  readonly #leaves = new LeafCheck();
  readonly #log = new LogCheck();
  readonly #moves = new MoveCheck();

  private constructor(premises: Premises, deployment: { id: string; vkey: string }, receiptKey: ReceiptKey) {
    this.#premises = premises;
    this.#deployment = deployment.id;
    this.#ledger = new LedgerFile(join(premises.folder, 'ledger'), decodeVkey(deployment.vkey));
    this.#receipts = new ReceiptCheck(receiptKey);
  }

  static async open(premises: Premises): Promise<Invariants> {
    const { rows } = await premises.pool.query<{ id: string; vkey: string }>('select id, ledger_key as vkey from deployment');
    const [deployment] = rows;
    if (!deployment) throw new Error('the database names no deployment');
    return new Invariants(premises, deployment, await receiptKeyOf(premises.folder));
  }

  /** Everything that does not hold; an empty list is what one wants to see. */
  async check({ whole = true, trades = false, atRest = false, files = false }: CheckOptions = {}): Promise<Violation[]> {
    const found = await this.#ledgerHolds();
    // entries known before the snapshot must have their rows in it; rows numbered in it must have their entries after it
    const before = this.#ledger.size;
    found.push(...await withTransaction(this.#premises.pool, (tx) => this.#database(tx, { whole, atRest }), { isolation: 'repeatable read', readOnly: true }));
    found.push(...await this.#ledgerHolds());
    found.push(...this.#log.compare(this.#ledger, this.#leaves.known, before));
    if (files) found.push(...await checkBlobs(this.#premises.pool, this.#premises.folder));
    if (trades !== false) found.push(...await this.#trades(trades));
    return found;
  }

  async #ledgerHolds(): Promise<Violation[]> {
    try {
      await this.#ledger.refresh();
      return [];
    } catch (error) {
      return [{ check: 'ledger', subject: this.#ledger.origin, detail: String(error) }];
    }
  }

  async #database(tx: Tx, { whole, atRest }: { whole: boolean; atRest: boolean }): Promise<Violation[]> {
    const rows = await leavesAfter(tx, this.#leaves.from);
    const fresh = this.#leaves.take(rows);
    return [
      ...fresh.violations, ...await this.#leaves.places(tx), ...this.#moves.fold(fresh.leaves), ...await this.#moves.compare(tx, whole),
      ...await this.#receipts.check(tx, this.#leaves.known, whole), ...await this.#leaves.gates(tx), ...(atRest ? await checkRest(tx) : []),
    ];
  }

  async #trades(which: true | readonly string[]): Promise<Violation[]> {
    const { rows } = await this.#premises.pool.query<{ id: string }>(`select id from record where kind = 'lot' order by created_at, id`);
    const lots = which === true ? rows.map(({ id }) => id) : which;
    const policy = parsePolicy(`log ${this.#ledger.vkey}\n`);
    const desk = evidenceDesk(this.#ledger, { id: this.#deployment });
    const found: Violation[] = [];
    for (const lotId of lots) {
      await this.#ledger.refresh();
      const bundle = await desk(this.#premises.pool, { actor: null, lotId }).catch((error: unknown) => {
        // drafts are nobody's business
        if (error instanceof Refusal && error.code === 'not-found' && which === true) return null;
        throw error;
      });
      const verified = bundle === null ? null : await verifyTrade(JSON.stringify(bundle), policy, { sha256: nodeSha256 });
      if (verified?.ok === false) found.push({ check: 'trade', subject: lotId, detail: `${verified.check}: ${verified.en} (${verified.code})` });
    }
    return found;
  }
}

/** One look at everything. */
export async function invariants(premises: Premises, options: CheckOptions = {}): Promise<Violation[]> {
  return (await Invariants.open(premises)).check(options);
}

/** The database of a data folder with the PostgreSQL of its own; it must be running. The caller ends the pool. */
export function poolOf(folder: string): Pool {
  const postgres = join(folder, 'postgres');
  const port = readFileSync(join(postgres, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[3];
  const password = readFileSync(join(postgres, 'password'), 'utf8').trim();
  return createPool(`postgres://${clusterUser}:${password}@127.0.0.1:${port}/qinglan`, { max: 2, applicationName: 'qinglan audit', statementTimeoutMs: 120_000 });
}
