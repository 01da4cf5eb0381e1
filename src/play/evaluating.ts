import { fenOf, scores, type CaseLot } from './case-file.ts';
import type { BidPlay } from './bidding.ts';
import { isFrozen, revealChance, type Committed } from './chance.ts';
import { ProblemError, type Client } from './client.ts';
import { criteriaOf } from './evaluation-terms.ts';
import { leastOf, quoteRounds, quotesInRounds } from './procurement.ts';
import type { LotPlay, Stage } from './stage.ts';
import { each, until } from './wait.ts';

interface Session { state: string; seatNo: number; report?: { digest: string } }
const reviewItems = ['form', 'qualification', 'responsiveness'];
type Bid = { play: BidPlay; out: boolean };

/** 评标: sign-in, avoidance, chair, review, rejection, scores, ranking, report; members in the order of the case's sheets. */
export async function evaluate(stage: Stage, lot: LotPlay, table: { plan: CaseLot; members: Client[]; opened: readonly BidPlay[]; tie: Committed }): Promise<void> {
  const { opened, plan } = table;
  const members = await seated(stage, lot, table.members);
  for (const member of members) await member.act('evl-checkin', lot.lotId, { witnessed: true });
  await each(members, stage.parallel, (member) => member.act('evl-avoid', lot.lotId, { declared: 'clear' }));
  for (const member of members) await member.act('evl-chair', lot.lotId, { votedSeatNo: 1 });
  const rounds = quotesInRounds(lot.project);
  const bids = opened.map((play) => ({ play, out: play.plan.unqualifiedFor !== undefined || (!rounds && isOverCeiling(plan, play)) }));
  await review(stage, lot, members, bids);
  let valid = bids.filter((bid) => !bid.out).map((bid) => bid.play);
  const [chair] = members;
  if (rounds && chair && valid.length >= leastOf(lot.project, plan)) {
    valid = await quoteRounds(stage, lot, chair, valid, plan);
    if (valid.length < leastOf(lot.project, plan)) valid = [];
  }
  if (valid.length > 0 && scores(lot.evaluation.method)) await score(stage, lot, members, valid);
  await breakTie(stage, lot, table.tie, members);
  await sign(stage, lot, members);
}

/** 复评: bids that are back are reviewed by all, everything is scored anew, and the new report is signed. */
export async function evaluateAgain(stage: Stage, lot: LotPlay, table: { members: Client[]; opened: readonly BidPlay[]; reinstated: readonly BidPlay[]; rejectedBefore: readonly number[]; tie: Committed }): Promise<void> {
  const members = await seated(stage, lot, table.members);
  const back = new Set(table.reinstated.map(({ bidSeq }) => bidSeq));
  const standing = table.opened.filter(({ bidSeq }) => back.has(bidSeq) || !table.rejectedBefore.includes(bidSeq));
  for (const bid of standing.filter(({ plan }) => plan.rejectedFor !== undefined)) await reject(lot, members, bid);
  for (const bid of table.reinstated) await each(members, stage.parallel, (member) => reviewBid(member, lot, bid));
  const valid = standing.filter(({ plan }) => plan.rejectedFor === undefined);
  if (scores(lot.evaluation.method)) await score(stage, lot, members, valid);
  await breakTie(stage, lot, table.tie, members);
  await sign(stage, lot, members);
}

/** By seat: the first is an expert's, who is to be the chair. */
async function seated(stage: Stage, lot: LotPlay, members: readonly Client[]): Promise<Client[]> {
  const seats = await each(members, stage.parallel, (member) => until('the session', () => session(member, lot).catch((error: unknown) => {
    if (error instanceof ProblemError && error.code === 'not-found') return null;
    throw error;
  })));
  return [...members.entries()].sort(([a], [b]) => (seats[a]?.seatNo ?? 0) - (seats[b]?.seatNo ?? 0)).map(([, member]) => member);
}

/** The first review brings the rejections by rule; then the committee rejects; then every member reviews what is left. */
async function review(stage: Stage, lot: LotPlay, members: readonly Client[], bids: Bid[]): Promise<void> {
  const [first] = bids;
  const [opener] = members;
  if (!first || !opener) return;
  // any bid will do to begin with, but one that falls by rule is no longer there to be reviewed by the others
  const begin = bids.find((bid) => !bid.out) ?? first;
  await reviewBid(opener, lot, begin.play);
  for (const bid of bids.filter((one) => !one.out && one.play.plan.rejectedFor !== undefined)) {
    await reject(lot, members, bid.play);
    bid.out = true;
  }
  for (const bid of bids.filter((one) => !one.out)) {
    await each(members.filter((member) => member !== opener || bid !== begin), stage.parallel, (member) => reviewBid(member, lot, bid.play));
  }
}

