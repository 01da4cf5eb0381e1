import { lotIsPublic } from '../../src/modules/project-intake/index.ts';
import { Invariants } from '../support/invariants.ts';
import { choose } from './choose.ts';
import type { At } from './generator.ts';
import { Performer, where } from './perform.ts';
import { probe, PublicBytes } from './probe.ts';
import { Prng } from './prng.ts';
import { Coverage, SimFailure, tell, type Outcome, type Step, type TimeStep } from './steps.ts';
import { viewLots, type LotView } from './view.ts';
import { openStage, rosterOf, settle, type Stage } from './world.ts';

export interface Deadline { event: string; lot: number | null; at: number }
export interface RunOptions { seed: number; steps: number; /** these instead of chosen ones */ list?: readonly Step[]; onStep?: (line: string) => void }

/** lots looked at: those under way, and the last that ended */
const ended = ['closed', 'terminated', 'cancelled'];
const endedKept = 2;
const OVER = ['failed', 'terminated', 'closed', 'suspended', 'cancelled'];
const wholeEvery = 60;

/** One platform from nothing, played for so many steps; every step is followed by a look at all that must hold. */
export async function run(options: RunOptions): Promise<Outcome> {
  const began = performance.now();
  const stage = await openStage();
  const coverage = new Coverage();
  const simulation = await Simulation.open(stage, coverage, options.onStep);
  const taken: Step[] = [];
  let [failure, skipped] = [null as SimFailure | null, 0];
  try {
    const rng = new Prng(options.seed);
    for (let i = 0; i < (options.list?.length ?? options.steps); i += 1) {
      const step = options.list?.[i] ?? await simulation.next(rng);
      taken.push(step);
      if (await simulation.step(step, i) === 'skipped') skipped += 1;
    }
    await simulation.last();
  } catch (error) {
    failure = error instanceof SimFailure ? error : new SimFailure('the simulation itself', error instanceof Error ? error.stack ?? error.message : String(error));
  }
  await coverRows(stage, coverage);
  await stage.close();
  return { steps: taken, skipped, ms: performance.now() - began, failure, coverage };
}

class Simulation {
  private views: LotView[] = [];
  private readonly states = new Map<number, string>();
  private readonly performer: Performer;
  private readonly open: PublicBytes;
  private readonly stage: Stage;
  private readonly coverage: Coverage;
  private readonly invariants: Invariants;
  private readonly onStep: ((line: string) => void) | undefined;

  private constructor(stage: Stage, coverage: Coverage, invariants: Invariants, onStep?: (line: string) => void) {
    this.stage = stage;
    this.coverage = coverage;
    this.invariants = invariants;
    this.onStep = onStep;
    this.performer = new Performer(stage, coverage);
    this.open = new PublicBytes(stage.sim);
  }

  static async open(stage: Stage, coverage: Coverage, onStep?: (line: string) => void): Promise<Simulation> {
    return new Simulation(stage, coverage, await Invariants.open(stage.sim.world), onStep);
  }

  async next(rng: Prng): Promise<Step> {
    return choose(rng, this.ats(), { deadlines: await this.deadlines(), repeatable: this.performer.repeatable });
  }

  async step(step: Step, i: number): Promise<'done' | 'skipped'> {
    const taken = await this.take(step).catch((error: unknown) => { throw located(error, i, step, this.stage.faults); });
    this.onStep?.(`${i} ${new Date(this.stage.clock.now()).toISOString()} ${taken === 'skipped' ? '(skipped) ' : ''}${tell(step)}`);
    this.coverage.step(taken === 'skipped' ? 'skipped' : step.kind);
    await this.look(step, i).catch((error: unknown) => { throw located(error, i, step); });
    return taken;
  }

  private async take(step: Step): Promise<'done' | 'skipped'> {
    if (step.kind === 'time') return this.pass(step);
    await this.tick(step.pick);
    return this.performer.take(step, (n) => this.ats().find(({ view }) => view.ref.n === n) ?? null);
  }

  /** A little time between steps, but never past what falls due: that is a step of its own. */
  private async tick(pick: number): Promise<void> {
    const { clock } = this.stage;
    const now = clock.now();
    const [next] = await this.deadlines();
    const to = Math.min(now + 1 + pick % 900, (next?.at ?? Infinity) - 1);
    if (to > now) await clock.set(to);
  }

  private async pass({ event, lot, shift }: TimeStep): Promise<'done' | 'skipped'> {
    const { clock } = this.stage;
    const due = (await this.deadlines()).find((one) => one.event === event && one.lot === lot);
    if (!due && event !== 'later') return 'skipped';
    const to = due ? due.at + shift : clock.now() + 3_600_000;
    if (to <= clock.now()) return 'skipped';
    await clock.set(to);
    return 'done';
  }

