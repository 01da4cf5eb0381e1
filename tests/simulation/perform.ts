import { randomUUID } from 'node:crypto';
import { sampleOf } from '../support/sample.ts';
import type { z } from 'zod';
import type { AnySpec } from '../../src/platform/act.ts';
import { generatorOf } from './acts/index.ts';
import { worldActs } from './acts/world.ts';
import type { Answer, Sent } from './door.ts';
import { mutate } from './fuzz.ts';
import type { At, Generator, Turn, Wrong } from './generator.ts';
import { granted, mustRefuse } from './oracle.ts';
import type { Player } from './players.ts';
import { publicBytes } from './probe.ts';
import { Prng } from './prng.ts';
import { SimFailure, tell, type ActStep, type BentStep, type Coverage, type RepeatStep, type Step, type TimeStep, type UngrantedStep, type WorldStep, type WrongStep } from './steps.ts';
import { minutesOf, same, stateOf } from './unchanged.ts';
import { settle, type Stage } from './world.ts';

/** A step that no longer applies is passed over. */
export type Taken = 'done' | 'skipped';
export interface Kept { sent: Sent; answer: Answer; input: unknown; by: Player; spec: AnySpec }

const BIDDING = ['bid-prequal-apply', 'doc-download', 'bid-encrypt', 'bid-fingerprint', 'bid-submit', 'bid-withdraw', 'doc-question', 'opn-checkin'];
const PHONE = '/api/v1/callbacks/sms';

/** Takes single steps on a stage and looks that each is answered as the model says. */
export class Performer {
  readonly stage: Stage;
  readonly coverage: Coverage;
  private readonly kept: Kept[] = [];

  constructor(stage: Stage, coverage: Coverage) {
    this.stage = stage;
    this.coverage = coverage;
  }

  get repeatable(): number { return this.kept.length; }

  async take(step: Exclude<Step, TimeStep>, atOf: (lot: number) => At | null): Promise<Taken> {
    if (step.kind === 'act' || step.kind === 'world') this.stage.sim.nextLot = step.makes ?? 1 + Math.max(-1, ...this.stage.sim.lots.map(({ n }) => n));
    if (step.kind === 'world') return this.world(step);
    if (step.kind === 'repeat') return this.repeat(step);
    const at = atOf(step.lot);
    const generator = generatorOf(step.act);
    if (!at) return 'skipped';
    if (step.kind === 'stranger') return this.stranger(at, step, generator);
    if (step.kind === 'state') return this.state(at, step);
    if (!generator) return 'skipped';
    if (step.kind === 'wrong') return this.wrong(at, step, generator);
    const turn = sameTurn(generator.turns(at), step);
    if (!turn) return 'skipped';
    if (step.kind === 'act') return this.lawful(at, step, generator, turn);
    if (step.kind !== 'fuzz' && step.kind !== 'forge') return 'skipped';
    return step.kind === 'fuzz' ? this.fuzz(at, step, generator, turn) : this.forge(at, step, generator, turn);
  }

  private async lawful(at: At, step: ActStep, generator: Generator, turn: Turn): Promise<Taken> {
    const input = await generator.input(at, turn, new Prng(step.pick));
    const bidding = BIDDING.includes(step.act) && !gateOpen(at) && step.pick % 3 === 0;
    const before = bidding ? { minutes: await minutesOf(this.stage.sim.world), bytes: await publicBytes(this.stage.sim, at.view.lot.id) } : null;
    const { answer, sent, by, spec } = await this.send(at, generator, turn.who, input);
    if (answer.status !== (sent === null ? 200 : 201)) throw new SimFailure(`a lawful ${step.act} is refused`, `${turn.who} ${turn.what ?? ''} on ${where(at)}: ${answer.status} ${answer.text.slice(0, 600)}\n  input ${JSON.stringify(input).slice(0, 500)}`);
    this.coverage.accept(step.act);
    if (before) await this.sameBytes(at, step, before);
    generator.done?.(at, turn, { input, result: (answer.json['result'] ?? {}) as Record<string, unknown> });
    if (sent && by && spec) this.keep({ sent, answer, input, by, spec });
    return 'done';
  }