async function reviewBid(member: Client, lot: LotPlay, { bidId }: BidPlay): Promise<void> {
  await member.act('evl-prelim', lot.lotId, { bidId, items: reviewItems.map((code) => ({ code, result: 'pass' })), competition: 'pass' });
}

/** 否决: a majority votes for one clause, the last of it signs the rejection. */
async function reject(lot: LotPlay, members: readonly Client[], { bidId, plan }: BidPlay): Promise<void> {
  const majority = members.slice(0, Math.floor(members.length / 2) + 1);
  const input = { bidId, clauseRef: '评标办法前附表 初步评审', reason: plan.rejectedFor ?? '' };
  for (const voter of majority.slice(0, -1)) await voter.gov('reject-vote', lot.lotId, input);
  await majority.at(-1)?.act('evl-reject', lot.lotId, input);
}

async function score(stage: Stage, lot: LotPlay, members: readonly Client[], bids: readonly BidPlay[]): Promise<void> {
  const criteria = criteriaOf(lot.evaluation);
  const [subjective, objective] = [criteria.filter((one) => one.criterion.subjective), criteria.filter((one) => !one.criterion.subjective)];
  // sheets of experts only where an expert has something to judge; the chair alone enters what is the same for all
  const scorers = subjective.length > 0 ? [...members.entries()] : [...members.entries()].slice(0, objective.length > 0 ? 1 : 0);
  const pick = (from: Readonly<Record<string, unknown>>, of: typeof criteria): Record<string, string> => Object.fromEntries(of.map(({ key, criterion }) => [key, numberText(from[criterion.id])]));
  for (const { bidId, plan } of bids) {
    await each(scorers, stage.parallel, async ([i, member]) => {
      await member.act('evl-score', lot.lotId, { bidId, scores: pick(sheetOf(plan.expertSheets ?? [], i), subjective), ...(i === 0 && objective.length > 0 ? { objective: pick(plan.objective ?? {}, objective) } : {}) });
    });
  }
}

/** Sheets E1, E2 … go to the members in order; fewer sheets than members are handed round again. */
function sheetOf(sheets: readonly Record<string, unknown>[], index: number): Record<string, unknown> {
  const sorted = sheets.map((sheet, i) => ({ sheet, name: typeof sheet['expert'] === 'string' ? sheet['expert'] : String(i) })).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  return sorted[index % Math.max(1, sorted.length)]?.sheet ?? {};
}

function numberText(value: unknown): string { return typeof value === 'number' || typeof value === 'string' ? String(value) : '0'; }

/** Only a tie that nothing else parts freezes the draw that both sides committed to before the opening. */
async function breakTie(stage: Stage, lot: LotPlay, tie: Committed, [member]: readonly Client[]): Promise<void> {
  const tied = await until('the ranking', async () => {
    if ((await session(member, lot)).state === 'tallied') return 'ranked';
    return await isFrozen(stage, lot.lotId, tie.chanceId) ? 'tied' : null;
  });
  if (tied === 'tied') await revealChance(stage, lot, tie);
}

async function sign(stage: Stage, lot: LotPlay, members: readonly Client[]): Promise<void> {
  const reportDigest = await until('the report', async () => {
    const { state, report } = await session(members[0], lot);
    return state === 'tallied' && report?.digest;
  });
  await each(members, stage.parallel, (member) => member.act('evl-report', lot.lotId, { position: 'agree', reportDigest }));
}

/** The ceiling that was published; in procurement the budget where there is none (lifecycle §0.6). */
function isOverCeiling({ ceilingYuan, budgetYuan, evaluation }: CaseLot, { priceFen }: BidPlay): boolean {
  const ceiling = ceilingYuan ?? (evaluation.method.startsWith('gp-') ? budgetYuan : undefined);
  return ceiling !== undefined && BigInt(priceFen) > BigInt(fenOf(ceiling));
}

async function session(member: Client | undefined, lot: LotPlay): Promise<Session> {
  if (!member) throw new Error('a committee without members');
  return member.get<Session>(`/api/v1/lots/${lot.lotId}/evaluation`);
}
