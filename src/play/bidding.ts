import { recoverBidderSecret, sealBid, fromBase64, toBase64Url, type SealHeader } from '../seal/index.ts';
import { fileConsortium, turnedAway } from './admission.ts';
import { fenOf, type CaseBid } from './case-file.ts';
import { ProblemError } from './client.ts';
import { digestOf, type Company } from './people.ts';
import type { LotPlay, Stage } from './stage.ts';
import { each } from './wait.ts';

/** One bid on its way: sealed before the deadline, whatever becomes of it. */
export interface BidPlay { plan: CaseBid; company: Company; bidId: string; bidSeq: number; header: SealHeader; priceFen: string; durationZh: string; /** of its consortium */ name?: string; replacing?: BidPlay }
export interface Submissions { live: BidPlay[]; withdrawn: BidPlay[]; late: BidPlay[]; /** names of those who may not bid */ turnedAway: string[] }

interface Downloaded { custodians: { id: string; certificate: string }[] }
const refusedLate = ['r-before-deadline', 'state'];

/** Downloads, seals and uploads in parallel; hands in one after the other, in the order of the case. */
export async function submitBids(stage: Stage, lot: LotPlay, bids: readonly CaseBid[], companyOf: (bidder: string) => Promise<Company>): Promise<Submissions> {
  const made = await each(bids, stage.parallel, async (plan) => {
    const company = await companyOf(plan.bidder);
    if (await turnedAway(lot, plan, company)) return plan.bidder;
    const members = await Promise.all((plan.consortium ?? []).map(companyOf));
    const { result } = await company.client.act<Downloaded & Record<string, unknown>>('doc-download', lot.lotId, { docId: lot.docId });
    const earlier = plan.replaces === undefined ? undefined : await seal(stage, lot, { plan, company, members, downloaded: result, yuan: plan.replaces });
    const bid = await seal(stage, lot, { plan, company, members, downloaded: result, yuan: plan.priceYuan });
    return earlier ? { ...bid, replacing: earlier } : bid;
  });
  const outcome: Submissions = { live: [], withdrawn: [], late: [], turnedAway: made.filter((one) => typeof one === 'string') };
  for (const bid of made) {
    if (typeof bid === 'string') continue;
    if (lot.plan?.consortium && bid.plan.late !== true && await standsInAnother(lot, bid)) {
      outcome.turnedAway.push(bid.plan.bidder);
      continue;
    }
    if (bid.plan.late === true) {
      // one that came in time first leaves that one standing: only the late version is refused
      if (bid.replacing) { await submit(lot, bid.replacing); outcome.live.push(bid.replacing); }
      outcome.late.push(bid);
      continue;
    }
    if (!lot.plan?.consortium) await submitAll(lot, bid);
    if (bid.plan.withdraws === true) {
      await bid.company.client.act('bid-withdraw', lot.lotId, { bidId: bid.bidId, action: 'withdraw' });
      outcome.withdrawn.push(bid);
    } else {
      outcome.live.push(bid);
    }
  }
  return outcome;
}

async function submitAll(lot: LotPlay, bid: BidPlay): Promise<void> {
  if (bid.replacing) await submit(lot, bid.replacing);
  await submit(lot, bid, bid.replacing);
}

/** Hands in where consortia are taken: of one who takes part in another bid already none is accepted. */
async function standsInAnother(lot: LotPlay, bid: BidPlay): Promise<boolean> {
  try {
    await submitAll(lot, bid);
    return false;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'r-bid-latest-only') throw error;
    return true;
  }
}

/** After the deadline: each must be refused; the names of those that were. */
export async function submitLate(lot: LotPlay, late: readonly BidPlay[]): Promise<string[]> {
  const refused: string[] = [];
  for (const bid of late) {
    try {
      await submit(lot, bid, bid.replacing);
    } catch (error) {
      if (!(error instanceof ProblemError) || !refusedLate.includes(error.code)) throw error;
      refused.push(bid.plan.bidder);
    }
  }
  return refused;
}

/** The bidder's half of the key of its own bid, unwrapped with its own encryption key. */
export async function bidderSecret({ header, company }: BidPlay): Promise<string> {
  return toBase64Url(await recoverBidderSecret(header, company.identity.encrypt.privateKey));
}

interface Sealing { plan: CaseBid; company: Company; members: readonly Company[]; downloaded: Downloaded; yuan: string }

/** A price above the ceiling is sealed all the same: whether it falls is for the review to say. */
async function seal(stage: Stage, lot: LotPlay, { plan, company, members, downloaded, yuan }: Sealing): Promise<BidPlay> {
  const { lotId } = lot;
  const { client, entityId, identity } = company;
  const durationZh = '180日历天';
  const bytes = new TextEncoder().encode(`投标文件：${plan.bidder}\n`);
  const sealed = await sealBid({
    form: {
      lotId, priceFen: fenOf(yuan), duration: durationZh, quality: '合格', projectManager: '项目负责人',
      ...(plan.size ? { enterpriseSize: plan.size } : {}),
      ...(plan.adjustments ? { adjustments: plan.adjustments.map(({ item, amountYuan }) => ({ item, amountFen: fenOf(amountYuan) })) } : {}),
    },
    files: [{ name: '投标文件.txt', size: bytes.length, bytes }],
    context: {
      deployment: stage.platform.deployment, lotId, bidderId: entityId, bidderCertificate: identity.encrypt.certificate,
      custody: downloaded.custodians.map(({ id, certificate }) => ({ id, certificate: bytesOf(certificate) })),
    },
  });
  const { sha256 } = await client.upload(sealed.envelope);
  const { result } = await client.act<{ bidId: string; bidSeq: number }>('bid-encrypt', lotId, { envelope: sha256, plainSha256: sealed.plainDigest, cipherSuite: 'qinglan-seal-v1' });
  await client.act('bid-fingerprint', lotId, { bidId: result.bidId, clientKind: 'cli', fileMetadata: digestOf(`${sha256} metadata`) });
  const name = members.length > 0 ? await fileConsortium(lot, { company, members, bidId: result.bidId }) : undefined;
  return { plan, company, bidId: result.bidId, bidSeq: result.bidSeq, header: sealed.header, priceFen: fenOf(yuan), durationZh, ...(name === undefined ? {} : { name }) };
}

async function submit({ lotId }: LotPlay, { company, bidId }: BidPlay, replaced?: BidPlay): Promise<void> {
  await company.client.act('bid-submit', lotId, { bidId, ...(replaced ? { replacesBidSeq: replaced.bidSeq } : {}) });
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64(base64);
  if (!bytes) throw new Error('a custodian\'s certificate is no base64');
  return bytes;
}
