import { generators } from './acts/index.ts';
import { worldActs } from './acts/world.ts';
import type { At, Generator, Turn } from './generator.ts';
import { granted, mustRefuse } from './oracle.ts';
import type { Prng } from './prng.ts';
import type { Step } from './steps.ts';
import type { Deadline } from './run.ts';

interface Option { generator: Generator; at: At; turn: Turn }

/** From 1 on a turn is one that time should not pass by. */
const PRESSING = 1;
const eldestFirst = 4;

/** The next step, by the seed, from what may be done and what may not. */
export function choose(rng: Prng, ats: readonly At[], around: { deadlines: readonly Deadline[]; repeatable: number }): Step {
  const [first] = ats;
  const lawful = ats.flatMap((at) => generators.flatMap((generator) => generator.turns(at).map((turn) => ({ generator, at, turn }))));
  const wide = first === undefined ? [] : worldActs.flatMap(({ act, turns }) => turns({ sim: first.sim, now: first.now, views: ats.map(({ view }) => view) }).map((turn) => ({ act, turn })));
  if (first === undefined) return { kind: 'world', act: 'project-draft', who: 'somebody', makes: 0, pick: rng.next() };
  const unlawful = rng.chance(0.36) ? chooseWrong(rng, ats, lawful, around.repeatable) : null;
  if (unlawful) return unlawful;
  if (around.deadlines.length > 0 && rng.chance(patience(lawful, wide.map(({ turn }) => turn), around.deadlines))) return chooseTime(rng, around.deadlines);
  const next = 1 + Math.max(-1, ...first.sim.lots.map(({ n }) => n));
  const makes = (act: string): { makes?: number } => (['project-draft', 'do-retender', 'gpr-framework'].includes(act) ? { makes: next } : {});
  // so that trades come to their end, and not all at the same time
  const eldest = ats.find(({ view }) => !['failed', 'terminated', 'closed', 'suspended', 'cancelled'].includes(view.lot.state));
  const options: { step: Step; weight: number }[] = [
    ...lawful.map(({ generator: { act }, at, turn }) => ({ step: { kind: 'act' as const, act, lot: at.view.ref.n, ...named(turn), ...makes(act), pick: rng.next() }, weight: turn.weight * (at === eldest ? eldestFirst : 1) })),
    ...wide.map(({ act, turn }) => ({ step: { kind: 'world' as const, act, who: turn.who, ...makes(act), pick: rng.next() }, weight: turn.weight })),
  ].filter(({ weight }) => weight > 0);
  return options.length === 0 ? chooseTime(rng, around.deadlines) : rng.weighted(options, ({ weight }) => weight).step;
}

/** Whether time may pass: not by those whom the next deadline waits for; past the others it goes sooner or later. */
function patience(lawful: readonly Option[], wide: readonly Turn[], [next]: readonly Deadline[]): number {
  const pressing = lawful.filter(({ turn }) => turn.weight >= PRESSING);
  if (pressing.some(({ at }) => at.view.ref.n === next?.lot)) return 0.02;
  return pressing.length > 0 || wide.some(({ weight }) => weight >= PRESSING) ? 0.12 : 0.8;
}

const named = ({ who, what }: Turn): { who: string; what?: string } => ({ who, ...(what === undefined ? {} : { what }) });

/** Mostly the next thing that falls due, looked at from both sides of its instant. */
function chooseTime(rng: Prng, deadlines: readonly Deadline[]): Step {
  const next = deadlines[rng.chance(0.9) ? 0 : rng.int(Math.min(3, deadlines.length))];
  return { kind: 'time', event: next?.event ?? 'later', lot: next?.lot ?? null, shift: rng.pick([-1, 0, 0, 1, 1_000]), pick: rng.next() };
}

function chooseWrong(rng: Prng, ats: readonly At[], lawful: readonly Option[], repeatable: number): Step | null {
  const kind = rng.weighted(['wrong', 'stranger', 'state', 'fuzz', 'forge', 'repeat'] as const, (one) => ({ wrong: 6, stranger: 2.5, state: 2, fuzz: 2, forge: 1, repeat: 1.2 })[one]);
  const pick = rng.next();
  if (kind === 'repeat') return repeatable === 0 ? null : { kind, back: rng.int(Math.min(repeatable, 30)), bent: rng.chance(0.4), pick };
  if (kind === 'wrong') {
    const options = ats.flatMap((at) => generators.flatMap((generator) => (generator.wrong ?? []).flatMap(({ name, turns }) => (turns ?? generator.turns)(at).map((turn) => ({ act: generator.act, lot: at.view.ref.n, turn, name })))));
    // each way of going wrong as likely as any other, however many could take it
    const names = [...new Set(options.map(({ act, name }) => `${act} ${name}`))];
    if (names.length === 0) return null;
    const name = rng.pick(names);
    const one = rng.pick(options.filter((option) => `${option.act} ${option.name}` === name));
    return { kind, act: one.act, lot: one.lot, ...named(one.turn), name: one.name, pick };
  }
  if (kind === 'fuzz' || kind === 'forge') {
    if (lawful.length === 0) return null;
    const { generator: { act }, at, turn } = rng.pick(lawful);
    return { kind, act, lot: at.view.ref.n, ...named(turn), pick };
  }
  return kind === 'stranger' ? chooseStranger(rng, ats, pick) : chooseState(rng, ats, pick);
}

function chooseStranger(rng: Prng, ats: readonly At[], pick: number): Step | null {
  const at = rng.pick(ats);
  const specs = [...at.sim.specs.values()].filter(({ kind, subjectKind }) => kind !== 'system' && (subjectKind === 'lot' || subjectKind === 'project'));
  for (let tries = 0; tries < 20; tries += 1) {
    const [spec, who] = [rng.pick(specs), rng.chance(0.05) ? null : rng.pick(at.sim.players.all())];
    if (granted(spec, who, at.view) === false) return { kind: 'stranger', act: spec.id, lot: at.view.ref.n, who: who?.name ?? 'guest', pick };
  }
  return null;
}

function chooseState(rng: Prng, ats: readonly At[], pick: number): Step | null {
  const at = rng.pick(ats);
  const specs = [...at.sim.specs.values()].filter(({ id, kind, subjectKind }) => kind !== 'system' && kind !== 'gov' && (subjectKind === 'lot' || subjectKind === 'project') && mustRefuse(id, at.view));
  if (specs.length === 0) return null;
  const spec = rng.pick(specs);
  const able = at.sim.players.all().filter((who) => granted(spec, who, at.view) === true);
  return able.length === 0 ? null : { kind: 'state', act: spec.id, lot: at.view.ref.n, who: rng.pick(able).name, pick };
}
