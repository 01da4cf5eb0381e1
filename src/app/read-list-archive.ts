import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Ledger } from '../ledger/index.ts';
import { papersOfLot } from '../modules/disclosure-portal/index.ts';
import { publicFiles, type EvidenceDesk, type PublicFile, type TradeEvidence } from '../modules/witness-ledger/index.ts';
import type { BlobStore } from '../platform/blobs.ts';
import type { Pool } from '../platform/db.ts';
import { sniffedBytes, withExtension } from '../platform/extension.ts';
import { zipStream, type ZipMember } from '../platform/zip.ts';
import type { ReadContext } from './reads.ts';

export interface ArchiveDeps { ledger: Ledger; blobs: BlobStore; deployment: string; evidence: EvidenceDesk }
export interface Archive { name: string; members: ZipMember[]; /** what it must hold, or name as left out for its size */ documents: { sha256: string; name: string }[] }

/** What an archive carries of published files; a larger one is named with its digest and fetched apart. */
const fileBytesMax = 256 * 1024 * 1024;
const filesBytesMax = 1024 * 1024 * 1024;
/** With evidence and papers. */
export const archiveBytesMax = 1_500 * 1024 * 1024;

interface Entry { path: string; kind: 'evidence' | 'policy' | 'readme' | 'paper' | 'document'; sha256: string; size: number; [detail: string]: unknown }

/**
 * GET /lots/{id}/archive: the lot as one file that verifies offline. It holds what the evidence of this moment vouches for and the
 * reader may have; the same log and the same reader give the same bytes.
 */
export async function archiveOfLot(db: Pool, { actor }: ReadContext, lotId: string, { ledger, blobs, deployment, evidence }: ArchiveDeps): Promise<Archive> {
  // the evidence first: whatever is packed after it has to be in it
  const bundle = await evidence(db, { actor, lotId });
  const logged = new Set(bundle.entries.map(({ leaf }) => leafId(leaf)));
  const papers = (await papersOfLot(db, actor, lotId)).items.filter((one) => logged.has(one.leafId));
  const files = await publicFiles(db, bundle);
  const { kept, left } = withinBounds(files);
  const [texts, names] = [textsOf(bundle, ledger.vkey), await namesOf(blobs, kept)];
  const entries: Entry[] = [
    ...texts.map(({ path, kind, bytes }) => ({ path, kind, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length })),
    ...papers.map((one, i): Entry => ({ path: `papers/${String(i + 1).padStart(2, '0')}-${one.kind}-${one.no}.pdf`, kind: 'paper', sha256: one.sha256, size: one.size, docKind: one.kind, title: one.title, no: one.no, leafId: one.leafId })),
    ...kept.map((one, i): Entry => ({ path: `documents/${one.sha256.slice(0, 16)}-${names[i] ?? safeName(one.name)}`, kind: 'document', ...one })),
  ];
  const manifest = Buffer.from(`${JSON.stringify({ v: 1, deployment, origin: bundle.origin, lotId, files: entries, left }, null, 1)}\n`);
  return {
    name: `lot-${lotId}.zip`,
    documents: [...papers.map(({ sha256, title }) => ({ sha256, name: title })), ...files.map(({ sha256, name }) => ({ sha256, name }))],
    members: [
      { path: 'manifest.json', pack: true, content: [manifest] },
      ...texts.map(({ path, bytes }) => ({ path, pack: true, content: [bytes] })),
      ...entries.filter(({ kind }) => kind === 'paper' || kind === 'document').map(({ path, sha256 }) => ({ path, pack: false, content: readWhenDue(blobs, sha256) })),
    ],
  };
}

/** Most are known by the field of their act alone, which says nothing of how to open them. One after the other, for the same reason as below. */
async function namesOf(blobs: BlobStore, files: readonly PublicFile[]): Promise<string[]> {
  const names: string[] = [];
  for (const { sha256, name, size } of files) names.push(withExtension(safeName(name), await headOf(blobs, sha256, size)));
  return names;
}

async function headOf(blobs: BlobStore, sha256: string, size: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  if (size > 0) for await (const chunk of blobs.stream(sha256, { start: 0, end: Math.min(size, sniffedBytes) - 1 })) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** Opened when its turn comes: a lot may have more files than one process may hold open. */
async function* readWhenDue(blobs: BlobStore, sha256: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of blobs.stream(sha256)) yield chunk as Uint8Array;
}

export function sendArchive(reply: FastifyReply, answer: unknown): unknown {
  const { name, members } = answer as Archive;
  return reply.headers({ 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}"`, 'content-security-policy': 'sandbox' }).send(zipStream(members));
}

function withinBounds(files: readonly PublicFile[]): { kept: PublicFile[]; left: PublicFile[] } {
  let total = 0;
  const kept = files.filter(({ size }) => {
    const fits = size <= fileBytesMax && total + size <= filesBytesMax;
    if (fits) total += size;
    return fits;
  });
  return { kept, left: files.filter((one) => !kept.includes(one)) };
}

function textsOf(bundle: TradeEvidence, vkey: string): { path: string; kind: 'evidence' | 'policy' | 'readme'; bytes: Buffer }[] {
  return [
    { path: 'README.txt', kind: 'readme', bytes: Buffer.from(README) },
    { path: 'evidence.json', kind: 'evidence', bytes: Buffer.from(JSON.stringify(bundle)) },
    { path: 'ledger.policy', kind: 'policy', bytes: Buffer.from(`log ${vkey}\nquorum none\n`) },
  ];
}

function leafId(leaf: string): string {
  return (JSON.parse(leaf) as { body: { id?: string } }).body.id ?? '';
}

/** A name of a member may not lead anywhere: letters, digits and Chinese, no separators, no dots in front. */
function safeName(name: string): string {
  return name.normalize('NFKC').replaceAll(/[^\p{Letter}\p{Number}._-]+/gu, '_').replace(/^\.+/, '').slice(-80) || 'file';
}

const README = `本压缩包是一个标段（包）的归档包 / The archive of one lot

manifest.json   全部文件的路径、大小、SHA-256 摘要和存证编号 / every file with its digest and the leaf that witnesses it
evidence.json   账本存证包 / the evidence of the trade
ledger.policy   平台自述的账本公钥。核验时请使用从其他渠道取得的公钥，不要使用本文件
                the log's key as the platform states it: obtain the key elsewhere, do not trust this copy
papers/         文书（PDF/A，带平台电子签章） / official documents
documents/      已公开的文件 / published files

离线核验 / to verify offline:
  qinglan verify ARCHIVE.zip --policy YOUR.policy
核验文书的电子签章 / to check the seal of a document:
  pdfsig papers/FILE.pdf
`;