  /** Nobody can see from outside that somebody bids. */
  private async sameBytes(at: At, step: Step, before: { minutes: number; bytes: string }): Promise<void> {
    await settle(this.stage);
    const after = await publicBytes(this.stage.sim, at.view.lot.id);
    if (after !== before.bytes && before.minutes === await minutesOf(this.stage.sim.world)) throw new SimFailure('public bytes change with sealed bids', `${tell(step)} on ${where(at)}: ${difference(before.bytes, after)}`);
  }

  private async wrong(at: At, step: WrongStep, generator: Generator): Promise<Taken> {
    const wrong = generator.wrong?.find(({ name }) => name === step.name);
    const turn = wrong && sameTurn((wrong.turns ?? generator.turns)(at), step);
    if (!wrong || !turn) return 'skipped';
    const input = await wrong.input(at, turn, new Prng(step.pick));
    const answer = await this.refused(step, async () => (await this.send(at, generator, turn.who, input)).answer);
    expectCode(step, at, answer, wrong);
    return 'done';
  }

  private async stranger(at: At, step: UngrantedStep, generator: Generator | undefined): Promise<Taken> {
    const { sim } = at;
    const spec = sim.specs.get(step.act);
    const who = step.who === 'guest' ? null : sim.players.get(step.who);
    if (!spec || granted(spec, who, at.view) !== false) return 'skipped';
    const turns = generator?.turns(at) ?? [];
    // the right words from the wrong mouth, where somebody could say them now
    const rng = new Prng(step.pick);
    const input = generator && turns.length > 0 && step.act !== 'exp-reply' ? await generator.input(at, rng.pick(turns), rng) : sampleOf(spec.input as unknown as z.ZodType);
    const answer = await this.refused(step, async () => sim.door.post(await sim.door.prepare(spec, who, subjectOf(at, spec, generator), input)));
    const codes = who === null ? ['not-signed-in'] : ['forbidden', 'not-found'];
    expectCode(step, at, answer, { name: `by ${step.who}, whom no grant names`, codes });
    return 'done';
  }

  private async state(at: At, step: UngrantedStep): Promise<Taken> {
    const { sim } = at;
    const spec = sim.specs.get(step.act);
    if (!spec || !mustRefuse(step.act, at.view)) return 'skipped';
    const by = sim.players.get(step.who);
    const answer = await this.refused(step, async () => sim.door.post(await sim.door.prepare(spec, by, subjectOf(at, spec, generatorOf(step.act)), sampleOf(spec.input as unknown as z.ZodType))));
    if (answer.status >= 500 || [401, 400].includes(answer.status) && answer.code !== 'invalid-input') throw new SimFailure(`${step.act} in a state without a row`, `${where(at)}: ${answer.status} ${answer.text.slice(0, 300)}`);
    return 'done';
  }

  private async fuzz(at: At, step: BentStep, generator: Generator, turn: Turn): Promise<Taken> {
    const spec = at.sim.specs.get(step.act);
    if (!spec || spec.kind === 'system') return 'skipped';
    const rng = new Prng(step.pick);
    const mutation = mutate(spec, await generator.input(at, turn, rng), rng);
    if (!mutation) return 'skipped';
    const answer = await this.refused(step, async () => (await this.send(at, generator, turn.who, mutation.input)).answer);
    // nothing at all stands for an empty input, which nobody has signed
    const unsigned = mutation.input === null ? ['signature-invalid'] : [];
    expectCode(step, at, answer, { name: mutation.what, codes: ['invalid-input', 'body-too-large', ...unsigned] });
    return 'done';
  }

  /** Signatures, sessions and certificates that do not speak of one person and this request. */
  private async forge(at: At, step: BentStep, generator: Generator, turn: Turn): Promise<Taken> {
    const { sim } = at;
    const spec = sim.specs.get(step.act);
    const by = playerOf(at, turn.who);
    if (!spec || spec.kind === 'system' || spec.open === true || by === null || by === 'phone') return 'skipped';
    const rng = new Prng(step.pick);
    const sent = await sim.door.prepare(spec, by, subjectOf(at, spec, generator), await generator.input(at, turn, rng));
    const other = rng.pick(sim.players.all().filter(({ name }) => name !== by.name));
    const bent = forgery(sent, by, other, rng);
    const answer = await this.refused(step, () => sim.door.post(bent.sent));
    expectCode(step, at, answer, { name: bent.what, codes: bent.codes });
    return 'done';
  }

