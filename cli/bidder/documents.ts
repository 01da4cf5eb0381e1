import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LotRead } from '../../src/contracts/reads.ts';
import { fromBase64, type BidFormDraft, type SealContext } from '../../src/seal/index.ts';
import { ProofError, type Session } from './tool.ts';
import { t } from './words.ts';

interface Downloaded { files: { sha256: string; name: string; size: number }[]; bidDeadline?: string; ceilingFen?: number | null; custodians: { id: string; name: string; certificate: string }[]; evaluation?: unknown }
export interface Documents { lot: LotRead; downloaded: Downloaded; context: SealContext; form: Pick<BidFormDraft, 'lotId'>; /** where each file lies */ paths: Map<string, string> }

/** Gets the tender documents as the act doc-download gives them, into a folder, each checked against its digest. */
export async function fetchDocuments({ client, deployment, entityId }: Session, lotId: string, folder: string, told: (line: string) => void): Promise<Documents> {
  const lot = await client.get<LotRead>(`/api/v1/lots/${lotId}`);
  const docId = lot.documents[0]?.docId;
  if (docId === undefined) throw new Error(t('该标段尚未发布招标文件', 'This lot has not issued its documents'));
  const { result: downloaded } = await client.act<Downloaded & Record<string, unknown>>('doc-download', lotId, { docId });
  await mkdir(folder, { recursive: true });
  const paths = new Map<string, string>();
  for (const file of downloaded.files) {
    const path = join(folder, safeName(file.name, file.sha256));
    if (await fetchFile(client, file, path)) told(t(`已下载 ${path}`, `downloaded ${path}`));
    paths.set(file.name, path);
  }
  const context: SealContext = {
    deployment, lotId, bidderId: entityId, bidderCertificate: client.who?.encrypt.certificate ?? new Uint8Array(),
    custody: downloaded.custodians.map(({ id, certificate }) => ({ id, certificate: fromBase64(certificate) ?? new Uint8Array() })),
  };
  return { lot, downloaded, context, form: { lotId }, paths };
}

/** From where an earlier attempt stopped; answers whether anything had to be fetched. */
async function fetchFile(client: Session['client'], { sha256, size, name }: { sha256: string; size: number; name: string }, path: string): Promise<boolean> {
  if (await digestOf(path) === sha256) return false;
  const partial = `${path}.partial`;
  const have = await stat(partial).then((one) => one.size, () => 0);
  const file = await open(partial, have > 0 && have < size ? 'a' : 'w', 0o600);
  try {
    const response = await client.open(`/api/v1/blobs/${sha256}`, have > 0 && have < size ? { range: `bytes=${have}-` } : {});
    if (response.status === 200) await file.truncate(0);
    for await (const chunk of response.body ?? []) await file.appendFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
  if (await digestOf(partial) !== sha256) {
    await rm(partial, { force: true });
    throw new ProofError(t(`${name} 与招标文件登记的摘要不符`, `${name} is not the file the tender documents name`));
  }
  await rename(partial, path);
  return true;
}

async function digestOf(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return null;
  const digest = createHash('sha256');
  for await (const chunk of file.createReadStream()) digest.update(chunk as Buffer);
  return digest.digest('hex');
}

/** A name from outside is no path. */
function safeName(name: string, sha256: string): string {
  const plain = basename(name.replaceAll('\\', '/')).replaceAll(/[\p{Cc}<>:"|?*]/gu, '_');
  return plain === '' || plain === '.' || plain === '..' ? sha256 : plain;
}
