import type { Pool } from 'pg';
import { functionPoint, isFunctionPointId } from '../../../catalogue/index.ts';
import type { DigestsRead } from '../../contracts/reads.ts';
import type { Actor } from '../../platform/act.ts';
import type { Secret } from '../../platform/leaf-body.ts';
import { Refusal } from '../../platform/refusal.ts';
import { readsPaper } from '../project-intake/index.ts';
import type { LeafBody } from './evidence-openings.ts';

/** The same list as in the index that makes this quick. */
const published = `fp in ('not-publish', 'not-abnormal', 'doc-issue', 'awd-candidate', 'awd-result', 'cer-issue', 'gpr-intention', 'not-plan-publish', 'not-change', 'doc-clarify')`;
const KINDS: Readonly<Record<string, DigestsRead['items'][number]['kind']>> = { 'cer-issue': 'certificate', 'doc-issue': 'document', 'doc-clarify': 'document' };

/**
 * GET /digests/{sha256}: where a published file was committed to. Only of what anyone may fetch: of anything else not even
 * that it is known.
 */
export async function digests(db: Pool, actor: Actor | null, sha256: string): Promise<DigestsRead> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Refusal('not-found');
  const papers = await papersBy(db, actor, sha256);
  const { rows } = await db.query<Found>(
    `select l.id, l.fp, l.lot_id, l.body, l.secrets, l.recorded_at, r.data->'document'->'files' as files
     from leaf l left join record r on r.kind = 'lot' and r.id = l.lot_id
     where l.${published} and l.open and l.secrets @@ ('$.*.value == "' || $1 || '"')::jsonpath and exists (select 1 from blob where sha256 = $1 and public)
     order by l.ordinal limit 20`, [sha256]);
  return { items: [...papers, ...rows.flatMap((row) => itemsOf(row, sha256))] };
}

interface PaperData { paperKind: string; title: string; no: string; at: string; sealed: boolean }

/** Official documents, for whoever may read them. */
async function papersBy(db: Pool, actor: Actor | null, sha256: string): Promise<DigestsRead['items']> {
  const { rows } = await db.query<{ lot_id: string; data: PaperData; leaf: string; recorded_at: string; project: string; code: string }>(
    `select d.lot_id, d.data, l.id as leaf, l.recorded_at, lot.data->>'projectName' as project, lot.data->>'lotCode' as code from record d
     join record lot on lot.kind = 'lot' and lot.id = d.lot_id
     join leaf l on l.lot_id = d.lot_id and l.fp = 'gov-document' and (l.body::jsonb)->'public'->>'documentId' = d.id::text
     where d.kind = 'document' and d.data->>'sha256' = $1 and ${readsPaper('$2')} order by d.created_at limit 5`, [sha256, actor?.entityId ?? null]);
  return rows.map(({ lot_id, data: { paperKind, title, no, at, sealed }, leaf, recorded_at, project, code }) => ({
    kind: 'paper', name: title, lotId: lot_id, leafId: leaf, at: recorded_at, paper: { kind: paperKind, no, at, sealed, projectName: project, lotCode: code }, ...(paperKind === 'certificate' ? { certificateNo: no } : {}),
  }));
}

interface Found { id: string; fp: string; lot_id: string | null; body: string; secrets: Record<string, Secret>; recorded_at: string; files: { sha256: string; name: string }[] | null }

function itemsOf({ id, fp, lot_id, body, secrets, recorded_at, files }: Found, sha256: string): DigestsRead['items'] {
  const { docs, public: open } = JSON.parse(body) as LeafBody;
  return Object.keys(docs ?? {}).flatMap((field) => {
    const secret = secrets[field];
    const list = Array.isArray(secret?.value) ? (secret.value as string[]) : null;
    if (!secret || !(list ? list.includes(sha256) : secret.value === sha256)) return [];
    const certificateNo = open['certificateNo'];
    const [own, point] = [files?.find((file) => file.sha256 === sha256)?.name, isFunctionPointId(fp) ? functionPoint(fp) : undefined];
    return [{
      kind: KINDS[fp] ?? 'notice', name: own ?? point?.zh ?? fp, ...(own === undefined && point !== undefined ? { nameEn: point.en } : {}),
      ...(lot_id ? { lotId: lot_id } : {}), ...(typeof certificateNo === 'string' ? { certificateNo } : {}),
      leafId: id, field, salt: secret.salt, at: recorded_at, ...(list ? { digests: list } : {}),
    }];
  });
}
