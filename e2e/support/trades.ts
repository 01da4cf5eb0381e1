import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, expect } from 'vitest';
import { readCase } from '../../cli/case/read.ts';
import { repositoryRoot } from '../../src/platform/paths.ts';
import { candidatesOf, type ReportCandidate } from '../../src/play/awarding.ts';
import { submitBids, type BidPlay } from '../../src/play/bidding.ts';
import type { LotRead } from '../../src/contracts/reads.ts';
import type { CaseLot } from '../../src/play/case-file.ts';
import { commitChance } from '../../src/play/chance.ts';
import { drawCommittee } from '../../src/play/committee.ts';
import { issueDocuments } from '../../src/play/documents.ts';
import { evaluate } from '../../src/play/evaluating.ts';
import { accept, takeIn } from '../../src/play/intake.ts';
import { openBids } from '../../src/play/opening.ts';
import type { Company } from '../../src/play/people.ts';
import type { LotPlay, ProjectPlay, Stage } from '../../src/play/stage.ts';
import { companyOf, openMarket, type Market } from './around.ts';
import { launchChromium } from './chromium.ts';
import { Person } from './market.ts';

/** Whoever a form of the market concerns, each at a browser of their own, and one who has nothing to do with it. */
export interface Cast { browser: Browser; market: Market; stage: Stage; purchaser: Person; agency: Person; bidders: Person[]; stranger: Person; guest: Person; close: () => Promise<void> }

export async function openCast(): Promise<Cast> {
  const [browser, market] = await Promise.all([launchChromium(), openMarket()]);
  const enter = (account: string): Promise<Person> => Person.signedIn(browser, market.url, account);
  const [purchaser, agency, stranger] = [await enter('tenderer-1'), await enter('agency-1'), await enter('bidder-9')];
  const bidders: Person[] = [];
  for (const i of [1, 2, 3, 4]) bidders.push(await enter(`bidder-${i}`));
  const guest = await Person.guest(browser, market.url);
  return {
    browser, market, stage: market.stage, purchaser, agency, bidders, stranger, guest,
    close: async () => {
      await browser.close();
      await market.close();
    },
  };
}

/** The cast of the one file that asks, its bidders by number, and a lot as everybody reads it: gone when its tests are done. */
export async function testCast() {
  const cast = await openCast();
  afterAll(() => cast.close());
  return {
    ...cast,
    bidder: (i: number): Person => cast.bidders[i] ?? expect.fail(`no bidder ${i}`),
    lotOf: (lotId: string): Promise<LotRead> => cast.guest.read<LotRead>(`/lots/${lotId}`),
  };
}

export const faultsOf = ({ purchaser, agency, bidders, stranger, guest }: Cast): string[] => [purchaser, agency, stranger, guest, ...bidders].flatMap(({ faults }) => faults);
export const nameOf = async ({ stage }: Cast, i: number): Promise<string> => (await companyOf(stage, `bidder-${i}`)).name;

interface Begun { plan: CaseLot; project: ProjectPlay; lotId: string; of: (name: string) => Promise<Company> }

/** A case's trade under a name of its own, taken in; its bidders are companies of the demo in their order. */
export async function begun({ stage }: Cast, id: string, titleZh: string, patch: Partial<CaseLot> = {}): Promise<Begun> {
  const file = await readCase(join(repositoryRoot, 'cases', `${id}.json`));
  const [first] = file.lots;
  if (!first) throw new Error(`${id} has no lot`);
  const plan: CaseLot = { ...first, ...patch };
  const project = await takeIn(stage, { ...file, titleZh, lots: [plan], tenderer: await companyOf(stage, 'tenderer-1'), agency: await companyOf(stage, 'agency-1') });
  await accept(stage, project);
  const names = plan.bids.map((one) => one.bidder);
  return { plan, project, lotId: project.lots.get(plan.lotNo) ?? '', of: (name) => companyOf(stage, `bidder-${names.indexOf(name) + 1}`) };
}

/** The same as far as the report of its committee. */
export async function evaluated(cast: Cast, id: string, titleZh: string): Promise<{ lot: LotPlay; opened: readonly BidPlay[]; candidates: readonly ReportCandidate[] }> {
  const { stage } = cast;
  const { plan, project, of } = await begun(cast, id, titleZh);
  const lot = await issueDocuments(stage, project, plan);
  const submissions = await submitBids(stage, lot, plan.bids, of);
  const tie = await commitChance(stage, lot, 'tie');
  const { opened } = await openBids(stage, lot, submissions, null);
  const members = await drawCommittee(stage, lot, plan.committee);
  await evaluate(stage, lot, { plan, members, opened, tie });
  const [reader] = members;
  return { lot, opened, candidates: reader ? await candidatesOf(reader, lot) : [] };
}
