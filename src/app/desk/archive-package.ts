import { createHash } from 'node:crypto';
import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { missingItems, type ArchiveDesk, type ArchiveFault, type Lot } from '../../modules/project-intake/index.ts';
import type { Actor } from '../../platform/act.ts';
import { openZip, type ZipEntry } from '../../platform/zip-read.ts';
import { zipStream } from '../../platform/zip.ts';
import type { Pool } from '../../platform/db.ts';
import { archiveOfLot, archiveBytesMax, type ArchiveDeps } from '../read-list-archive.ts';
import { recordsOf } from './own-lot.ts';

const manifestBytesMax = 16 * 1024 * 1024;
const manifest = z.object({ v: z.literal(1), lotId: z.string(), files: z.array(z.object({ path: z.string(), sha256: sha256Hex, size: z.int() })), left: z.array(z.object({ sha256: sha256Hex })) });
type Manifest = z.infer<typeof manifest>;

const foreign: ArchiveFault = { zh: '上传的文件不是本标段的归档包。请去掉它，由平台在签名时生成；或者上传从标段页面下载的归档包。', en: 'The file is no archive of this lot. Remove it, and the platform makes the package when you sign; or upload the archive downloaded from the page of the lot.' };
const damaged = (path: string): ArchiveFault => ({ zh: `归档包内的 ${path} 与清单不符。请去掉它，由平台在签名时生成。`, en: `${path} in the package is not what its list says. Remove the package, and the platform makes it when you sign.` });
const outdated = (names: string): ArchiveFault => ({ zh: `归档包缺少本标段的文书或文件：${names}。请去掉它，由平台在签名时重新生成。`, en: `The package lacks documents of this lot: ${names}. Remove it, and the platform makes it anew when you sign.` });

/** The package that is filed: made here of what the platform holds, or looked through, member by member, where somebody brings one. */
export function archiveDesk(db: Pool, deps: ArchiveDeps): ArchiveDesk {
  // evidence is dear: packages are made one after the other
  let line: Promise<unknown> = Promise.resolve();
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = line.then(work, work);
    line = turn.catch(() => undefined);
    return turn;
  };
  const versionOf = async (lotId: string): Promise<number> => (await recordsOf<Lot>(db, `kind = 'lot' and id = $1`, [lotId]))[0]?.version ?? 0;
  // what the platform does of itself meanwhile (a paper printed, a timer met) makes the package anew, and refuses nobody
  const packed = async (version: number, ownerId: string, of: { lotId: string; actor: Actor }, tries = 3): Promise<{ sha256: string; lotVersion: number }> => {
    const { members } = await archiveOfLot(db, asked(of.actor), of.lotId, deps);
    const { sha256 } = await deps.blobs.put(zipStream(members), ownerId, archiveBytesMax);
    const now = await versionOf(of.lotId);
    return now === version || tries <= 1 ? { sha256, lotVersion: version } : packed(now, ownerId, of, tries - 1);
  };
  return {
    make: (lotId, actor, items) => inLine(async () => {
      const [lot] = await recordsOf<Lot>(db, `kind = 'lot' and id = $1`, [lotId]);
      const own = lot && (lot.data.tendererId === actor.entityId || lot.data.agencyId === actor.entityId);
      if (!lot || !own || lot.data.archivedAt !== undefined || missingItems(lot, items).length > 0) return null;
      return packed(lot.version, actor.entityId ?? lot.data.tendererId, { lotId, actor });
    }),
    faultOf: (lotId, actor, sha256) => inLine(() => faultOf(db, deps, { lotId, actor, sha256 })),
  };
}

const asked = (actor: Actor) => ({ actor, now: '' });

async function faultOf(db: Pool, deps: ArchiveDeps, { lotId, actor, sha256 }: { lotId: string; actor: Actor; sha256: string }): Promise<ArchiveFault | null> {
  const { rowCount } = await db.query('select 1 from blob where sha256 = $1', [sha256]);
  // what was never uploaded the act itself refuses
  if (rowCount === 0) return null;
  const members = await openZip(deps.blobs.pathOf(sha256)).catch(() => null);
  const listed = members && await manifestOf(members);
  if (!members || !listed || listed.lotId !== lotId) return foreign;
  for (const { path, sha256: digest, size } of listed.files) if (await digestOf(members.get(path), size) !== digest) return damaged(path);
  const held = new Set([...listed.files, ...listed.left].map((one) => one.sha256));
  const lacking = (await archiveOfLot(db, asked(actor), lotId, deps)).documents.filter((one) => !held.has(one.sha256));
  return lacking.length === 0 ? null : outdated(lacking.slice(0, 3).map(({ name }) => name).join('、'));
}

async function manifestOf(members: ReadonlyMap<string, ZipEntry>): Promise<Manifest | null> {
  const entry = members.get('manifest.json');
  if (!entry || entry.size > manifestBytesMax) return null;
  try {
    const chunks: Uint8Array[] = [];
    let total = 0;
    for await (const chunk of await entry.read()) {
      total += (chunk as Uint8Array).length;
      if (total > manifestBytesMax) return null;
      chunks.push(chunk as Uint8Array);
    }
    return manifest.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch {
    return null;
  }
}

/** Empty where it is not there, cannot be unpacked or is longer than it says. */
async function digestOf(entry: ZipEntry | undefined, size: number): Promise<string> {
  if (!entry) return '';
  const hash = createHash('sha256');
  let total = 0;
  try {
    for await (const chunk of await entry.read()) {
      total += (chunk as Uint8Array).length;
      if (total > size) return '';
      hash.update(chunk as Uint8Array);
    }
  } catch {
    return '';
  }
  return hash.digest('hex');
}
