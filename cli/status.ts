import type { LotRead, OpeningRead } from '../src/contracts/reads.ts';
import { readBidFile, type BidFile } from './bidder/bid-file.ts';
import { checkReceipt } from './bidder/receipts.ts';
import { openSession } from './bidder/session.ts';
import { EXIT, exitHelp, lineOf, ProofError, readArgs, sessionHelp, sessionOptions, UsageError, verb, type Session } from './bidder/tool.ts';
import { durationText, t, timeText } from './bidder/words.ts';

export const help = t(`qinglan status: 标段、截止倒计时、本单位投标与回执的核验、是否需要解密

  qinglan status --url URL --keys PLACE (ENVELOPE ... | --lot LOT) [--json]

  ENVELOPE  已递交的密封包：逐一核验其 .bid.json 中的回执
  --lot     标段编号；没有密封包时只看状态
${sessionHelp()}

${exitHelp()}
`, `qinglan status: the lot, its deadline, own bids, whether receipts hold, whether decryption is due

  qinglan status --url URL --keys PLACE (ENVELOPE ... | --lot LOT) [--json]

  ENVELOPE  a bid that was handed in: the receipts in its .bid.json are verified one by one
  --lot     the lot; without envelopes only its state is told
${sessionHelp()}

${exitHelp()}
`);

interface OwnBid { bidId: string; bidSeq: number; state: string; submittedAt?: string; receiptNo?: string; size: number }
interface Checked { envelope: string; act: string; leafId: string; state: string }

/** `qinglan status`. */
export async function run(args: readonly string[]): Promise<number> {
  return verb('status', async () => {
    const { values, positionals } = readArgs(args, { ...sessionOptions, lot: { type: 'string' } }, 'any');
    const bids = await Promise.all(positionals.map(async (envelope) => ({ envelope, bid: await readBidFile(envelope) })));
    const lotId = values.lot ?? bids[0]?.bid.lotId;
    if (lotId === undefined) throw new UsageError(t('须给出密封包或 --lot', 'An envelope or --lot is needed'));
    const session = await openSession({ ...values, url: values.url ?? bids[0]?.bid.url });
    const told = await look(session, lotId);
    const receipts = await verified(session, bids);
    process.stdout.write(values.json ? `${JSON.stringify({ ...told, receipts })}\n` : text(told, receipts));
    return EXIT.done;
  });
}

interface Told { lotId: string; state: string; stateZh: string; now: string; bidDeadline?: string; leftMs?: number; bids: OwnBid[]; opening?: { state: string; decryptEnd?: string }; decryptionNeeded: number[] }

async function look({ client }: Session, lotId: string): Promise<Told> {
  const [lot, { now }, mine] = await Promise.all([
    client.get<LotRead>(`/api/v1/lots/${lotId}`), client.get<{ now: string }>('/api/v1/platform'), client.get<{ items: OwnBid[] }>(`/api/v1/lots/${lotId}/bids/mine`),
  ]);
  const opening = lot.opening ? await client.get<OpeningRead>(`/api/v1/lots/${lotId}/opening`) : undefined;
  const open = opening !== undefined && ['listed', 'decrypting'].includes(opening.state);
  return {
    lotId, state: lot.stage, stateZh: lot.stageZh, now, bids: mine.items,
    ...(lot.bidDeadline ? { bidDeadline: lot.bidDeadline, leftMs: Date.parse(lot.bidDeadline) - Date.parse(now) } : {}),
    ...(opening ? { opening: { state: opening.state, ...(opening.decryptEnd ? { decryptEnd: opening.decryptEnd } : {}) } } : {}),
    decryptionNeeded: open ? mine.items.filter(({ state }) => state === 'receipted').map(({ bidSeq }) => bidSeq) : [],
  };
}

async function verified(session: Session, bids: readonly { envelope: string; bid: BidFile }[]): Promise<Checked[]> {
  const checked: Checked[] = [];
  for (const { envelope, bid } of bids) {
    if (bid.deployment !== session.deployment) throw new ProofError(t(`${envelope} 属于另一平台`, `${envelope} is of another platform`));
    for (const [act, receipt] of Object.entries(bid.receipts)) {
      const state = await checkReceipt(session, receipt).catch((cause: unknown) => {
        throw cause instanceof ProofError ? new ProofError(`${envelope}: ${act}: ${lineOf(cause)}`, { cause }) : cause;
      });
      checked.push({ envelope, act, leafId: receipt.leafId, state });
    }
  }
  return checked;
}

function text(told: Told, receipts: readonly Checked[]): string {
  const lines = [t(`标段 ${told.lotId}：${told.stateZh}`, `lot ${told.lotId}: ${told.state}`)];
  if (told.bidDeadline !== undefined && told.leftMs !== undefined) {
    lines.push(told.leftMs > 0
      ? t(`截止 ${timeText(told.bidDeadline)}，还有 ${durationText(told.leftMs)}(以平台时钟计)`, `deadline ${timeText(told.bidDeadline)}, ${durationText(told.leftMs)} left by the platform's clock`)
      : t(`截止 ${timeText(told.bidDeadline)}，已过`, `deadline ${timeText(told.bidDeadline)}, passed`));
  }
  for (const bid of told.bids) lines.push(t(`本单位投标 ${bid.bidSeq}：${bid.state}${bid.receiptNo ? `，回执 ${bid.receiptNo}` : ''}`, `own bid ${bid.bidSeq}: ${bid.state}${bid.receiptNo ? `, receipt ${bid.receiptNo}` : ''}`));
  for (const { act, state, leafId } of receipts) lines.push(`  ✓ ${act} ${leafId}: ${{ recorded: t('已记录，待入账', 'recorded, on its way into the log'), sealed: t('在账本的密封批次中，已核验', 'in a sealed batch of the log, verified'), durable: t('在账本中，已核验', 'in the log, verified') }[state] ?? state}`);
  if (told.decryptionNeeded.length > 0) {
    const left = told.opening?.decryptEnd ? t(`，须在 ${timeText(told.opening.decryptEnd)} 前`, ` by ${timeText(told.opening.decryptEnd)}`) : '';
    lines.push(t(`需要解密：${told.decryptionNeeded.join('、')}${left}，请运行 qinglan decrypt`, `to be decrypted: ${told.decryptionNeeded.join(', ')}${left}; run qinglan decrypt`));
  }
  return `${lines.join('\n')}\n`;
}
