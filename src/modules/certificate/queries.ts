import type { Pool } from 'pg';
import type { CertificateRead } from '../../contracts/reads.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Lot } from '../project-intake/index.ts';
import type { Certificate } from './model.ts';

export async function certificate(db: Pool, no: string): Promise<CertificateRead> {
  const { rows } = await db.query<{ state: string; lot_id: string; data: Certificate; leaf: string | null; lot: Lot }>(
    `select c.state, c.lot_id, c.data, l.data as lot,
       (select id from leaf where lot_id = c.lot_id and fp = 'cer-issue' and kind = 'act' order by ordinal limit 1) as leaf
     from record c join record l on l.kind = 'lot' and l.id = c.lot_id where c.kind = 'certificate' and c.key = $1`, [no]);
  const row = rows[0];
  if (!row?.leaf) throw new Refusal('not-found');
  return { certificateNo: row.data.certificateNo, lotId: row.lot_id, projectName: row.lot.projectName, issuedAt: row.data.issuedAt, status: row.state, leafId: row.leaf, sha256: row.data.fileDigest };
}
