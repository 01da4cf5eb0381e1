import { sortedBytewise } from '../kernel/chance.ts';
import type { Chance } from './draw.ts';
import { read, Reading, type Act } from './read.ts';
import { must } from './refusal.ts';
import { actsOf, completions, sameJson, type Trade } from './trade.ts';

export interface Committee { readonly rounds: number; readonly called: number; readonly seats: number }

/**
 * The experts called are those the draw gave, in its order. Roster and avoidance are personal data and stay inside: that nobody
 * was passed over who might have sat is what the auditor's reading shows, not this one.
 */
export function checkExperts(trade: Trade, chances: readonly Chance[]): Committee | null {
  const runs = actsOf(trade, 'exp-draw-run');
  if (runs.length === 0) return null;
  const requests = actsOf(trade, 'exp-draw-request');
  const drawn: string[] = [];
  let called: readonly string[] = [];
  for (const run of runs) {
    const said = read('experts', run);
    const id = said.member('proof').text('chanceId');
    const chance = chances.find(({ chanceId }) => chanceId === id);
    must(chance !== undefined && chance.purpose === 'experts' && chance.inputHash === said.text('inputHash'), 'experts', `#${run.index} 不属于已固定名单的抽取`, `#${run.index}: not of a draw whose list was frozen`);
    if (said.text('result') === 'void') {
      must(chance.drawn === null && chance.silent.length > 0, 'experts', `#${run.index} 作废无因`, `#${run.index}: void without cause`);
      continue;
    }
    must(chance.drawn !== null && chance.drawn.seed === said.text('seed'), 'experts', `#${run.index} 的种子重算不符`, `#${run.index}: the seed does not replay`);
    drawn.push(...chance.drawn.order);
    called = new Reading('experts', { called: run.opened.get('expertIds') ?? null }, `#${run.index}`).texts('called');
    must(new Set(called).size === called.length && called.every((one) => drawn.includes(one)), 'experts', `#${run.index} 的专家不在抽取次序中`, `#${run.index}: an expert was called whom the draw did not give`);
    const request = requests.filter((one) => one.time <= run.time).at(-1);
    if (requests.length === 1 && runs.length === 1 && request !== undefined) checkOrder(request, run, { called, order: chance.drawn.order });
  }
  return { rounds: runs.length, called: called.length, seats: checkSeats(trade) };
}

/** Seats of one specialty are filled in the drawn order. */
function checkOrder(request: Act, run: Act, { called, order }: { called: readonly string[]; order: readonly string[] }): void {
  const needs = read('experts', request).members('specialtyNeeds');
  let from = 0;
  for (const need of needs) {
    const places = called.slice(from, from + need.count('headcount')).map((one) => order.indexOf(one));
    from += need.count('headcount');
    must(sameJson(places, [...places].sort((a, b) => a - b)), 'experts', `#${run.index} 未按抽取次序`, `#${run.index}: not called in the drawn order`);
  }
  must(sameJson(sortedBytewise(order), sortedBytewise([...new Set(order)])), 'experts', '抽取次序有重复', 'the drawn order names somebody twice');
}

/** As many took their seats as the sealed list has. */
function checkSeats(trade: Trade): number {
  const seats = new Set(actsOf(trade, 'evl-checkin').map((act) => read('experts', act).count('seatNo')));
  const unsealed = actsOf(trade, 'exp-unseal').at(-1);
  if (unsealed === undefined) {
    must(seats.size === 0, 'experts', '名单未解封即签到', 'seats were taken before the list was unsealed');
    return 0;
  }
  const size = read('experts', unsealed).count('committeeSize');
  const complete = completions(trade, 'do:all-in').length > 0;
  must(!complete || seats.size === size, 'experts', `签到 ${seats.size} 人，名单 ${size} 人`, `${seats.size} seats were taken, the list has ${size}`);
  return seats.size;
}
