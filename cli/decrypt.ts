import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { OpeningRead } from '../src/contracts/reads.ts';
import { ProblemError } from '../src/play/client.ts';
import { readHeader, recoverBidderSecret, toBase64Url } from '../src/seal/index.ts';
import { openSession } from './bidder/session.ts';
import { EXIT, exitHelp, progressLine, readArgs, sessionHelp, sessionOptions, TryAgain, UsageError, verb, type Session } from './bidder/tool.ts';
import { durationText, t, timeText } from './bidder/words.ts';

export const help = t(`qinglan decrypt: 在解密时限内用本单位的加密私钥解开自己的投标

  qinglan decrypt --url URL --keys PLACE --lot LOT [--no-wait] [--json]

  --no-wait  托管份额尚未释放时立即退出(退出码 3)，不等待；不给时等到时限结束
${sessionHelp()}

私钥不离开本机：交出的只是这一份投标的密钥的一半。
${exitHelp()}
`, `qinglan decrypt: open the company's own bid inside the decryption window, with its own encryption key

  qinglan decrypt --url URL --keys PLACE --lot LOT [--no-wait] [--json]

  --no-wait  end at once (exit 3) while custodians have not released their shares; without it, wait until the window ends
${sessionHelp()}

The private key stays here: what is given is half of the key of this one bid.
${exitHelp()}
`);

const headBytes = 16_384;
const lookMs = 2_000;

/** `qinglan decrypt`. */
export async function run(args: readonly string[]): Promise<number> {
  return verb('decrypt', async () => {
    const { values } = readArgs(args, { ...sessionOptions, lot: { type: 'string' }, 'no-wait': { type: 'boolean' } });
    if (!values.lot) throw new UsageError(t('须给出 --lot', '--lot is needed'));
    const session = await openSession(values);
    const { items } = await session.client.get<{ items: { bidSeq: number; state: string; cipherSha256: string }[] }>(`/api/v1/lots/${values.lot}/bids/mine`);
    const bid = items.find(({ state }) => state === 'receipted');
    if (!bid) throw new Error(t('本单位在该标段没有待解密的投标', 'This company has no bid to open in this lot'));
    const bidderSecret = await secretOf(session, bid.cipherSha256);
    const acted = await opened(session, values.lot, { bidSeq: bid.bidSeq, bidderSecret }, { wait: !values['no-wait'], quiet: values.json ?? false });
    process.stdout.write(values.json ? `${JSON.stringify({ lotId: values.lot, bidSeq: bid.bidSeq, receipt: acted.receipt })}\n` : t(`投标 ${bid.bidSeq} 已解密，凭证 ${acted.receipt?.leafId ?? ''}\n`, `bid ${bid.bidSeq} is open, leaf ${acted.receipt?.leafId ?? ''}\n`));
    return EXIT.done;
  });
}

/** The head of the envelope is enough, and the platform has it: the machine that sealed it is not needed. */
async function secretOf({ client }: Session, sha256: string): Promise<string> {
  const response = await client.open(`/api/v1/blobs/${sha256}`, { range: `bytes=0-${headBytes - 1}` });
  const header = readHeader(new Uint8Array(await response.arrayBuffer()));
  if (!client.who) throw new Error('nobody is signed in');
  return toBase64Url(await recoverBidderSecret(header, client.who.encrypt.privateKey));
}

async function opened({ client }: Session, lotId: string, key: { bidSeq: number; bidderSecret: string }, { wait, quiet }: { wait: boolean; quiet: boolean }) {
  const tell = progressLine(quiet);
  // one key for all attempts: what was done is answered, not done again
  const idempotencyKey = randomUUID();
  for (;;) {
    try {
      return await client.act('opn-decrypt', lotId, { ...key, result: 'ok' }, idempotencyKey);
    } catch (error) {
      // a bid of gigabytes takes the platform longer to read than an answer is waited for; it goes on meanwhile
      if (error instanceof DOMException && error.name === 'TimeoutError') continue;
      if (!(error instanceof ProblemError) || error.code !== 'shares-missing') throw error;
      const { decryptEnd, now } = await client.get<OpeningRead>(`/api/v1/lots/${lotId}/opening`);
      const left = decryptEnd === undefined ? 0 : Date.parse(decryptEnd) - Date.parse(now);
      if (!wait || left <= 0) throw new TryAgain(t(error.problem.detailZh, error.problem.detailEn));
      tell(t(`等待托管份额，解密时限 ${timeText(decryptEnd ?? '')}，还有 ${durationText(left)}`, `waiting for the custodians' shares, ${durationText(left)} left`));
      await pause(lookMs);
    }
  }
}
