import { inviteNamed, prequalify } from './admission.ts';
import { candidatesOf, fail } from './awarding.ts';
import { submitBids, type BidPlay, type Submissions } from './bidding.ts';
import type { CaseFile, CaseLot, LotOutcome } from './case-file.ts';
import { commitChance } from './chance.ts';
import { drawCommittee } from './committee.ts';
import { concluded } from './deciding.ts';
import { issueDocuments } from './documents.ts';
import { evaluate } from './evaluating.ts';
import { drawsCoefficients } from './evaluation-terms.ts';
import { accept, retender, takeIn } from './intake.ts';
import { openBids, type OpeningOutcome } from './opening.ts';
import { found, type Company } from './people.ts';
import { inviteOne, leastOf, mustBeSealed, publishSingle, reviewQualification, roundsOf } from './procurement.ts';
import { namesInCase } from './results.ts';
import type { LotPlay, ProjectPlay, Stage } from './stage.ts';
import { clarify, stop } from './turns.ts';

/** A whole case, from registration to certificate, lot after lot. */
export async function playCase(stage: Stage, file: CaseFile): Promise<LotOutcome[]> {
  const companyOf = companies(stage, file.lots.flatMap((lot) => lot.bids.map((bid) => bid.bidder)));
  const project = await takeIn(stage, { ...file, titleZh: (file.titleZh.trim() || file.id).slice(0, titleMax) });
  await accept(stage, project);
  stage.tell('taken in');
  const outcomes: LotOutcome[] = [];
  for (const lot of file.lots) outcomes.push(await playLot(stage, project, lot, companyOf));
  return outcomes;
}

const titleMax = 150;

/** The platform takes names of two signs and more; what the case calls shorter is registered with a word before it. */
function registeredName(bidder: string): string {
  const name = bidder.trim().slice(0, 100);
  return name.length >= 2 ? name : `投标人${name}`;
}

/** One registration for each name, however many bids or lots it has; all begin at once. */
function companies({ platform, parallel }: Stage, names: readonly string[]): (bidder: string) => Promise<Company> {
  const known = new Map<string, Promise<Company>>();
  const queue: (() => void)[] = [];
  let free = parallel;
  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => { queue.push(resolve); });
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free += 1;
    }
  };
  const companyOf = (name: string): Promise<Company> => {
    const company = known.get(name) ?? turn(() => found(platform, registeredName(name), 'bidder'));
    known.set(name, company);
    company.catch(() => undefined);
    return company;
  };
  for (const name of names) void companyOf(name);
  return companyOf;
}

async function playLot(stage: Stage, project: ProjectPlay, plan: CaseLot, companyOf: (bidder: string) => Promise<Company>): Promise<LotOutcome> {
  const lot = await issued(stage, project, plan, companyOf);
  if (lot.bidDeadline === undefined) return endedEarly(stage, lot, plan, companyOf);
  stage.tell(`lot ${plan.lotNo}: documents issued`);
  if (plan.clarification && plan.bids[0]) await clarify(stage, lot, { plan: plan.clarification, asker: await companyOf(plan.bids[0].bidder) });
  if (plan.suspension?.during === 'bidding') lot.bidDeadline = await stop(stage, lot, plan.suspension, 'newBidDeadline');
  const submissions = await submitBids(stage, lot, plan.bids, companyOf);
  stage.tell(`lot ${plan.lotNo}: ${submissions.live.length} bids in`);
  const coefficients = drawsCoefficients(plan.evaluation) ? await commitChance(stage, lot, 'coefficients') : null;
  const tie = await commitChance(stage, lot, 'tie');
  const opening = await openBids(stage, lot, submissions, coefficients);
  stage.tell(`lot ${plan.lotNo}: ${opening.tooFew ? 'too few bids' : `${opening.opened.length} opened`}`);
  const sofar = countsOf(lot, submissions, opening);
  if (opening.tooFew || opening.opened.length === 0) {
    await fail(lot, opening.tooFew ? 'too-few-bidders' : 'none-decrypted', opening.tooFew ? '递交投标文件的投标人不足法定家数' : '全部投标文件未能解密', false);
    return retendered(stage, lot, { plan, outcome: { ...sofar, outcome: 'failed' } }, companyOf);
  }
  const qualified = await reviewQualification(lot, opening.opened);
  if (qualified.length < leastOf(project, plan) && qualified.length < opening.opened.length) {
    await fail(lot, 'too-few-qualified', '资格审查合格的供应商不足法定家数', false);
    const rejected = opening.opened.filter((bid) => !qualified.includes(bid)).map((bid) => bid.plan.bidder);
    return retendered(stage, lot, { plan, outcome: { ...sofar, rejected, valid: qualified.length, outcome: 'failed' } }, companyOf);
  }
  const members = await drawCommittee(stage, lot, plan.committee);
  stage.tell(`lot ${plan.lotNo}: committee of ${members.length} drawn`);
  await evaluate(stage, lot, { plan, members, opened: opening.opened, tie });
  stage.tell(`lot ${plan.lotNo}: evaluated`);
  Object.assign(sofar, await roundsOf(stage, lot));
  await mustBeSealed(stage, lot, opening.opened);
  const [reader] = members;
  const candidates = reader ? await candidatesOf(reader, lot) : [];
  const [first] = candidates;
  if (!first) {
    const rejected = reader ? (await rejectedOf(reader, lot)).map(namesInCase(opening.opened)) : [];
    await fail(lot, 'no-valid-bid', '评审后有效投标不足', true);
    return retendered(stage, lot, { plan, outcome: { ...sofar, rejected, valid: opening.opened.length - rejected.length, outcome: 'failed' } }, companyOf);
  }
  return { ...sofar, ...await concluded(stage, lot, { plan, members, tie, opened: opening.opened }) };
}

