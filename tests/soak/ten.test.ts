import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseFile } from '../../src/play/case-file.ts';
import { Fleet, phases } from './fleet.ts';
import { minutes, percentile, tell, whole } from './scale.ts';
import { Town } from './town.ts';

/**
 * Ten trades at once with thirty bidders each, in five methods of both categories, and two hundred people who watch the openings. What must
 * come out was computed by cases/expect.py. In npm test: two of them with five bidders each, whose expectation is what the first five alone decide.
 */
const all = JSON.parse(readFileSync(join(import.meta.dirname, 'ten-trades.json'), 'utf8')) as CaseFile[];
const files = whole ? all.slice(0, Number(process.env['QINGLAN_SOAK_TRADES'] ?? 10)) : all.slice(1, 4).filter((_file, i) => i !== 1).map(small);
const watchersOf = whole ? 200 : 10;

let town: Town;
let fleet: Fleet;
const watchers: Watcher[] = [];
beforeAll(async () => {
  town = await Town.open({ experts: whole ? 80 : 24 });
  fleet = new Fleet(town, files);
}, 5 * minutes);
afterAll(async () => {
  await Promise.all(watchers.map((watcher) => watcher.stop()));
  expect(await town.close()).toEqual([]);
}, minutes);

/** The same trade with its first five bidders, of whom the cheapest must win. */
function small(file: CaseFile): CaseFile {
  const [lot] = file.lots;
  if (!lot) throw new Error('a trade without a lot');
  const bids = lot.bids.filter((bid) => !bid.withdraws && !bid.late && !bid.replaces).slice(0, 5).map(({ size: _size, ...bid }) => bid);
  const cheapest = bids.reduce((low, bid) => (Number(bid.priceYuan) < Number(low.priceYuan) ? bid : low));
  return { ...file, lots: [{ ...lot, bids, expect: { submitted: 5, opened: 5, valid: 5, winner: cheapest.bidder, outcome: 'awarded' } }] };
}

/** One who watches a hall: everything that is said there, in the order of its numbers. */
class Watcher {
  readonly seen: number[] = [];
  readonly #stop = new AbortController();
  readonly #end: Promise<unknown>;

  constructor(lotId: string) { this.#end = this.#watch(lotId).catch(() => undefined); }

  stop(): Promise<unknown> {
    this.#stop.abort();
    return this.#end;
  }

  async #watch(lotId: string): Promise<void> {
    const { body } = await town.wire.ask(`/api/v1/events?channel=opening:${lotId}`, { signal: this.#stop.signal });
    let text = '';
    for await (const chunk of body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('id:')) this.seen.push(Number(line.slice(3)));
    }
  }
}

it('all trades go through all phases at once', async () => {
  for (const phase of phases) {
    const [begun, from] = [performance.now(), town.wire.acknowledged.length];
    if (phase === 'opening') for (let i = 0; i < watchersOf; i++) watchers.push(new Watcher(fleet.lotIds[i % files.length] ?? ''));
    await fleet.run(phase);
    const times = town.wire.acknowledged.slice(from).map(({ ms }) => ms);
    const seconds = (performance.now() - begun) / 1000;
    tell(`ten: ${phase}: ${times.length} acts in ${seconds.toFixed(1)} s; p50 ${percentile(times, 0.5).toFixed(0)} ms, p99 ${percentile(times, 0.99).toFixed(0)} ms`);
  }
  const times = town.wire.acknowledged.map(({ ms }) => ms);
  tell(`ten: ${files.length} trades, ${files.reduce((sum, { lots }) => sum + (lots[0]?.bids.length ?? 0), 0)} bidders, ${watchersOf} watchers: ${times.length} acts, p99 ${percentile(times, 0.99).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`);
}, (whole ? 20 : 3) * minutes);

it('each ends as expected', async () => {
  expect(await fleet.differences()).toEqual([]);
}, 2 * minutes);

it('whoever watched has heard everything, once and in order', async () => {
  const said = await town.query<{ channel: string; n: number }>('select channel, max(seq)::int as n from live_event group by channel');
  const lastOf = new Map(said.map(({ channel, n }) => [channel, n]));
  for (const [i, watcher] of watchers.entries()) {
    const last = lastOf.get(`opening:${fleet.lotIds[i % files.length] ?? ''}`) ?? 0;
    expect(last).toBeGreaterThan(5);
    const numbered = watcher.seen.filter((id) => id > 0);
    expect(new Set(numbered).size).toBe(numbered.length);
    expect(numbered.every((id, at) => at === 0 || id === (numbered[at - 1] ?? 0) + 1), `watcher ${i}: ${numbered.join(' ')}`).toBe(true);
    expect(numbered.at(-1)).toBe(last);
  }
});

it('receipts, states, ledger and the evidence of every trade hold', async () => {
  expect(await town.wire.dishonoured(0, 50)).toEqual([]);
  expect(await town.auditAtRest({ trades: true, files: true })).toEqual([]);
}, 5 * minutes);