  private async repeat(step: RepeatStep): Promise<Taken> {
    const kept = this.kept.at(-1 - step.back);
    if (!kept) return 'skipped';
    const { sim } = this.stage;
    if (step.bent) {
      // rightly signed, under a key that has stood for another request
      const elsewhere = await sim.door.sign(kept.spec, kept.by, { subject: '00000000-0000-4000-8000-0000000000aa', input: kept.input, key: kept.sent.headers['idempotency-key'] ?? '' });
      const answer = await this.refused(step, () => sim.door.post(elsewhere));
      if (answer.status !== 422 || answer.code !== 'idempotency-key-reused') throw new SimFailure('a key used for another request', `${kept.sent.act}: ${answer.status} ${answer.text.slice(0, 300)}`);
      return 'done';
    }
    const before = await stateOf(sim.world);
    const answer = await sim.door.post(kept.sent);
    if (answer.status !== kept.answer.status || answer.text !== kept.answer.text || !answer.replayed) throw new SimFailure('a repeated request is answered otherwise', `${kept.sent.act} by ${kept.sent.by}: ${answer.status} ${answer.text.slice(0, 300)}`);
    if (!same(before, await stateOf(sim.world))) throw new SimFailure('a repeated request changes something', kept.sent.act);
    return 'done';
  }

  private async world(step: WorldStep): Promise<Taken> {
    const { sim, clock } = this.stage;
    const generator = worldActs.find(({ act }) => act === step.act);
    const spec = sim.specs.get(step.act);
    if (!generator || !spec || (step.act !== 'led-verify' && generator.turns({ sim, now: clock.now(), views: [] }).length === 0)) return 'skipped';
    const played = await generator.play({ sim, now: clock.now() }, { who: step.who, weight: 1 }, new Prng(step.pick));
    if (played === null) return 'skipped';
    const by = played.identity ? { ...sim.players.get('tenderer-1'), name: played.who, identity: played.identity, headers: played.headers ?? {} } : played.who === 'guest' ? null : sim.players.get(played.who);
    const sent = await sim.door.prepare(spec, by, played.subject, played.input);
    const answer = await sim.door.post(sent);
    if (answer.status !== 201) throw new SimFailure(`a lawful ${step.act} is refused`, `${played.who}: ${answer.status} ${answer.text.slice(0, 400)}`);
    this.coverage.accept(step.act);
    played.done?.({ result: (answer.json['result'] ?? {}) as Record<string, unknown> });
    return 'done';
  }

  private async send(at: At, generator: Generator, who: string, input: unknown) {
    const { sim } = at;
    const by = playerOf(at, who);
    if (by === 'phone') return { answer: await sim.door.post({ url: PHONE, payload: JSON.stringify(input), headers: {} }), sent: null, by: null, spec: null };
    const spec = sim.specs.get(generator.act);
    if (!spec) throw new Error(`${generator.act} is not registered`);
    const sent = await sim.door.prepare(spec, by, subjectOf(at, spec, generator), input);
    return { answer: await sim.door.post(sent), sent, by, spec };
  }

  /** Runs what must be refused and looks that nothing remains of it. */
  private async refused(step: Step, attempt: () => Promise<Answer>): Promise<Answer> {
    const { world } = this.stage.sim;
    const before = await stateOf(world);
    const answer = await attempt();
    const what = tell(step);
    if (answer.status < 400) throw new SimFailure('what must be refused is accepted', `${what}: ${answer.status} ${answer.text.slice(0, 400)}`);
    if (answer.status >= 500) throw new SimFailure('a fault instead of a refusal', `${what}: ${answer.status} ${answer.text.slice(0, 400)}`);
    const trouble = await settle(this.stage);
    if (trouble) throw new SimFailure('not at rest', `${what}: ${trouble}`);
    const after = await stateOf(world);
    if (!same(before, after)) throw new SimFailure('a refused act changes something', `${what} (${answer.code}): ${difference(before.text, after.text)}`);
    this.coverage.refuse(step.kind, 'act' in step ? step.act : '', answer.code);
    return answer;
  }

