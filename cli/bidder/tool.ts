import { readFile } from 'node:fs/promises';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { z } from 'zod';
import { UploadError } from '../../src/contracts/upload.ts';
import { LedgerRefusal } from '../../src/ledger/core/refusal.ts';
import { ProblemError, type Client } from '../../src/play/client.ts';
import { SealError } from '../../src/seal/index.ts';
import { lang, t } from './words.ts';

/** Exit codes of the bidder's verbs. */
export const EXIT = { done: 0, refused: 1, badUsage: 2, tryAgain: 3, proofFails: 4 } as const;
export const exitHelp = (): string => t(
  '退出码：0 完成，1 被平台或本工具拒绝，2 用法错误，3 平台暂不可达或繁忙(可原样重试)，4 回执或账本证明不成立。',
  'Exit: 0 done, 1 refused by the platform or by this tool, 2 wrong use, 3 the platform is away or busy (run it again as it is), 4 a receipt or a proof of the ledger does not hold.',
);

export class UsageError extends Error {}
/** Not yet, but soon. */
export class TryAgain extends Error {}
/** What was promised does not hold: this is for the supervisor, not for another attempt. */
export class ProofError extends Error {}

export interface Session { client: Client; deployment: string; vkey: string; entityId: string; url: string }

export const sessionOptions = { url: { type: 'string' }, keys: { type: 'string' }, vkey: { type: 'string' }, json: { type: 'boolean' } } as const satisfies ParseArgsConfig['options'];

export const sessionHelp = (): string => t(
  `  --url    平台地址，如 https://ggzy.example.cn
  --keys   本单位证书与私钥：含 sign/encrypt 的 .key.pem 与 .crt.pem 的文件夹，或 JSON 文件
  --vkey   另行取得的账本公钥；不给时首次使用记在 --keys 旁的 ledger.vkey，此后只认它
  --json   只输出一行 JSON`,
  `  --url    the platform, as https://ggzy.example.cn
  --keys   the company's keys: a folder with sign and encrypt .key.pem and .crt.pem, or a JSON file
  --vkey   the ledger's key, obtained elsewhere; without it the first use pins it beside --keys (ledger.vkey)
  --json   one line of JSON and nothing else`,
);

export function readArgs<T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T, positionals: number | 'any' = 0) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: positionals !== 0 });
    if (positionals !== 'any' && parsed.positionals.length !== positionals) throw new UsageError(t('参数个数不对', 'a different number of arguments is needed'));
    return parsed;
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(lineOf(cause));
  }
}

/** Runs a verb; whatever goes wrong is one line and an exit code. */
export async function verb(name: string, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    process.stderr.write(`qinglan ${name}: ${lineOf(error)}${error instanceof UsageError ? t('(--help 有说明)', ' (see --help)') : ''}\n`);
    return exitOf(error);
  }
}

export function exitOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.badUsage;
  if (error instanceof TryAgain) return EXIT.tryAgain;
  if (error instanceof ProofError || error instanceof LedgerRefusal) return EXIT.proofFails;
  if (error instanceof ProblemError) return error.status >= 500 || error.status === 429 ? EXIT.tryAgain : EXIT.refused;
  if (error instanceof UploadError) return error.status === 0 || error.status >= 500 || error.status === 429 ? EXIT.tryAgain : EXIT.refused;
  // what fetch throws when nobody answers
  if (error instanceof TypeError && error.message === 'fetch failed') return EXIT.tryAgain;
  if (error instanceof DOMException && error.name === 'TimeoutError') return EXIT.tryAgain;
  return EXIT.refused;
}

export function lineOf(error: unknown): string {
  if (error instanceof SealError) return `${error.code}: ${error.message}`;
  if (error instanceof ProblemError) return `${error.code}: ${lang === 'zh' ? error.problem.detailZh : error.problem.detailEn}`;
  if (error instanceof UploadError) return `${error.code}${error.status === 0 ? `: ${t('平台不可达', 'the platform cannot be reached')}` : ''}`;
  if (error instanceof z.ZodError) return `${error.issues[0]?.path.join('.') ?? ''}: ${error.issues[0]?.message ?? 'invalid'}`;
  if (error instanceof TypeError && error.message === 'fetch failed') return t('平台不可达', 'the platform cannot be reached');
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path}: ${t('不是 JSON', 'not JSON')}`);
  }
}

/** For people: to the error stream, so that the answer alone is on the other. Rewrites its line on a terminal. */
export function progressLine(quiet: boolean): (text: string, last?: boolean) => void {
  const live = !quiet && process.stderr.isTTY;
  let told = 0;
  return (text, last = false) => {
    if (quiet) return;
    if (!live && !last && Date.now() - told < 5_000) return;
    told = Date.now();
    process.stderr.write(live ? `\r\u001B[K${text}${last ? '\n' : ''}` : `${text}\n`);
  };
}
