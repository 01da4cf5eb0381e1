import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fingerprint, LedgerRefusal, parseCheckpoint } from '../src/ledger/core/index.ts';
import { parsePolicy, type Policy } from '../src/ledger/verify/index.ts';
import { patiently } from '../src/play/patience.ts';
import { dataPaths, repositoryRoot } from '../src/platform/paths.ts';
import { checkPdfSeal, type PdfSeal } from '../src/seal/index.ts';
import { verifyArchive, type VerifiedArchive } from '../src/verify/archive.ts';
import { verifyTrade, type RefusedTrade, type VerifiedTrade } from '../src/verify/index.ts';
import { readArchive } from './lib/archive.ts';
import { beijing, inWords } from './lib/verify-words.ts';

export const help = `qinglan verify: check an exported trade, offline

  qinglan verify FILE [--policy POLICY] [--json]

  FILE      the evidence of a lot, as GET /api/v1/lots/{id}/evidence gives it, or its archive (zip), as GET /api/v1/lots/{id}/archive
            does: then every document in it is checked as well, and its seal; - reads it from standard input. An address (http or https) is
            fetched: what comes is checked like any file, so whoever answers need not be trusted
  --policy  a file that names the logs to trust (C2SP tlog-policy: lines "log <vkey>"). Without it the file that QINGLAN_POLICY
            names, else the local platform's own (ledger.policy in QINGLAN_DATA). A key is never taken from FILE
  --json    one line of JSON: {"ok": true, "checks"} or {"ok": false, "check", "en"}

Exit: 0 the trade holds, 1 it does not, 2 wrong use or no policy.
`;

/** An archive may have a gigabyte. */
const fetchMs = 1_800_000;

/** `qinglan verify`. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { policy: { type: 'string' }, json: { type: 'boolean' } } });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) return fail('name one FILE; --help says more', 2);
  const bytes = /^https?:\/\//.test(file) ? await fetchBytes(file) : await readBytes(file === '-' ? '/dev/stdin' : file);
  if (bytes === null) return fail(`${file} cannot be read`, 2);
  const archive = readArchive(bytes);
  const text = Buffer.from(archive?.get('evidence.json') ?? bytes).toString('utf8');
  const policy = await policyOf(values.policy);
  if (policy === null) return fail(`no policy: obtain the ledger key's fingerprint elsewhere and name a policy with --policy or QINGLAN_POLICY (${signerOf(text)})`, 2);
  if (policy instanceof LedgerRefusal) return fail(`the policy is refused: ${policy.message}`, 2);
  const result = archive ? await verifyArchive(archive, policy, sha256) : await verifyTrade(text, policy, { sha256 });
  if (!result.ok) {
    if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    return fail(lineOf(result), 1);
  }
  const seals = archive ? await sealsOf(archive) : null;
  const broken = seals?.find(({ seal }) => seal.state === 'broken' || seal.state === 'unreadable' || (seal.state === 'good' && !seal.whole));
  if (broken) return fail(`history (seal): 文书的电子签章无效 ${broken.path} / the seal of a document does not hold: ${broken.path}`, 1);
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else process.stdout.write(report(result, policy, seals ?? []));
  return 0;
}

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** Option, else QINGLAN_POLICY, else the local ledger's; null where there is none. */
async function policyOf(option: string | undefined): Promise<Policy | LedgerRefusal | null> {
  const named = option ?? process.env['QINGLAN_POLICY'];
  const text = await readText(named ?? dataPaths(process.env['QINGLAN_DATA'] || join(repositoryRoot, 'data')).policy);
  if (text === null) {
    if (named !== undefined) throw new Error(`the policy ${named} cannot be read`);
    return null;
  }
  try {
    return parsePolicy(text);
  } catch (error) {
    if (error instanceof LedgerRefusal) return error;
    throw error;
  }
}

/** Who claims to have signed: what must be asked for elsewhere, and by no means believed from here. */
function signerOf(text: string): string {
  try {
    const { checkpoint } = JSON.parse(text) as { checkpoint?: unknown };
    const { origin } = parseCheckpoint(String(checkpoint)).checkpoint;
    return `the file claims to be of log ${origin}`;
  } catch {
    return 'the file names no log';
  }
}

function report(trade: VerifiedTrade | VerifiedArchive, policy: Policy, seals: readonly Sealed[]): string {
  const { lotId, state, until, checkpoint, checks } = trade;
  const keys = policy.logs.filter((key) => key.name === checkpoint.origin).map(fingerprint).join();
  const lines = checks.map(({ zh, en, detail }) => `  ✓ ${zh} (${en}): ${inWords(detail)}`);
  if ('archive' in trade) lines.push(...archiveLines(trade.archive), ...sealLines(seals));
  return [`标段 lot ${lotId}`, ...lines, `核验通过 holds: 状态 state ${state}, 截至 until ${beijing(until)}, 账本 log ${checkpoint.origin}, ${checkpoint.size} 条 leaves, 公钥指纹 key ${keys}`, ''].join('\n');
}

function archiveLines({ papers, documents, apart }: VerifiedArchive['archive']): string[] {
  const held = `  ✓ 文书与文件均有账本记载 (every document is in the log): ${papers} 份文书 papers, ${documents} 个文件 files`;
  return [held, ...apart.map((one) => `  · 未随包附送，请按摘要另行核对 (not packed, compare its digest): ${one}`)];
}

interface Sealed { path: string; seal: PdfSeal }

/** The seals of the documents, each over its whole file. Whose they are is told, not judged: the ledger has vouched for the files. */
async function sealsOf(archive: ReadonlyMap<string, Uint8Array>): Promise<Sealed[]> {
  const sealed: Sealed[] = [];
  for (const [path, bytes] of archive) if (path.startsWith('papers/')) sealed.push({ path, seal: await checkPdfSeal(bytes) });
  return sealed;
}

function sealLines(seals: readonly Sealed[]): string[] {
  const good = seals.flatMap(({ seal }) => (seal.state === 'good' ? [`${seal.certificate.subject.organizationName ?? seal.certificate.subjectText} ${seal.certificate.fingerprint}`] : []));
  return [...new Set(good)].map((who) => `  ✓ 文书电子签章有效 (seals hold): ${good.filter((one) => one === who).length} 份 papers, 签章证书 by certificate ${who}`);
}

function lineOf({ check, code, zh, en }: RefusedTrade): string {
  return `${check}${code === check ? '' : ` (${code})`}: ${zh} / ${en}`.replaceAll('\n', ' ');
}

async function readText(path: string): Promise<string | null> {
  return (await readBytes(path))?.toString('utf8') ?? null;
}

async function fetchBytes(url: string): Promise<Buffer | null> {
  const response = await patiently(() => fetch(url, { signal: AbortSignal.timeout(fetchMs) })).catch(() => null);
  if (response === null) return null;
  if (!response.ok) {
    await response.body?.cancel();
    return null;
  }
  return Buffer.from(await response.arrayBuffer());
}

async function readBytes(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

function fail(line: string, code: number): number {
  process.stderr.write(`qinglan verify: ${line}\n`);
  return code;
}
