import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { defineAct } from '../platform/act.ts';
import type { Mode } from '../platform/config.ts';
import type { Pool } from '../platform/db.ts';
import { StartError } from '../platform/start-error.ts';

export interface Deployment { id: string; mode: Mode; origin: string; fresh: boolean }

/**
 * The deployment row is written at the first start and binds database, mode and ledger together for good: mode cannot change,
 * and a ledger or a database that is not the other's is refused.
 */
export async function openDeployment(pool: Pool, mode: Mode, vkeyOf: (origin: string) => string, demoStart: Date): Promise<Deployment> {
  const { rows } = await pool.query<{ id: string; mode: Mode; origin: string; ledger_key: string }>('select id, mode, origin, ledger_key from deployment');
  const row = rows[0];
  if (!row) {
    const id = `ql-${randomUUID()}`;
    const origin = `qinglan.example/${id}`;
    await pool.query('insert into deployment (id, mode, origin, ledger_key) values ($1, $2, $3, $4)', [id, mode, origin, vkeyOf(origin)]);
    // the demo city's past is played before people come: its clock begins earlier and is moved to the present by the seed
    if (mode === 'demo') await pool.query('update clock set offset_ms = $1', [demoStart.getTime() - Date.now()]);
    return { id, mode, origin, fresh: true };
  }
  if (row.mode !== mode) throw new StartError(`this data belongs to a platform in ${row.mode} mode; it cannot be started in ${mode} mode`);
  if (row.ledger_key !== vkeyOf(row.origin)) throw new StartError('the ledger key is not the one this database was begun with: ledger and database do not belong together');
  return { id: row.id, mode: row.mode, origin: row.origin, fresh: false };
}

const input = z.strictObject({
  mode: z.enum(['demo', 'live']), deployment: z.string(), origin: z.string(), vkey: z.string(), receiptKey: z.string(),
  roots: z.array(z.string()),
  admins: z.array(z.strictObject({ name: z.string(), certificate: z.string(), fingerprint: z.string(), serial: z.string(), issuer: z.string(), notBefore: z.string(), notAfter: z.string() })).length(2),
});

/** The first leaf: mode, keys, trusted roots, and the two administrators without whom no post can be given. */
export const genesis = defineAct<z.infer<typeof input>, null>({
  id: 'genesis', kind: 'system', subjectKind: null, input,
  load: async () => null,
  parties: () => ({}),
  decide(_facts, cmd, work) {
    const { admins, ...open } = cmd.input;
    const accounts = admins.map((admin) => {
      const account = work.create('account', 'active', { name: admin.name, roles: ['centre-admin'], entityId: null, organ: 'centre', regions: [], industries: [] });
      const { certificate, fingerprint, serial, issuer, notBefore, notAfter } = admin;
      work.create('binding', 'active', { accountId: account.id, entityId: null, usage: 'sign', certificate, serial, issuer, notBefore, notAfter, boundAt: work.now }, { ownerId: account.id, key: fingerprint });
      return { accountId: account.id, fingerprint };
    });
    work.gov('gov-genesis', { subject: cmd.subject, public: { ...open, admins: accounts } });
    work.result = { admins: accounts };
  },
});
