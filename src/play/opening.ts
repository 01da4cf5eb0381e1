import { msPerMinute } from '../kernel/calendar.ts';
import type { OpeningRead } from '../contracts/reads.ts';
import { bidderSecret, submitLate, type BidPlay, type Submissions } from './bidding.ts';
import { revealChance, type Committed } from './chance.ts';
import { leastOf } from './procurement.ts';
import { drawsCoefficients } from './evaluation-terms.ts';
import type { Client } from './client.ts';
import { guest } from './people.ts';
import type { LotPlay, Stage } from './stage.ts';
import { each, pause, until } from './wait.ts';

export interface OpeningOutcome { refused: string[]; tooFew: boolean; opened: BidPlay[]; revoked: BidPlay[] }

const host = 'centre-host';
const openingMinutes = 30;

/** 开标: the stream starts before the deadline, bidders sign in, and at the deadline the list is fixed and opened. */
export async function openBids(stage: Stage, lot: LotPlay, submissions: Submissions, coefficients: Committed | null): Promise<OpeningOutcome> {
  const { live, late } = submissions;
  const deadline = lot.bidDeadline ?? 0;
  if (lot.live !== true) await goLive(stage, lot, live);
  const beat = (): Promise<void> => pause((stage.pace ?? 0) * 1_000);
  if (stage.pace) await countDown(stage, lot, deadline);
  await stage.clock.moveTo(deadline + 1_000);
  const refused = await submitLate(lot, late);
  const client = await stage.staff.as(host);
  if (live.length < leastOf(lot.project, lot.plan ?? {})) {
    await client.step('do-too-few', lot.lotId, {});
    return { refused, tooFew: true, opened: [], revoked: [] };
  }
  await client.act('opn-start', lot.lotId, {});
  await beat();
  const { result } = await client.act<{ decryptEnd: string }>('opn-list', lot.lotId, {});
  await beat();
  const [opened, silent] = [live.filter((bid) => bid.plan.decrypts !== false), live.filter((bid) => bid.plan.decrypts === false)];
  await decrypt(stage, lot, opened);
  if (silent.length > 0) await stateCauses(stage, lot, silent, Date.parse(result.decryptEnd));
  await announce(stage, client, lot, opened);
  await beat();
  if (coefficients && drawsCoefficients(lot.evaluation)) {
    await revealChance(stage, lot, coefficients);
    await client.act('opn-coefficient', lot.lotId, {});
  }
  await confirm(stage, lot, opened);
  return { refused, tooFew: false, opened, revoked: silent };
}

/** All at once, or bid by bid where people watch. */
async function announce(stage: Stage, client: Client, lot: LotPlay, opened: readonly BidPlay[]): Promise<void> {
  if (opened.length === 0) return;
  if (!stage.pace) {
    await client.act('opn-announce', lot.lotId, {});
    return;
  }
  for (const { bidSeq } of opened) {
    await client.act('opn-announce', lot.lotId, { bidSeqs: [bidSeq] });
    await pause(stage.pace * 1_000);
  }
}

/** Tells where to watch and lets the last seconds before the deadline run by themselves. */
async function countDown(stage: Stage, lot: LotPlay, deadline: number): Promise<void> {
  const seconds = 20;
  stage.tell(`lot ${lot.lotNo}: watch ${stage.platform.url}/lots/${lot.lotId}/opening`);
  await stage.clock.moveTo(deadline - seconds * 1_000);
  await pause(seconds * 1_000);
}

/** 开标直播 half an hour before, and whoever has submitted signs in. */
export async function goLive(stage: Stage, lot: LotPlay, live: readonly BidPlay[]): Promise<void> {
  await stage.clock.moveTo((lot.bidDeadline ?? 0) - openingMinutes * msPerMinute);
  await (await stage.staff.as(host)).act('liv-start', lot.lotId, {});
  await each(live, stage.parallel, (bid) => bid.company.client.act('opn-checkin', lot.lotId, {}));
  lot.live = true;
}

/** Two custodians' shares first; then everyone at once, each with its own key. */
async function decrypt(stage: Stage, lot: LotPlay, opened: readonly BidPlay[]): Promise<void> {
  const needed = 2;
  await until('the custodians\' shares', async () => ((await opening(stage.platform, lot.lotId)).custodians ?? []).filter((one) => one.releasedAt !== undefined).length >= needed);
  await each(opened, stage.pace ? 1 : stage.parallel, async (bid) => {
    await pause((stage.pace ?? 0) * 1_000);
    await bid.company.client.act('opn-decrypt', lot.lotId, { bidSeq: bid.bidSeq, result: 'ok', bidderSecret: await bidderSecret(bid) });
  });
}

/** 未解密的逐一载明原因: after the window, bid by bid. */
async function stateCauses({ platform, clock, staff }: Stage, lot: LotPlay, silent: readonly BidPlay[], decryptEnd: number): Promise<void> {
  await clock.moveTo(decryptEnd + 1_000);
  await until('the end of decryption', async () => (await opening(platform, lot.lotId)).state === 'decrypted');
  const client = await staff.as(host);
  for (const bid of silent) await client.act('opn-decrypt', lot.lotId, { bidSeq: bid.bidSeq, result: 'failed', failureCause: 'bidder' });
}

/** 开标记录确认 by all whose bid was opened; where there is none, silence closes the session. */
async function confirm({ platform, clock, parallel, pace }: Stage, lot: LotPlay, opened: readonly BidPlay[]): Promise<void> {
  await each(opened, pace ? 1 : parallel, async (bid) => {
    await pause((pace ?? 0) * 1_000);
    await bid.company.client.act('opn-confirm', lot.lotId, {});
  });
  const { state, confirmEnd } = await opening(platform, lot.lotId);
  if (['announced', 'confirming'].includes(state) && confirmEnd !== undefined) await clock.moveTo(Date.parse(confirmEnd) + 1_000);
  await until('the end of the opening', async () => ['closed', 'archived'].includes((await opening(platform, lot.lotId)).state));
}

function opening(platform: Stage['platform'], lotId: string): Promise<OpeningRead> {
  return guest(platform).get<OpeningRead>(`/api/v1/lots/${lotId}/opening`);
}