  /** All that must hold after each step. */
  private async look(step: Step, i: number): Promise<void> {
    const { sim, faults } = this.stage;
    const trouble = await settle(this.stage);
    if (trouble) throw new SimFailure('not at rest', trouble);
    if (faults.length > 0) throw new SimFailure('the platform logs an error', faults.slice(0, 3).join('\n'));
    this.views = await this.alive();
    sim.experts = await rosterOf(sim.world);
    for (const { lot, draw } of this.views) sim.seated.set(lot.id, (draw?.data.seats ?? []).flatMap(({ reply, expertNo }) => (reply === 'accepted' && expertNo !== null ? [expertNo] : [])));
    // halls move with their deadlines: what is held is what the lots say
    sim.slots = new Map(this.views.filter(({ lot }) => !OVER.includes(lot.state)).map(({ ref, lot }) => [ref.n, lot.data.slots]));
    const changed = this.views.filter(({ ref, lot }) => this.states.get(ref.n) !== lot.state);
    for (const { ref, lot } of changed) this.states.set(ref.n, lot.state);
    const trades = changed.filter(({ lot }) => PROVED.includes(lot.state) && lotIsPublic(lot)).map(({ lot }) => lot.id);
    const violations = await this.invariants.check({ whole: i % wholeEvery === wholeEvery - 1, ...(trades.length > 0 ? { trades } : {}) });
    if (violations.length > 0) throw new SimFailure(`invariant ${violations[0]?.check ?? ''}`, violations.slice(0, 5).map((one) => JSON.stringify(one)).join('\n'));
    this.plantExperts();
    const leaks = await this.open.fresh(this.views);
    const rng = new Prng(step.pick ^ i);
    const watched = this.views.filter(({ ref }) => sim.secrets.ofLot(ref.n).length > 0);
    if (watched.length > 0) leaks.push(...await probe(sim, rng.pick(watched), rng, 2));
    if (leaks.length > 0) throw new SimFailure('a secret is read before its time', leaks.slice(0, 5).join('\n'));
  }

  /** At the end nothing is left undone, and every public trade is verified from its evidence. */
  async last(): Promise<void> {
    const violations = await this.invariants.check({ trades: true, files: true });
    if (violations.length > 0) throw new SimFailure(`invariant ${violations[0]?.check ?? ''}`, `at the end: ${violations.slice(0, 5).map((one) => JSON.stringify(one)).join('\n')}`);
  }

  /** Whom chance has called is a secret as soon as it has. */
  private plantExperts(): void {
    const { sim } = this.stage;
    for (const { ref, draw } of this.views) {
      for (const { expertId, expertNo } of draw?.data.seats ?? []) {
        const player = expertId === null ? null : sim.players.ofAccount(expertId);
        if (player && expertNo !== null) sim.secrets.expert(ref, { who: player.name, expertNo, accountId: player.accountId, phone: `1390000${1000 + Number(expertNo.slice(1)) - 100}` });
      }
    }
  }

  private async alive(): Promise<LotView[]> {
    const views = await viewLots(this.stage.sim.world, this.stage.sim.lots);
    const over = views.filter(({ lot }) => ended.includes(lot.state)).slice(-endedKept);
    return views.filter((one) => !ended.includes(one.lot.state) || over.includes(one));
  }

  private ats(): At[] {
    const now = this.stage.clock.now();
    return this.views.map((view) => ({ sim: this.stage.sim, now, view }));
  }

  /** What is still to fall due, soonest first; timers of the platform and ends that have none. */
  private async deadlines(): Promise<Deadline[]> {
    const { sim, clock } = this.stage;
    const { rows } = await sim.world.pool.query<{ event: string; lot_id: string | null; at: string }>(
      `select event, lot_id, (extract(epoch from due_at) * 1000)::bigint::text as at from timer where done_at is null order by due_at, id`);
    const numbers = new Map(sim.lots.map(({ n, lotId }) => [lotId, n]));
    const own = this.views.flatMap(({ ref, lot }) => (lot.data.publicity && lot.state === 'candidate-publicity' ? [{ event: 'publicity-end', lot: ref.n, at: Date.parse(lot.data.publicity.publicityEnd) }] : []));
    const intended = this.views.flatMap(({ ref, lot }) => (lot.data.intention && lot.state === 'docs-reviewed' ? [{ event: 'intention-ripe', lot: ref.n, at: Date.parse(lot.data.intention.publishedAt) + 31 * 86_400_000 }] : []));
    const all = [...rows.map(({ event, lot_id, at }) => ({ event, lot: lot_id === null ? null : numbers.get(lot_id) ?? null, at: Number(at) })), ...own, ...intended];
    return all.filter(({ at }) => at > clock.now()).sort((a, b) => a.at - b.at);
  }

  /** For the message of a failure. */
  places(): string { return this.ats().map(where).join('; '); }
}

/** States at which the whole trade is verified from its evidence, as a stranger would. */
const PROVED = ['prequal-noticed', 'prequal-review', 'prequalified', 'noticed', 'deadline-passed', 'opened', 'evaluated', 'candidate-publicity', 'awarded', 'notified', 'result-published', 'contracted', 'failed', 'suspended', 'closed', 'terminated', 'selected', 'performance-over', 'cancelled'];

function located(error: unknown, i: number, step: Step, faults: readonly string[] = []): SimFailure {
  const at = `step ${i}: ${tell(step)}`;
  if (error instanceof SimFailure) return new SimFailure(error.kind, [error.message.slice(error.kind.length + 2), ...faults].join('\n'), at);
  return new SimFailure('the simulation itself', error instanceof Error ? error.stack ?? error.message : String(error), at);
}

async function coverRows({ sim: { world } }: Stage, coverage: Coverage): Promise<void> {
  const { rows } = await world.pool.query<{ body: string }>(`select body from leaf where body like '%"row":%'`);
  for (const { body } of rows) {
    for (const move of (JSON.parse(body) as { moves?: { row: string; machine: string; to: string }[] }).moves ?? []) {
      coverage.rows.add(move.row);
      coverage.states.add(`${move.machine} ${move.to}`);
    }
  }
}
