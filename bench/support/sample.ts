import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { ActLocks } from '../../src/platform/act-statements.ts';

export interface Sample { begin(owner: string): ActLocks; payload(owner: string, hash: string): object }

interface LeafRow { subject: string; lot_id: string; kind: string; fp: string; gate: string; body: string; secrets: unknown }

/** A submission that the server made, as a pattern: the script sends the same statements with the same bytes and new ids. */
export async function sampleOf(database: string): Promise<Sample> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  const one = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> => (await client.query<T>(text, values)).rows;
  const [bid] = await one<{ id: string; lot_id: string; owner_id: string; key: string; data: object }>(`select id, lot_id, owner_id, key, data from record where kind = 'bid' and state = 'receipted' limit 1`);
  const [kept] = await one<{ response: string; body_hash: string }>(`select response, body_hash from idempotency where response like '%' || $1 || '%'`, [bid?.id]);
  const first = (JSON.parse(kept?.response ?? '{}') as { receipt?: { leafId: string } }).receipt?.leafId;
  const leaves = await one<LeafRow>('select l.subject, l.lot_id, l.kind, l.fp, l.gate, l.body, l.secrets from leaf l join leaf f on f.id = $1 and l.recorded_at = f.recorded_at and l.lot_id = f.lot_id and l.ordinal between f.ordinal and f.ordinal + 1 order by l.ordinal', [first]);
  await client.end();
  if (!bid || !kept || leaves.length !== 2) throw new Error('no submission to take as a pattern');
  return {
    begin: (owner) => ({
      actor: kept.body_hash, idempotencyKey: randomUUID(), shared: [bid.lot_id], exclusive: [`${bid.lot_id}/${owner}`],
      reads: [{ kind: 'lot', id: bid.lot_id }, { kind: 'bid', lotId: bid.lot_id, ownerId: owner }],
    }),
    payload: (owner, hash) => ({
      now: new Date().toISOString(), gates: [], timers: [], outbox: [], live: [], blobs: [],
      // of no kind and no gate that the platform acts on
      records: [{ kind: 'bench', id: owner, state: 'receipted', lot_id: bid.lot_id, owner_id: owner, key: `bench/${owner}`, version: 1, data: bid.data }],
      leaves: leaves.map((leaf) => ({ ...leaf, id: randomUUID(), gate: leaf.gate, body_hash: hash })),
      idempotency: { actor: kept.body_hash, key: randomUUID(), bodyHash: hash, status: 201, response: kept.response },
    }),
  };
}
