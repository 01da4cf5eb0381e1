import type { Tx } from '../../../src/platform/db.ts';
import type { Violation } from './violation.ts';

/** Of a platform where nobody acts: nothing waits that could have been done. */
export async function checkRest(tx: Tx): Promise<Violation[]> {
  const { rows } = await tx.query<{ subject: string; detail: string }>(`
    select id::text as subject, 'leaf ' || fp || ' is open and not in the log' as detail from leaf where open and idx is null and kind <> 'batch'
    union all select id::text, 'leaf ' || fp || ' is in no batch' from leaf where gate is not null and batch is null
    union all select id::text, 'message ' || topic || ' waits, ' || tries || ' tries' from outbox where done_at is null
    union all select subject_id::text, 'timer ' || event || ' of ' || due_at || ' was not done' from timer where done_at is null and due_at <= platform_now()`);
  return rows.map((row) => ({ check: 'rest', ...row }));
}
