import type { Ledger } from '../../ledger/index.ts';
import type { Pool } from '../../platform/db.ts';
import type { LedgerWriter } from '../../platform/ledger-writer.ts';
import type { Logger } from '../../platform/log.ts';
import type { Flow } from '../../platform/system.ts';

export interface FlowDeps { pool: Pool; ledger: Ledger; writer: LedgerWriter; log: Logger }

/** What needs two modules' opinions: each flow listens to one topic of the outbox. */
export function flowsOf(_deps: FlowDeps): Flow[] {
  return [];
}
