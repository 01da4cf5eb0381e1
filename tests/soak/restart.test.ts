import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pause, postmasterPid } from '../lifecycle/process.ts';
import { Fleet, phases, type Phase } from './fleet.ts';
import { casesNamed, minutes, percentile, tell, whole } from './scale.ts';
import { Town } from './town.ts';

/**
 * PostgreSQL is restarted under a server that lives and people who act: by a fast shutdown, by an immediate one, by kill -9. The server
 * itself never ends; the wire refuses to go on after a 503 that does not say when to come again.
 */
const ways = { fast: 'SIGINT', immediate: 'SIGQUIT', killed: 'SIGKILL' } as const;
const busy: readonly Phase[] = whole ? phases : ['intake', 'bidding'];

let town: Town;
let fleet: Fleet;
const pauses: number[] = [];
beforeAll(async () => {
  town = await Town.open({ experts: whole ? 40 : 1 });
  fleet = new Fleet(town, casesNamed(whole ? ['eng-reasonable-low', 'eng-mix', 'gp-lowest', 'gp-small-enterprise'] : ['gp-lowest']));
}, 5 * minutes);
afterAll(async () => { expect(await town.close()).toEqual([]); }, minutes);

/** Ends the database and waits until the server has it back; how long nobody was served. */
async function restart(way: keyof typeof ways): Promise<number> {
  const backs = (): number => town.server.stderr.split('the database is back').length;
  const [before, begun, pid] = [backs(), performance.now(), postmasterPid(town.data)];
  process.kill(pid ?? Number.NaN, ways[way]);
  await town.server.until(() => backs() > before);
  expect(postmasterPid(town.data)).not.toBe(pid);
  return performance.now() - begun;
}

it('the server lives through every restart of its database, and nothing acknowledged is lost', async () => {
  const { pid } = town.server.child;
  const { gate } = town.wire;
  for (const phase of phases.slice(0, phases.indexOf(busy.at(-1) ?? 'certificate') + 1)) {
    const from = town.wire.acknowledged.length;
    let over = false;
    if (busy.includes(phase)) gate.shut();
    const work = fleet.run(phase).finally(() => { over = true; });
    work.catch(() => undefined);
    for (const way of busy.includes(phase) ? (Object.keys(ways) as (keyof typeof ways)[]) : []) {
      gate.let(whole ? 8 : 4);
      await pause(30 + randomInt(100));
      if (!over) pauses.push(await restart(way));
    }
    gate.open();
    await work;
    expect(await town.wire.dishonoured(from, 20), phase).toEqual([]);
    expect(await town.audit(), phase).toEqual([]);
  }
  expect(town.server.child.pid).toBe(pid);
  expect(town.server.child.exitCode).toBeNull();
  expect(pauses.length).toBeGreaterThanOrEqual(3);
  expect(await town.auditAtRest({ trades: true, files: true })).toEqual([]);
  tell(`restart: ${pauses.length} restarts under load, nobody served for ${percentile(pauses, 0.5).toFixed(0)} ms (median), ${Math.max(...pauses).toFixed(0)} ms at most; ${town.wire.turnedAway.get(503) ?? 0} answers of 503, ${town.wire.acknowledged.length} acts acknowledged`);
}, (whole ? 10 : 3) * minutes);

it.runIf(whole)('the trades end as expected', async () => {
  expect(await fleet.differences()).toEqual([]);
}, minutes);
