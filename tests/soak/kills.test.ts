import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { patience } from '../../src/play/wait.ts';
import { pause } from '../lifecycle/process.ts';
import { Fleet, phases, type Phase } from './fleet.ts';
import { casesNamed, minutes, tell, whole } from './scale.ts';
import { Town } from './town.ts';

/** Ten trades and twenty kills in each phase; in npm test two trades and one kill in each. */
const cases = whole
  ? ['eng-reasonable-low', 'eng-lowest-evaluated', 'eng-mean-k', 'eng-second-mean', 'eng-mix', 'gp-lowest', 'gp-small-enterprise', 'gp-joint-rank', 'eng-price-tie', 'gp-seven-members']
  : ['eng-mix', 'gp-lowest'];
/** in some phases only, by their names: the others go through unhindered */
const struck = process.env['QINGLAN_SOAK_PHASES']?.split(',') ?? phases;
const killsOf = (phase: Phase): number => (struck.some((one) => one === phase) ? Number(process.env['QINGLAN_SOAK_KILLS'] ?? (whole ? 20 : 1)) : 0);
/** what dies, at random: mostly the server, at times the database under it, or both at once */
const victims = ['server', 'server', 'server', 'postgres', 'both'] as const;
/** how many requests are let through between two kills, so that a phase lasts for all of them; a half is one before every second kill */
const between: Record<Phase, number> = { intake: 5, documents: 3, bidding: 12, opening: 8, draw: 1, evaluation: 8, award: 1, contract: 0.5, certificate: 0.5 };
/** the rest of a phase after its kills goes on unhindered; in the short version nothing waits for the gate for long */
const share = whole ? 1 : 0.3;

let town: Town;
let fleet: Fleet;
const died = { server: 0, postgres: 0, both: 0 };
beforeAll(async () => {
  if (whole) patience.ms = 10 * minutes;
  town = await Town.open({ experts: whole ? 60 : 24 });
  fleet = new Fleet(town, casesNamed(cases).slice(0, Number(process.env['QINGLAN_SOAK_TRADES'] ?? cases.length)));
}, 5 * minutes);
afterAll(async () => { expect(await town.close()).toEqual([]); }, minutes);

/** The phase, with its people held back between the kills and every promise held against the platform after each. */
async function underFire(phase: Phase): Promise<number> {
  const { gate } = town.wire;
  let [kills, over, checked] = [0, false, town.wire.acknowledged.length];
  gate.shut();
  const work = fleet.run(phase).finally(() => { over = true; });
  work.catch(() => undefined);
  while (kills < killsOf(phase) && !over) {
    const { passed } = gate;
    const some = Math.max(kills === 0 ? 1 : 0, Math.ceil((kills + 1) * between[phase] * share) - Math.ceil(kills * between[phase] * share));
    if (some > 0) gate.let(some);
    // in the midst of the first of them, or of the last, or after it
    for (let waited = 0; some > 0 && gate.passed === passed && !over && waited < 3_000; waited += 2) await pause(2);
    await pause(randomInt(whole ? 250 : 120));
    if (over) break;
    const victim = victims[randomInt(victims.length)] ?? 'server';
    await town.kill(victim);
    [kills, died[victim]] = [kills + 1, died[victim] + 1];
    expect(await town.wire.dishonoured(checked, 12), `${phase}, kill ${kills} (${victim})`).toEqual([]);
    checked = town.wire.acknowledged.length;
    expect(await town.audit({ whole: false }), `${phase}, kill ${kills} (${victim})`).toEqual([]);
  }
  gate.open();
  await work;
  return kills;
}

let through = 0;
it.each(phases)('whatever is killed in %s, nothing that was acknowledged is lost, and the trades go on', async (phase) => {
  expect(through, 'the phases before').toBe(phases.indexOf(phase));
  const begun = performance.now();
  const from = town.wire.acknowledged.length;
  const kills = await underFire(phase);
  expect(await town.wire.dishonoured(from, whole ? 200 : 20)).toEqual([]);
  expect(await town.auditAtRest({ trades: whole })).toEqual([]);
  tell(`kills: ${phase}: ${kills} kills, ${town.wire.acknowledged.length - from} acts acknowledged, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  expect(kills).toBe(killsOf(phase));
  through += 1;
}, (whole ? 20 : 3) * minutes);

it('every trade comes to its end as expected, and the ledger and the evidence of each hold', async () => {
  expect(await fleet.differences()).toEqual([]);
  expect(await town.auditAtRest({ trades: true, files: true })).toEqual([]);
  const { wire } = town;
  tell(`kills: ${died.server} of the server, ${died.postgres} of PostgreSQL, ${died.both} of both; ${wire.acknowledged.length} acts acknowledged, ${wire.broken} connections broken, ${wire.turnedAway.get(503) ?? 0} times told to come again`);
}, (whole ? 5 : 2) * minutes);
