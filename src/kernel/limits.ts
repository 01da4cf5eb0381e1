/** Judges periods by a row of the limits, so that no rule does its own calendar arithmetic. */
import type { Limit } from '../../catalogue/types.ts';
import {
  maxDaysEnd, maxMonthsEnd, maxWorkingDaysEnd, minDaysEnd, minDaysHolds, minMonthsHolds, minWorkingDaysEnd,
  minWorkingDaysHolds, msPerHour, msPerMinute, msPerSecond, dayOf, workingDaysBetween, startOfDay,
} from './calendar.ts';
import type { Instant, Judged, PeriodEnd } from './calendar.ts';
import { limitInteger } from './params.ts';
import { assert } from './result.ts';

const exactMs: Partial<Record<Limit['unit'], number>> = { h: msPerHour, min: msPerMinute, s: msPerSecond };
const monthsPerYear = 12;

/** Does the time from one instant to another keep the limit? "No limit" holds always. */
export function judgePeriod(row: Limit, from: Instant, to: Instant): Judged {
  if (row.value === null) return { holds: true, warning: false };
  const n = limitInteger(row);
  if (row.op === '>=') return judgeMinimum(row, n, from, to);
  if (row.op === '<=') {
    const end = maximumEnd(row, n, from);
    // Hours, minutes and seconds are exact and include their last instant; days end before the next begins.
    return { holds: exactMs[row.unit] === undefined ? to < end.at : to <= end.at, warning: end.warning };
  }
  return judgeExact(row, n, from, to);
}

/** When a maximum that starts at `from` is over; undefined without a limit. */
export function dueAt(row: Limit, from: Instant): PeriodEnd | undefined {
  return row.value === null ? undefined : maximumEnd(row, limitInteger(row), from);
}

/** The first instant at which a minimum that starts at `from` is kept. */
export function earliestAt(row: Limit, from: Instant): PeriodEnd {
  if (row.value === null) return { at: from, warning: false };
  const n = limitInteger(row);
  const unitMs = exactMs[row.unit];
  if (unitMs !== undefined) return { at: from + n * unitMs, warning: false };
  if (n === 0) return { at: from, warning: false };
  if (row.unit === 'd') return minDaysEnd(from, n);
  if (row.unit === 'wd') return minWorkingDaysEnd(from, n);
  // The last day of the months is itself enough: the maximum ends at 24:00 of that day, the minimum begins with it.
  return { at: startOfDay(dayOf(maxMonthsEnd(from, months(row, n)).at) - 1), warning: false };
}

function judgeMinimum(row: Limit, n: number, from: Instant, to: Instant): Judged {
  const unitMs = exactMs[row.unit];
  if (unitMs !== undefined) return { holds: to - from >= n * unitMs, warning: false };
  if (row.unit === 'd') return { holds: minDaysHolds(from, to, n), warning: false };
  if (row.unit === 'wd') return minWorkingDaysHolds(from, to, n);
  return { holds: minMonthsHolds(from, to, months(row, n)), warning: false };
}

function maximumEnd(row: Limit, n: number, from: Instant): PeriodEnd {
  const unitMs = exactMs[row.unit];
  if (unitMs !== undefined) return { at: from + n * unitMs, warning: false };
  if (row.unit === 'd') return maxDaysEnd(from, n);
  if (row.unit === 'wd') return maxWorkingDaysEnd(from, n);
  return maxMonthsEnd(from, months(row, n));
}

function judgeExact(row: Limit, n: number, from: Instant, to: Instant): Judged {
  const unitMs = exactMs[row.unit];
  if (unitMs !== undefined) return { holds: to - from === n * unitMs, warning: false };
  if (row.unit === 'd') return { holds: dayOf(to) - dayOf(from) === n, warning: false };
  const between = workingDaysBetween(from, to);
  return { holds: between.days === n, warning: between.warning };
}

function months(row: Limit, n: number): number {
  assert(row.unit === 'month' || row.unit === 'y', `${row.id} is a period`);
  return row.unit === 'y' ? n * monthsPerYear : n;
}
