import { differencesOf } from '../../cli/case/compare.ts';
import { award, candidatesOf, certify, contract, publishCandidates, type ReportCandidate } from '../../src/play/awarding.ts';
import { submitBids, type BidPlay, type Submissions } from '../../src/play/bidding.ts';
import type { CaseFile, LotOutcome } from '../../src/play/case-file.ts';
import { commitChance, type Committed } from '../../src/play/chance.ts';
import type { Client } from '../../src/play/client.ts';
import { drawCommittee } from '../../src/play/committee.ts';
import { issueDocuments, lawfulDeadline } from '../../src/play/documents.ts';
import { evaluate } from '../../src/play/evaluating.ts';
import { drawsCoefficients } from '../../src/play/evaluation-terms.ts';
import { accept, takeIn } from '../../src/play/intake.ts';
import { goLive, openBids, type OpeningOutcome } from '../../src/play/opening.ts';
import { found, type Company } from '../../src/play/people.ts';
import { resultsOf } from '../../src/play/results.ts';
import type { LotPlay, ProjectPlay, Stage } from '../../src/play/stage.ts';
import { each } from '../../src/play/wait.ts';
import { Convoy } from './convoy.ts';
import type { Town } from './town.ts';

interface Ship {
  file: CaseFile; project?: ProjectPlay; lot?: LotPlay; submissions?: Submissions; coefficients?: Committed | null; tie?: Committed; opening?: OpeningOutcome;
  members?: Client[]; first?: ReportCandidate; awardFen?: number; certificateNo?: string;
}

export const phases = ['intake', 'documents', 'bidding', 'opening', 'draw', 'evaluation', 'award', 'contract', 'certificate'] as const;
export type Phase = (typeof phases)[number];

/**
 * Trades that go through their phases together: they share the one clock, so none goes on before all are through. In a phase all of
 * them act at once.
 */
export class Fleet {
  readonly #town: Town;
  readonly #ships: Ship[];
  /** trades that act at once */
  readonly #abreast: number;
  readonly #companies = new Map<string, Promise<Company>>();

  constructor(town: Town, files: readonly CaseFile[], abreast: number = files.length) {
    this.#town = town;
    this.#ships = files.map((file) => ({ file }));
    this.#abreast = abreast;
  }

  get lotIds(): string[] { return this.#ships.map(({ lot }) => lot?.lotId ?? ''); }

  run(phase: Phase): Promise<void> { return this[phase](); }

  /** One line for each result that is not the expected one. */
  async differences(): Promise<string[]> {
    return (await each(this.#ships, 4, async (ship) => differencesOf(planOf(ship), await this.#outcome(ship)).map((text) => `${ship.file.id}: ${text}`))).flat();
  }

  private async intake(): Promise<void> {
    await this.#all(async (ship) => {
      ship.project = await takeIn(this.#stage, { ...ship.file, tendererName: `${ship.file.id} 招标人`, agencyName: `${ship.file.id} 代理机构` });
      await accept(this.#stage, ship.project);
    });
  }

  private async documents(): Promise<void> {
    const projects = this.#ships.map(({ project }) => must(project));
    await this.#stage.clock.moveTo(Math.max(0, ...projects.map(({ noticeFrom }) => noticeFrom ?? 0)));
    const deadline = Math.max(...await Promise.all(projects.map((project) => lawfulDeadline(this.#stage, project))));
    await this.#all(async (ship) => { ship.lot = await issueDocuments(this.#stage, must(ship.project), planOf(ship), deadline); });
  }

  private async bidding(): Promise<void> {
    await this.#all(async (ship) => { ship.submissions = await submitBids(this.#stage, must(ship.lot), planOf(ship).bids, (bidder) => this.#company(`${ship.file.id} ${bidder}`)); });
  }

  private async opening(): Promise<void> {
    await this.#all(async (ship) => {
      ship.coefficients = drawsCoefficients(planOf(ship).evaluation) ? await commitChance(this.#stage, must(ship.lot), 'coefficients') : null;
      ship.tie = await commitChance(this.#stage, must(ship.lot), 'tie');
    });
    await this.#all((ship) => goLive(this.#stage, must(ship.lot), must(ship.submissions).live));
    // one whose bidder stays silent waits for the end of decryption: not before the others have confirmed
    await this.#convoy(async (ship, stage) => { ship.opening = await openBids(stage, must(ship.lot), must(ship.submissions), ship.coefficients ?? null); });
  }

  private async draw(): Promise<void> {
    for (const { project, lot } of this.#ships) this.#town.drawFor.set(must(project).agency.entityId, must(lot).lotId);
    // the hour of the evaluation comes when the experts of all are called and have answered
    await this.#convoy(async (ship, stage) => { ship.members = await drawCommittee(stage, must(ship.lot), planOf(ship).committee); });
  }

  private async evaluation(): Promise<void> {
    await this.#all((ship) => evaluate(this.#stage, must(ship.lot), { plan: planOf(ship), members: must(ship.members), opened: must(ship.opening).opened, tie: must(ship.tie) }));
  }

  private async award(): Promise<void> {
    const ends: number[] = [];
    await this.#all(async (ship) => {
      ship.first = must((await candidatesOf(must(ship.members?.[0]), must(ship.lot)))[0]);
      ends.push(await publishCandidates(this.#stage, must(ship.lot)) ?? 0);
    });
    await this.#stage.clock.moveTo(Math.max(...ends) + 1_000);
    await this.#all(async (ship) => { ship.awardFen = Number((await award(must(ship.lot), must(ship.first))).awardFen); });
  }

  private async contract(): Promise<void> { await this.#all((ship) => contract(must(ship.lot), winnerOf(ship))); }

  private async certificate(): Promise<void> { await this.#all(async (ship) => { ship.certificateNo = await certify(this.#stage, must(ship.lot)); }); }

  get #stage() { return this.#town.stage; }

  #all(work: (ship: Ship) => Promise<unknown>): Promise<unknown> { return each(this.#ships, this.#abreast, work); }

  /** In these phases a trade waits for periods to pass: for all of them at once. */
  #convoy(work: (ship: Ship, stage: Stage) => Promise<void>): Promise<unknown> {
    const convoy = new Convoy(this.#stage.clock);
    const stage = { ...this.#stage, clock: convoy.clock };
    return this.#all((ship) => convoy.sail(() => work(ship, stage)));
  }

  #company(name: string): Promise<Company> {
    const company = this.#companies.get(name) ?? found(this.#stage.platform, name, 'bidder');
    this.#companies.set(name, company);
    return company;
  }

  async #outcome(ship: Ship): Promise<LotOutcome> {
    const [{ live, withdrawn }, { opened, refused, revoked }] = [must(ship.submissions), must(ship.opening)];
    const names = (bids: readonly BidPlay[]): string[] => bids.map((bid) => bid.plan.bidder);
    return {
      lotId: must(ship.lot).lotId, submitted: live.length + withdrawn.length, refused, withdrawn: names(withdrawn), opened: opened.length, revoked: names(revoked),
      ...await resultsOf(this.#stage, must(ship.lot), opened), winner: winnerOf(ship).plan.bidder, awardFen: must(ship.awardFen), certificateNo: must(ship.certificateNo), outcome: 'awarded',
    };
  }
}

function planOf({ file }: Ship): CaseFile['lots'][number] { return must(file.lots[0]); }

function winnerOf({ opening, first }: Ship): BidPlay { return must(must(opening).opened.find((bid) => bid.bidSeq === must(first).bidSeq)); }

function must<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('a phase was left out');
  return value;
}