/** The documents: where one source alone is asked, after its publicity and to it alone. */
async function issued(stage: Stage, project: ProjectPlay, plan: CaseLot, companyOf: (bidder: string) => Promise<Company>): Promise<LotPlay> {
  const { prequalification, invited } = plan;
  if (prequalification) return prequalify(stage, project, { plan: { ...plan, prequalification }, companyOf });
  if (invited) return issueDocuments(stage, project, plan, undefined, (lot, deadline) => inviteNamed(lot, deadline, { names: invited, companyOf }));
  const [only] = plan.bids;
  if (project.kind !== 'single-source' || !only) return issueDocuments(stage, project, plan);
  const supplier = await companyOf(only.bidder);
  await publishSingle(stage, project, plan, supplier.name);
  return issueDocuments(stage, project, plan, undefined, (lot, deadline) => inviteOne(lot, deadline, supplier));
}

/** Too few passed the prequalification to be invited: nobody is asked for a bid. */
async function endedEarly(stage: Stage, lot: LotPlay, plan: CaseLot, companyOf: (bidder: string) => Promise<Company>): Promise<LotOutcome> {
  await fail(lot, 'too-few-qualified', '资格预审合格申请人不足三家', false);
  const sofar = countsOf(lot, { live: [], withdrawn: [], late: [], turnedAway: [] }, { tooFew: true, refused: [], opened: [], revoked: [] });
  return retendered(stage, lot, { plan, outcome: { ...sofar, outcome: 'failed' } }, companyOf);
}

/** After a failure: the lot that takes over is handed in, taken in and played like any other, on the same terms. */
async function retendered(stage: Stage, lot: LotPlay, { plan, outcome }: { plan: CaseLot; outcome: LotOutcome }, companyOf: (bidder: string) => Promise<Company>): Promise<LotOutcome> {
  if (!plan.retendered) return outcome;
  const project = await retender(stage, lot);
  const { retendered: _once, clarification: _c, suspension: _s, ...terms } = plan;
  return { ...outcome, retendered: await playLot(stage, project, { ...terms, ...plan.retendered }, companyOf) };
}

async function rejectedOf(reader: { get<T>(path: string): Promise<T> }, { lotId }: LotPlay): Promise<string[]> {
  const { bidList } = await reader.get<{ bidList: { bidderName: string; rejectedFor: string | null }[] }>(`/api/v1/lots/${lotId}/evaluation`);
  return bidList.filter((bid) => bid.rejectedFor !== null).map((bid) => bid.bidderName);
}

function countsOf({ lotId, prequalified }: LotPlay, { live, withdrawn, turnedAway }: Submissions, { refused, opened, revoked }: OpeningOutcome) {
  const names = (bids: readonly BidPlay[]): string[] => bids.map((bid) => bid.plan.bidder);
  return {
    lotId, ...(prequalified ? { prequalified } : {}), submitted: live.length + withdrawn.length, refused: [...turnedAway, ...refused], withdrawn: names(withdrawn), opened: opened.length, revoked: names(revoked),
    rejected: [] as string[], valid: 0, rows: [] as LotOutcome['rows'], candidates: [] as string[],
  };
}
