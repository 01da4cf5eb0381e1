import { msPerHour, msPerMinute } from '../../src/kernel/calendar.ts';
import type { ChancesRead } from '../../src/contracts/chances.ts';
import type { LotRead, OpeningRead } from '../../src/contracts/reads.ts';
import { bidderSecret, submitBids, type BidPlay } from '../../src/play/bidding.ts';
import type { CaseFile } from '../../src/play/case-file.ts';
import { commitOne, revealOne, type Contribution } from '../../src/play/chance.ts';
import { issueDocuments } from '../../src/play/documents.ts';
import { takeIn } from '../../src/play/intake.ts';
import { found, guest, representative } from '../../src/play/people.ts';
import { specialtyOf, type LotPlay, type Stage } from '../../src/play/stage.ts';
import { each, until } from '../../src/play/wait.ts';

/** A trade as far as the market plays it, to the committee's report: tenderer, agency and bidders, and the clock. `begun` hears of its lot. */
export async function playMarket(stage: Stage, file: CaseFile, begun: (lotId: string) => void): Promise<string> {
  const [plan] = file.lots;
  if (!plan) throw new Error('a case without lots');
  const project = await takeIn(stage, file);
  const lotId = project.lots.get(plan.lotNo) ?? '';
  begun(lotId);
  await until('the centre', async () => (await readLot(stage, lotId))?.stage === 'accepted');
  const lot = await issueDocuments(stage, project, plan);
  const submissions = await submitBids(stage, lot, plan.bids, (name) => found(stage.platform, name, 'bidder'));
  const own = [await commitOne(project.tenderer.client, lotId, 'coefficients'), await commitOne(project.tenderer.client, lotId, 'tie'), await commitOne(project.tenderer.client, lotId, 'experts')];
  const telling = tellWhenAsked(stage, lotId, own);
  await throughOpening(stage, lot, submissions.live);
  await both(stage, lotId, 'experts');
  const evaluationStart = (await stage.clock.now()) + msPerHour;
  // whoever sits for the tenderer is nobody's to play by hand
  const sits = await representative(stage.platform, project.tenderer, '招标人代表');
  await project.agency.client.act('exp-draw-request', lotId, { specialtyNeeds: [{ specialty: specialtyOf[project.category], headcount: 4 }], evaluationStart: new Date(evaluationStart).toISOString(), representativeIds: [sits.accountId] });
  await until('the experts', async () => ['sealed', 'unsealed'].includes((await project.agency.client.get<{ state: string }>(`/api/v1/lots/${lotId}/draw`)).state));
  await stage.clock.moveTo(evaluationStart + 1_000);
  await until('the report', async () => (await readLot(stage, lotId))?.stage === 'evaluated', { ms: 150_000 });
  telling.over = true;
  await telling.done;
  return lotId;
}

async function throughOpening(stage: Stage, lot: LotPlay, bids: readonly BidPlay[]): Promise<void> {
  const { lotId, bidDeadline = 0 } = lot;
  await both(stage, lotId, 'coefficients');
  await stage.clock.moveTo(bidDeadline - 30 * msPerMinute);
  await until('the hall to open', () => each(bids, 2, (bid) => bid.company.client.act('opn-checkin', lotId, {})).then(() => true, () => false), { pauseMs: 500 });
  await stage.clock.moveTo(bidDeadline + 1_000);
  await until('the list', async () => ['listed', 'decrypting'].includes((await opening(stage, lotId)).state));
  await until('the shares of the custodians', async () => ((await opening(stage, lotId)).custodians ?? []).filter(({ releasedAt }) => releasedAt !== undefined).length >= 2);
  await each(bids, 2, async (bid) => bid.company.client.act('opn-decrypt', lotId, { bidSeq: bid.bidSeq, result: 'ok', bidderSecret: await bidderSecret(bid) }));
  await until('the announcement', async () => ['announced', 'confirming'].includes((await opening(stage, lotId)).state));
  await until('the coefficients', async () => (await opening(stage, lotId)).record.some(({ fp }) => fp === 'opn-coefficient'));
  await each(bids, 2, (bid) => bid.company.client.act('opn-confirm', lotId, {}));
  await until('the end of the opening', async () => ['closed', 'archived'].includes((await opening(stage, lotId)).state));
}

const opening = ({ platform }: Stage, lotId: string): Promise<OpeningRead> => guest(platform).get<OpeningRead>(`/api/v1/lots/${lotId}/opening`);
async function readLot({ staff }: Stage, lotId: string): Promise<LotRead | null> { return (await staff.as('centre-a')).get<LotRead>(`/api/v1/lots/${lotId}`); }
async function chances({ platform }: Stage, lotId: string) { return (await guest(platform).get<ChancesRead>(`/api/v1/lots/${lotId}/chances`)).items; }

/** The supervisor has committed as well. */
function both(stage: Stage, lotId: string, purpose: string): Promise<boolean> {
  return until(`both commitments to ${purpose}`, async () => (await chances(stage, lotId)).some((one) => one.purpose === purpose && one.contributions.length >= 2));
}

/** As the tenderer's browser does. */
function tellWhenAsked(stage: Stage, lotId: string, own: readonly Contribution[]): { over: boolean; done: Promise<void> } {
  const telling = { over: false, done: Promise.resolve() };
  telling.done = (async () => {
    while (!telling.over) {
      for (const chance of (await chances(stage, lotId)).filter(({ state }) => state === 'revealing')) await revealOne(lotId, chance, own);
      await new Promise((resolve) => { setTimeout(resolve, 300); });
    }
  })();
  return telling;
}