  private keep(kept: Kept): void {
    this.kept.push(kept);
    if (this.kept.length > 60) this.kept.shift();
  }
}

function sameTurn(turns: readonly Turn[], { who, what }: { who: string; what?: string }): Turn | undefined {
  return turns.find((one) => one.who === who && one.what === what);
}

/** Seats of the committee are whoever chance has put there. */
export function playerOf({ sim, view }: At, who: string): Player | null | 'phone' {
  if (who === 'guest') return null;
  if (who === 'phone') return 'phone';
  if (!who.startsWith('seat-')) return sim.players.get(who);
  const member = view.session?.data.members.find(({ seatNo, out }) => `seat-${seatNo}` === who && out === undefined);
  const player = member && sim.players.ofAccount(member.accountId);
  if (!player) throw new Error(`nobody sits on ${who}`);
  return player;
}

function subjectOf({ view }: At, spec: AnySpec, generator: Generator | undefined): string {
  // what comes to be with the act has no name yet
  if (spec.subjectKind === null) return randomUUID();
  return spec.subjectKind === 'project' || generator?.subject === 'project' ? view.project.id : view.lot.id;
}

function expectCode(step: Step, at: At, { status, code, text }: Answer, { name, codes }: Pick<Wrong, 'name' | 'codes'>): void {
  if (!codes.includes(code)) throw new SimFailure(`${'act' in step ? step.act : ''} ${name} is refused for another reason`, `${tell(step)} on ${where(at)}: expected ${codes.join(' or ')}, got ${status} ${text.slice(0, 400)}`);
}

export function where({ view, now }: At): string {
  const { lot, opening, session, draw } = view;
  return `lot ${view.ref.n} (${lot.state}${opening ? `, opening ${opening.state}` : ''}${draw ? `, draw ${draw.state}` : ''}${session ? `, evaluation ${session.state}` : ''}) at ${new Date(now).toISOString()}`;
}

const gateOpen = ({ view }: At): boolean => (view.lot.data.openGates as readonly string[]).includes('bid-deadline');

function difference(before: string, after: string): string {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at += 1;
  return `…${before.slice(Math.max(0, at - 160), at + 80)}… became …${after.slice(Math.max(0, at - 60), at + 80)}…`;
}

function forgery(sent: Sent, by: Player, other: Player, rng: Prng): { sent: Sent; what: string; codes: readonly string[] } {
  const body = JSON.parse(sent.payload) as { subject: string; input: unknown; signature: { certificate: string; value: string } };
  const change = (more: object): Sent => ({ ...sent, payload: JSON.stringify({ ...body, ...more }) });
  const { value } = body.signature;
  return rng.pick([
    { what: 'with a sign of the signature turned', codes: ['signature-invalid'], sent: change({ signature: { ...body.signature, value: (value.startsWith('A') ? 'B' : 'A') + value.slice(1) } }) },
    { what: 'without a signature', codes: ['signature-invalid'], sent: change({ signature: undefined }) },
    { what: 'without a session', codes: ['not-signed-in'], sent: { ...sent, headers: { 'idempotency-key': sent.headers['idempotency-key'] ?? '' } } },
    { what: 'in another\'s session', codes: ['certificate-foreign'], sent: { ...sent, headers: { ...sent.headers, ...other.headers } } },
    { what: 'under another key', codes: ['signature-invalid'], sent: { ...sent, headers: { ...sent.headers, 'idempotency-key': '00000000-0000-4000-8000-0000000000ab' } } },
    { what: 'for another subject', codes: ['signature-invalid'], sent: change({ subject: by.accountId }) },
    { what: 'without a key', codes: ['idempotency-key-required'], sent: { ...sent, headers: by.headers } },
  ]);
}
