import { isObject, parseJson, type Json, type Sha256 } from '../ledger/core/index.ts';
import { verifyBundle, type Policy, type VerifiedBundle } from '../ledger/verify/index.ts';
import { verifyTrade, type RefusedTrade, type VerifiedTrade } from './index.ts';
import { Reading } from './read.ts';
import { must, TradeRefusal } from './refusal.ts';
import { EXTRA } from './trade.ts';

/** The members of an archive by their path. */
export type ArchiveFiles = ReadonlyMap<string, Uint8Array>;
export interface VerifiedArchive extends VerifiedTrade { readonly archive: { readonly papers: number; readonly documents: number; readonly apart: readonly string[] } }

const texts = new Map([['README.txt', 'readme'], ['evidence.json', 'evidence'], ['ledger.policy', 'policy']]);

/**
 * Verifies the archive of a lot: the trade by its evidence, and every document in it by a leaf of that evidence. What the ledger
 * does not vouch for is refused, and so is an archive that leaves out a document which the ledger tells of.
 */
export async function verifyArchive(files: ArchiveFiles, policy: Policy, sha256: Sha256): Promise<VerifiedArchive | RefusedTrade> {
  try {
    const manifest = new Reading('history', parseJson(textOf(files, 'manifest.json')), 'manifest.json');
    const evidence = textOf(files, 'evidence.json');
    const trade = await verifyTrade(evidence, policy, { sha256 });
    if (!trade.ok) return trade;
    const proved = await verifyBundle(evidence, policy, { extra: EXTRA, sha256 });
    must(manifest.text('lotId') === trade.lotId, 'history', '归档包与存证包不是同一标段', 'manifest and evidence are of different lots');
    return { ...trade, archive: checkFiles(files, manifest, proved, sha256) };
  } catch (error) {
    if (error instanceof TradeRefusal) return { ok: false, check: error.check, zh: error.zh, en: error.en, code: 'archive' };
    const said = error instanceof Error ? error.message : String(error);
    return { ok: false, check: 'history', zh: `归档包无法核验：${said}`, en: said, code: 'archive' };
  }
}

function checkFiles(files: ArchiveFiles, manifest: Reading, proved: VerifiedBundle, sha256: Sha256): VerifiedArchive['archive'] {
  const named = new Map(manifest.members('files').map((one) => [one.text('path'), one]));
  for (const path of files.keys()) must(path === 'manifest.json' || named.has(path), 'history', `目录中没有 ${path}`, `${path} is not in the manifest`);
  const papers = new Set<string>();
  let documents = 0;
  for (const [path, entry] of named) {
    const bytes = files.get(path);
    must(bytes !== undefined, 'history', `缺少 ${path}`, `${path} is missing`);
    const digest = hex(sha256(bytes));
    must(digest === entry.text('sha256') && bytes.length === entry.count('size'), 'history', `${path} 与目录的摘要不符`, `${path} differs from its digest`);
    const kind = entry.text('kind');
    if (kind === 'paper') papers.add(checkPaper(path, digest, entry, proved));
    else if (kind === 'document') documents += checkDocument(path, digest, entry, proved);
    else must(texts.get(path) === kind, 'history', `${path} 种类不明`, `${path} is of no known kind`);
  }
  checkComplete(papers, proved);
  return { papers: papers.size, documents, apart: manifest.members('left').map((one) => `${one.text('name')} ${one.text('sha256')}`) };
}

/** The leaf that filed it names this very file as this kind of document. */
function checkPaper(path: string, digest: string, entry: Reading, proved: VerifiedBundle): string {
  const id = entry.text('leafId');
  const said = filed(proved).get(id);
  must(said !== undefined && said['digest'] === digest && said['docKind'] === entry.text('docKind'), 'history', `账本未记载文书 ${path}`, `the ledger does not vouch for ${path}`);
  return id;
}

/** A leaf committed to it, alone or in a list, and the evidence opens that commitment. */
function checkDocument(path: string, digest: string, entry: Reading, proved: VerifiedBundle): number {
  const opened = proved.byId.get(entry.text('leafId'))?.opened.get(entry.text('field'));
  const digests = Array.isArray(opened) ? opened : [opened];
  must(digests.includes(digest), 'history', `账本未记载文件 ${path}`, `the ledger does not vouch for ${path}`);
  return 1;
}

/** What one reader alone has. */
const OWN = new Set(['bid-receipt', 'invitation']);

/** Receipts and invitations belong to their bidders; every other document of the log must be here. */
function checkComplete(papers: ReadonlySet<string>, proved: VerifiedBundle): void {
  for (const [id, said] of filed(proved)) {
    const kind = new Reading('history', said, id).text('docKind');
    const here = OWN.has(kind) || papers.has(id);
    must(here, 'history', `缺少账本所记的文书 ${kind}`, `the ledger tells of a document that is not here: ${kind}`);
  }
}

function filed({ entries }: VerifiedBundle): Map<string, { readonly [name: string]: Json }> {
  return new Map(entries.flatMap(({ id, leaf }) => {
    const said = leaf.body['public'];
    return leaf.body['fp'] === 'gov-document' && leaf.body['kind'] === 'gov' && leaf.body['actorKey'] === 'platform' && isObject(said) ? [[id, said] as const] : [];
  }));
}

function textOf(files: ArchiveFiles, path: string): string {
  const bytes = files.get(path);
  must(bytes !== undefined, 'history', `缺少 ${path}`, `${path} is missing`);
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
