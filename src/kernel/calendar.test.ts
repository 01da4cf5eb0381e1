import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holidayYears } from '../../catalogue/holidays.ts';
import * as cal from './calendar.ts';

/** An instant given by the wall clock in UTC+8. */
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
const end = (text: string): { at: number; warning: boolean } => ({ at: at(text), warning: false });

test('days change at midnight in UTC+8', () => {
  expect(cal.dateText(cal.dayOf(at('2026-03-02 23:59:59.999')))).toBe('2026-03-02');
  expect(cal.dateText(cal.dayOf(at('2026-03-03 00:00')))).toBe('2026-03-03');
  expect(cal.localText(Date.parse('2026-03-02T16:00:00.000Z'))).toBe('2026-03-03 00:00:00');
  expect([cal.parseDay('2026-02-29'), cal.parseDay('2026-2-9'), cal.parseDay('2024-02-29')]).toEqual([undefined, undefined, 19782]);
});

describe('the holiday table', () => {
  const day = (text: string): number => cal.parseDay(text) ?? Number.NaN;
  test('knows holidays, make-up days and weekends', () => {
    expect(['2026-02-16', '2026-02-14', '2026-02-28', '2026-10-08', '2026-03-07', '2025-10-08', '2025-09-28']
      .map((text) => cal.isWorkingDay(day(text)))).toEqual([false, true, true, true, false, false, true]);
  });
  test('has whole years: 248 working days in 2025 and in 2026', () => {
    const worked = (year: number): number => cal.workingDaysBetween(at(`${year - 1}-12-31 12:00`), at(`${year}-12-31 12:00`)).days;
    expect([worked(2025), worked(2026)]).toEqual([248, 248]);
  });
  test('says where a year is provisional and where it ends', () => {
    expect(holidayYears.map(({ year, provisional }) => [year, provisional])).toEqual([[2025, false], [2026, false], [2027, true]]);
    expect(['2024-12-31', '2025-01-01', '2026-12-31', '2027-01-01'].map((text) => cal.isInTable(day(text))))
      .toEqual([false, true, true, false]);
  });
  test('makes up for holidays on weekend days only', () => {
    const made = holidayYears.flatMap((row) => row.makeUpDays).map((text) => new Date(`${text}T00:00:00Z`).getUTCDay());
    expect(made.every((weekday) => weekday === 0 || weekday === 6)).toBe(true);
  });
});

describe('minimum periods', () => {
  test('20 days count dates, not hours', () => {
    expect(cal.minDaysHolds(at('2026-03-01 23:59'), at('2026-03-21 00:00'), 20)).toBe(true);
    expect(cal.minDaysHolds(at('2026-03-01 00:00'), at('2026-03-20 23:59'), 20)).toBe(false);
    expect(cal.minDaysEnd(at('2026-03-01 23:59'), 20)).toEqual(end('2026-03-21 00:00'));
  });
  test('5 working days over Spring Festival', () => {
    // Friday 13 February; Saturday 14 is worked, 15 to 23 rest, then 24, 25, 26, 27.
    const from = at('2026-02-13 10:00');
    expect(cal.minWorkingDaysHolds(from, at('2026-02-27 00:00'), 5)).toEqual({ holds: true, warning: false });
    expect(cal.minWorkingDaysHolds(from, at('2026-02-26 23:59'), 5)).toEqual({ holds: false, warning: false });
    expect(cal.minWorkingDaysEnd(from, 5)).toEqual(end('2026-02-27 00:00'));
  });
  test('months', () => {
    expect(cal.minMonthsHolds(at('2026-01-31 10:00'), at('2026-02-28 00:00'), 1)).toBe(true);
    expect(cal.minMonthsHolds(at('2026-01-31 10:00'), at('2026-02-27 23:59'), 1)).toBe(false);
  });
});

describe('maximum periods', () => {
  test('3 days end at 24:00 of the third day', () => {
    expect(cal.maxDaysEnd(at('2026-03-02 09:00'), 3)).toEqual(end('2026-03-06 00:00'));
  });
  test('a rest day at the end moves it to the next working day', () => {
    expect(cal.maxDaysEnd(at('2026-03-04 09:00'), 3)).toEqual(end('2026-03-10 00:00'));
    expect(cal.maxDaysEnd(at('2026-09-28 09:00'), 3)).toEqual(end('2026-10-09 00:00'));
    // Saturday 14 February is worked to make up, so it does not move.
    expect(cal.maxDaysEnd(at('2026-02-11 09:00'), 3)).toEqual(end('2026-02-15 00:00'));
  });
  test('7 working days over National Day', () => {
    // 28, 29, 30 September, 8, 9 and Saturday 10 October (worked), Monday 12.
    expect(cal.maxWorkingDaysEnd(at('2026-09-27 09:00'), 7)).toEqual(end('2026-10-13 00:00'));
  });
  test('months end on the same day number or the last of the month', () => {
    expect(cal.maxMonthsEnd(at('2026-01-31 09:00'), 1)).toEqual(end('2026-03-01 00:00'));
    expect(cal.maxMonthsEnd(at('2026-03-15 09:00'), 12)).toEqual(end('2027-03-16 00:00'));
    expect(cal.maxMonthsEnd(at('2026-11-30 09:00'), 3)).toEqual(end('2027-03-01 00:00'));
  });
  test('beyond the table, weekends alone count and a warning is given', () => {
    // New Year 2027 is a Friday; without its notice it passes for a working day.
    expect(cal.maxWorkingDaysEnd(at('2026-12-30 09:00'), 2)).toEqual({ at: at('2027-01-02 00:00'), warning: true });
    expect(cal.maxDaysEnd(at('2026-12-30 09:00'), 4)).toEqual({ at: at('2027-01-05 00:00'), warning: true });
  });
});

test('a stop moves a deadline by its length, rounded up to whole days', () => {
  const deadline = at('2026-03-20 09:30');
  expect(cal.moveByStop(deadline, at('2026-03-02 08:00'), at('2026-03-04 08:01'))).toBe(at('2026-03-23 09:30'));
  expect(cal.moveByStop(deadline, at('2026-03-02 08:00'), at('2026-03-04 08:00'))).toBe(at('2026-03-22 09:30'));
});

const instant = fc.integer({ min: at('2025-01-01 00:00'), max: at('2026-11-30 00:00') });
const few = fc.integer({ min: 1, max: 20 });

test('a minimum holds from its end on and not a millisecond before', () => {
  fc.assert(fc.property(instant, few, (from, n) => {
    const days = cal.minDaysEnd(from, n).at;
    const working = cal.minWorkingDaysEnd(from, n).at;
    expect([cal.minDaysHolds(from, days, n), cal.minDaysHolds(from, days - 1, n)]).toEqual([true, false]);
    expect([cal.minWorkingDaysHolds(from, working, n).holds, cal.minWorkingDaysHolds(from, working - 1, n).holds]).toEqual([true, false]);
  }));
});

test('a maximum ends at midnight after a working day and never before its days are over', () => {
  fc.assert(fc.property(instant, few, (from, n) => {
    const ends = [cal.maxDaysEnd(from, n), cal.maxWorkingDaysEnd(from, n)];
    expect(ends.every((one) => cal.isWorkingDay(cal.dayOf(one.at - 1)) && cal.startOfDay(cal.dayOf(one.at)) === one.at)).toBe(true);
    expect(cal.dayOf(ends[0]?.at ?? 0)).toBeGreaterThan(cal.dayOf(from) + n);
    expect(cal.workingDaysBetween(from, (ends[1]?.at ?? 0) - 1).days).toBe(n);
  }));
});
