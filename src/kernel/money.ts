/** Money is an integer number of fen. Yuan exist only as text at the edge. */
import { err, ok } from './result.ts';
import type { Result } from './result.ts';

/** Digits of a money text altogether; 20 hold any sum of the world's trade in fen and still bound the parser. */
export const moneyDigitsMax = 20;

export type MoneyError = { code: 'money-malformed' | 'money-too-long' };

const yuanPattern = /^(0|[1-9]\d*)(?:\.(\d{1,2}))?$/;

/** Reads `1234`, `1234.5` or `1234.56`. No sign, no grouping, no leading zero, no blank: a price has one spelling. */
export function parseYuan(text: string): Result<bigint, MoneyError> {
  if (text.length > moneyDigitsMax + 1) return err({ code: 'money-too-long' });
  const match = yuanPattern.exec(text);
  if (match === null) return err({ code: 'money-malformed' });
  const whole = match[1] ?? '0';
  const fraction = (match[2] ?? '').padEnd(2, '0');
  if (whole.length + fraction.length > moneyDigitsMax) return err({ code: 'money-too-long' });
  return ok(BigInt(whole + fraction));
}

/** The plain text `1234.56`, which parseYuan reads back. Negative sums occur as differences only. */
export function yuanText(fen: bigint): string {
  const digits = absolute(fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** For reading by people: `1,234.56 元`. */
export function formatYuan(fen: bigint): string {
  return `${grouped(yuanText(fen))} 元`;
}

/** For reading by people, exact and without idle zeros: `1,286.54 万元`. */
export function formatWanYuan(fen: bigint): string {
  const digits = absolute(fen).toString().padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  const text = fraction === '' ? digits.slice(0, -6) : `${digits.slice(0, -6)}.${fraction}`;
  return `${fen < 0n ? '-' : ''}${grouped(text)} 万元`;
}

function absolute(fen: bigint): bigint {
  return fen < 0n ? -fen : fen;
}

function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}
