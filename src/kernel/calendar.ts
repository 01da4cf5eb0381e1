/**
 * Periods of the law, lifecycle §0.1. Instants are milliseconds since 1970 in UTC; a day is a number of days since
 * 1970-01-01 as the wall calendar in UTC+8 counts them. China has had no summer time since 1991, so the offset is fixed.
 */
import { holidayYears } from '../../catalogue/holidays.ts';
import { assert } from './result.ts';

export type Instant = number;
export type Day = number;
/** `warning` is true where a day was judged by weekends alone, because the holiday table does not reach it. */
export type Judged = { readonly holds: boolean; readonly warning: boolean };
/** `at` is the first instant after the period: 24:00 of its last day is 00:00 of the next. */
export type PeriodEnd = { readonly at: Instant; readonly warning: boolean };

export const msPerSecond = 1000;
export const msPerMinute = 60_000;
export const msPerHour = 3_600_000;
export const msPerDay = 86_400_000;
const offsetMs = 8 * msPerHour;
/** No period of the law is longer than this; it bounds the loops over days. */
const daysMax = 40_000;

export function dayOf(at: Instant): Day {
  return Math.floor((at + offsetMs) / msPerDay);
}

export function startOfDay(day: Day): Instant {
  return day * msPerDay - offsetMs;
}

/** The calendar date in UTC+8, `2026-11-24`. */
export function dateText(day: Day): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** The date and time of day in UTC+8, `2026-11-24 15:30:00`. */
export function localText(at: Instant): string {
  return new Date(at + offsetMs).toISOString().slice(0, 19).replace('T', ' ');
}

export function parseDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = Date.parse(`${text}T00:00:00Z`) / msPerDay;
  return Number.isInteger(day) && dateText(day) === text ? day : undefined;
}

const table = readTable();

/** A weekday that is no holiday, or a weekend day that is worked to make up for one. */
export function isWorkingDay(day: Day): boolean {
  if (table.makeUp.has(day)) return true;
  return !table.rest.has(day) && !isWeekend(day);
}

/** False for days of a year whose notice is missing: there only weekends are known. */
export function isInTable(day: Day): boolean {
  return table.years.has(Number(dateText(day).slice(0, 4)));
}

/** Working days in (date a, date b]. */
export function workingDaysBetween(a: Instant, b: Instant): { days: number; warning: boolean } {
  const [first, last] = [dayOf(a) + 1, dayOf(b)];
  assert(last - first <= daysMax, 'a period within the limit');
  let days = 0;
  let warning = false;
  for (let day = first; day <= last; day += 1) {
    if (isWorkingDay(day)) days += 1;
    warning ||= !isInTable(day);
  }
  return { days, warning };
}

/** Minimum of n days from a to b: date(b) − date(a) ≥ n. */
export function minDaysHolds(a: Instant, b: Instant, n: number): boolean {
  return dayOf(b) - dayOf(a) >= n;
}

/** Minimum of n working days: at least n of them lie in (date a, date b]. */
export function minWorkingDaysHolds(a: Instant, b: Instant, n: number): Judged {
  const between = workingDaysBetween(a, b);
  return { holds: between.days >= n, warning: between.warning };
}

/** Minimum of n months: the same day number n months on, or that month's last day, has come. */
export function minMonthsHolds(a: Instant, b: Instant, n: number): boolean {
  return dayOf(b) >= addMonths(dayOf(a), n);
}

/** First instant of the first day on which a minimum of n days from a holds. */
export function minDaysEnd(a: Instant, n: number): PeriodEnd {
  return { at: startOfDay(dayOf(a) + n), warning: false };
}

export function minWorkingDaysEnd(a: Instant, n: number): PeriodEnd {
  const reached = nthWorkingDay(dayOf(a), n);
  return { at: startOfDay(reached.day), warning: reached.warning };
}

/** Maximum of n days: 24:00 of day n after the event; if that is a rest day, 24:00 of the next working day. */
export function maxDaysEnd(a: Instant, n: number): PeriodEnd {
  let day = dayOf(a) + n;
  let warning = !isInTable(day);
  while (!isWorkingDay(day)) {
    day += 1;
    warning ||= !isInTable(day);
  }
  return { at: startOfDay(day + 1), warning };
}

/** Maximum of n working days: 24:00 of the n-th working day after the event. */
export function maxWorkingDaysEnd(a: Instant, n: number): PeriodEnd {
  const reached = nthWorkingDay(dayOf(a), n);
  return { at: startOfDay(reached.day + 1), warning: reached.warning };
}

/** Maximum of n months: 24:00 of the same day number, or of the month's last day. It does not move for rest days. */
export function maxMonthsEnd(a: Instant, n: number): PeriodEnd {
  return { at: startOfDay(addMonths(dayOf(a), n) + 1), warning: false };
}

/** A stop moves deadlines on by its length, rounded up to whole days (lifecycle §0.3). */
export function moveByStop(deadline: Instant, stoppedAt: Instant, resumedAt: Instant): Instant {
  assert(resumedAt >= stoppedAt, 'a stop ends after it began');
  return deadline + Math.ceil((resumedAt - stoppedAt) / msPerDay) * msPerDay;
}

/** With n = 0 the day itself counts, whether worked or not. */
function nthWorkingDay(from: Day, n: number): { day: Day; warning: boolean } {
  assert(Number.isInteger(n) && n >= 0 && n <= daysMax, 'a whole number of working days');
  let day = from;
  let warning = false;
  for (let left = n; left > 0;) {
    day += 1;
    warning ||= !isInTable(day);
    if (isWorkingDay(day)) left -= 1;
  }
  return { day, warning };
}

function addMonths(day: Day, n: number): Day {
  const date = new Date(day * msPerDay);
  const firstOfMonth = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + n, 1);
  const firstOfNext = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + n + 1, 1);
  const lastDayNumber = (firstOfNext - firstOfMonth) / msPerDay;
  return firstOfMonth / msPerDay + Math.min(date.getUTCDate(), lastDayNumber) - 1;
}

/** 1970-01-01 was a Thursday. */
function isWeekend(day: Day): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}

function readTable(): { years: ReadonlySet<number>; rest: ReadonlySet<Day>; makeUp: ReadonlySet<Day> } {
  const years = new Set(holidayYears.filter((row) => !row.provisional).map((row) => row.year));
  const rest = new Set<Day>();
  const makeUp = new Set<Day>();
  for (const row of holidayYears) {
    for (const holiday of row.holidays) {
      for (let day = dayFrom(holiday.from); day <= dayFrom(holiday.to); day += 1) rest.add(day);
    }
    for (const text of row.makeUpDays) makeUp.add(dayFrom(text));
  }
  return { years, rest, makeUp };
}

function dayFrom(text: string): Day {
  const day = parseDay(text);
  assert(day !== undefined, `a date of the holiday table: ${text}`);
  return day;
}
