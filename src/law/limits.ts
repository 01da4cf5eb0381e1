import type { Limit } from '../../catalogue/index.ts';
import { judgePeriod } from '../kernel/limits.ts';
import { limitInteger } from '../kernel/params.ts';

/** Does the time from one instant to another keep the limit? Without a row, or with "no limit", it does. */
export function limitHolds(row: Limit | null, from: number, to: number): boolean {
  return row === null || judgePeriod(row, from, to).holds;
}

/** The whole number of a limit, or `absent` when the law sets none. */
export function limitNumber(row: Limit | null, absent: number): number {
  return row === null || row.value === null ? absent : limitInteger(row);
}
