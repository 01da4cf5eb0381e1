import { randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { upload } from '../src/contracts/upload.ts';
import type { LotRead } from '../src/contracts/reads.ts';
import type { Acted } from '../src/play/client.ts';
import { bidFileOf, readBidFile, writeBidFile, type BidFile } from './bidder/bid-file.ts';
import { checkReceipt } from './bidder/receipts.ts';
import { openSession } from './bidder/session.ts';
import { EXIT, exitHelp, progressLine, readArgs, sessionHelp, sessionOptions, verb, type Session } from './bidder/tool.ts';
import { bytesText, durationText, t, timeText } from './bidder/words.ts';

export const help = t(`qinglan submit: 递交已密封的投标文件，中断后原样再运行即可续传

  qinglan submit --url URL --keys PLACE ENVELOPE [--replace] [--json]

  ENVELOPE   qinglan seal 写出的密封包；旁边的 .bid.json 记着进度与回执
  --replace  替换本单位已递交的投标(以最后一次递交为准)
${sessionHelp()}

上传不计入截止时间的判断：以 bid-submit 签名办结的时刻为准，该时刻前文件须已完整送达(电子招标投标办法 第27条)。
${exitHelp()}
`, `qinglan submit: hand in a sealed bid; after an interruption run it again as it was

  qinglan submit --url URL --keys PLACE ENVELOPE [--replace] [--json]

  ENVELOPE   what qinglan seal wrote; the .bid.json beside it keeps the progress and the receipts
  --replace  replace the company's earlier bid for the lot (the last one counts)
${sessionHelp()}

What is held against the deadline is the instant of the signed act bid-submit, not how long the file took; by then the whole file has
to be there.
${exitHelp()}
`);

/** `qinglan submit`. */
export async function run(args: readonly string[]): Promise<number> {
  return verb('submit', async () => {
    const { values, positionals: [envelope = ''] } = readArgs(args, { ...sessionOptions, replace: { type: 'boolean' } }, 1);
    const bid = await readBidFile(envelope);
    const session = await openSession({ ...values, url: values.url ?? bid.url });
    if (session.deployment !== bid.deployment || session.entityId !== bid.bidderId) throw new Error(t('密封包属于另一平台或另一单位', 'The envelope is of another platform or another company'));
    await submit(session, envelope, bid, { replace: values.replace ?? false, quiet: values.json ?? false });
    return EXIT.done;
  });
}

/** Parts this small keep the tool small; larger ones win nothing. */
const chunkBytes = 4 * 1024 ** 2;

interface Way { replace: boolean; quiet: boolean }

async function submit(session: Session, envelope: string, bid: BidFile, way: Way): Promise<void> {
  const save = (): Promise<void> => writeBidFile(envelope, bid);
  const { replaced, lot } = await before(session, bid, way);
  if (!bid.uploaded) await bring(session, envelope, bid, { save, lot, quiet: way.quiet });
  const encrypted = await once<{ bidId: string; bidSeq: number }>(session, bid, 'bid-encrypt', { envelope: bid.sha256, plainSha256: bid.plainSha256, cipherSuite: 'qinglan-seal-v1' }, save);
  if (encrypted) Object.assign(bid, { bidId: encrypted.bidId, bidSeq: encrypted.bidSeq });
  await save();
  await once(session, bid, 'bid-fingerprint', { bidId: bid.bidId, clientKind: 'cli', fileMetadata: bid.fileMetadata }, save);
  const submitted = await once<{ receiptNo?: string; receivedAt?: string }>(session, bid, 'bid-submit', { bidId: bid.bidId, ...(replaced === null ? {} : { replacesBidSeq: replaced }) }, save);
  if (submitted?.receiptNo) Object.assign(bid, { receiptNo: submitted.receiptNo, submittedAt: submitted.receivedAt });
  await save();
  const state = await checkReceipt(session, bid.receipts['bid-submit'] ?? missing());
  process.stdout.write(way.quiet
    ? `${JSON.stringify({ lotId: bid.lotId, bidId: bid.bidId, bidSeq: bid.bidSeq, receiptNo: bid.receiptNo, submittedAt: bid.submittedAt, leafId: bid.receipts['bid-submit']?.leafId, state, sha256: bid.sha256 })}\n`
    : t(`已递交：回执 ${bid.receiptNo}，编号 ${bid.bidSeq}，时间 ${timeText(bid.submittedAt ?? '')}\n回执已核验(${state})并保存于 ${bidFileOf(envelope)}\n`,
      `Handed in: receipt ${bid.receiptNo}, number ${bid.bidSeq}, at ${timeText(bid.submittedAt ?? '')}\nThe receipt holds (${state}) and is kept in ${bidFileOf(envelope)}\n`));
}

/** Whether the lot takes bids, and which own bid this one would replace. */
async function before({ client }: Session, bid: BidFile, { replace }: Way): Promise<{ replaced: number | null; lot: LotRead }> {
  const [lot, mine] = await Promise.all([
    client.get<LotRead>(`/api/v1/lots/${bid.lotId}`),
    client.get<{ items: { bidId: string; bidSeq: number; state: string }[] }>(`/api/v1/lots/${bid.lotId}/bids/mine`),
  ]);
  const live = mine.items.find(({ bidId, state }) => state === 'receipted' && bidId !== bid.bidId);
  if (live && !replace) throw new Error(t(`本单位已递交编号 ${live.bidSeq} 的投标；如要替换请加 --replace`, `Bid ${live.bidSeq} of this company has been handed in; --replace replaces it`));
  return { replaced: live?.bidSeq ?? null, lot };
}

/** Sends the envelope from where it stands. */
async function bring({ client }: Session, envelope: string, bid: BidFile, { save, lot, quiet }: { save: () => Promise<void>; lot: LotRead; quiet: boolean }): Promise<void> {
  if ((await stat(envelope)).size !== bid.size) throw new Error(t('密封包已被改动，请重新密封', 'The envelope was changed: seal it again'));
  const file = await open(envelope, 'r');
  const tell = progressLine(quiet);
  const began = Date.now();
  let first: number | null = null;
  try {
    const { sha256, sm3 } = await upload(client.uploadPlace(), {
      size: bid.size, name: `${bid.sha256}.sealed`,
      async slice(start, end) {
        const bytes = new Uint8Array(end - start);
        for (let at = 0; at < bytes.length;) at += (await file.read(bytes, at, bytes.length - at, start + at)).bytesRead || short();
        return bytes;
      },
    }, {
      address: bid.upload ?? null, chunkBytes,
      async begun(address) { bid.upload = address; await save(); },
      progress(sent, size) {
        first ??= sent;
        const rate = (sent - first) / Math.max(1, Date.now() - began);
        const left = rate > 0 ? (size - sent) / rate : null;
        tell(`${t('上传', 'upload')} ${bytesText(sent)} / ${bytesText(size)}${left === null ? '' : ` · ${bytesText(rate * 1_000)}/s · ${t('还需', 'left')} ${durationText(left)}`}${deadlineText(lot)}`, sent === size);
      },
    });
    if (sha256 !== bid.sha256 || sm3 !== bid.sm3) throw new Error(t('平台收到的文件与密封时不同：密封包已被改动，请重新密封', 'What arrived is not what was sealed: the envelope was changed, seal it again'));
  } finally {
    await file.close();
  }
  bid.uploaded = true;
  await save();
}

function deadlineText({ bidDeadline }: LotRead): string { return bidDeadline === undefined ? '' : ` · ${t('截止', 'deadline')} ${timeText(bidDeadline)}`; }

/** An act that was sent is sent again with its own key: done twice it is done once. What has its receipt is left alone. */
async function once<R>({ client }: Session, bid: BidFile, act: string, input: unknown, save: () => Promise<void>): Promise<R | null> {
  if (bid.receipts[act]) return null;
  bid.keys[act] ??= randomUUID();
  await save();
  const acted: Acted<R> = await client.act<R>(act, bid.lotId, input, bid.keys[act]);
  if (acted.receipt) bid.receipts[act] = acted.receipt;
  return acted.result;
}

function short(): never { throw new Error(t('密封包比记载的短，请重新密封', 'The envelope is shorter than it was: seal it again')); }
function missing(): never { throw new Error(t('平台没有给出回执', 'The platform gave no receipt')); }
