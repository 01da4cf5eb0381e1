/** Exact fractions of big integers, so that no score and no price ever meets binary floating point. */
import { assert } from './result.ts';

export type Rational = { readonly num: bigint; readonly den: bigint };

export const zero: Rational = { num: 0n, den: 1n };
export const one: Rational = { num: 1n, den: 1n };

export function rational(num: bigint, den = 1n): Rational {
  assert(den !== 0n, 'denominator is not zero');
  const divisor = gcd(num < 0n ? -num : num, den < 0n ? -den : den);
  const sign = den < 0n ? -1n : 1n;
  return divisor === 0n ? zero : { num: (sign * num) / divisor, den: (sign * den) / divisor };
}

const decimalPattern = /^(-?)(\d+)(?:\.(\d+))?$/;
const fractionPattern = /^(-?\d+)\/(\d+)$/;
const exponentPattern = /^(-?\d+(?:\.\d+)?)e([+-]\d+)$/;
/** A decimal text longer than this is no score, rate or amount; it bounds the parser. */
const textLengthMax = 60;
/** The shortest spelling of a JSON number has exponents to ±324; a score or rate never needs more than this. */
const exponentMax = 30;

/** The number a text means, or undefined: `12.5`, `-0.25`, `2/3`; a JSON number is read by its shortest spelling. */
export function parseRational(value: string | number | bigint): Rational | undefined {
  if (typeof value === 'bigint') return rational(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return undefined;
  const text = String(value);
  if (text.length > textLengthMax) return undefined;
  const exponent = typeof value === 'number' ? exponentPattern.exec(text) : null;
  if (exponent !== null) return withExponent(exponent[1] ?? '', Number(exponent[2]));
  const fraction = fractionPattern.exec(text);
  if (fraction !== null) {
    const den = BigInt(fraction[2] ?? '0');
    return den === 0n ? undefined : rational(BigInt(fraction[1] ?? '0'), den);
  }
  return parseDecimal(text);
}

/** As parseRational, for values of the catalogue or already checked ones. */
export function toRational(value: string | number | bigint): Rational {
  const parsed = parseRational(value);
  assert(parsed !== undefined, `a number: ${String(value).slice(0, textLengthMax)}`);
  return parsed;
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function subtract(a: Rational, b: Rational): Rational {
  return rational(a.num * b.den - b.num * a.den, a.den * b.den);
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.num * b.num, a.den * b.den);
}

export function divide(a: Rational, b: Rational): Rational {
  return rational(a.num * b.den, a.den * b.num);
}

export function sum(values: readonly Rational[]): Rational {
  return values.reduce(add, zero);
}

export function mean(values: readonly Rational[]): Rational {
  assert(values.length > 0, 'a mean of something');
  return divide(sum(values), rational(BigInt(values.length)));
}

/** Negative, zero or positive as a is below, equal to or above b. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function maximum(a: Rational, b: Rational): Rational {
  return compare(a, b) >= 0 ? a : b;
}

export function absolute(a: Rational): Rational {
  return a.num < 0n ? { num: -a.num, den: a.den } : a;
}

/** The nearest integer; a half goes up, away from zero for negative numbers, as in commercial rounding. */
export function roundHalfUp(a: Rational): bigint {
  const magnitude = a.num < 0n ? -a.num : a.num;
  const rounded = (2n * magnitude + a.den) / (2n * a.den);
  return a.num < 0n ? -rounded : rounded;
}

/** Rounds points to hundredths, the only place where scores are rounded. */
export function roundToHundredths(a: Rational): bigint {
  return roundHalfUp(multiply(a, rational(100n)));
}

export function hundredths(value: bigint): Rational {
  return rational(value, 100n);
}

/** Hundredths as text with two digits after the point: `29.84`. */
export function hundredthsText(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function parseDecimal(text: string): Rational | undefined {
  const match = decimalPattern.exec(text);
  if (match === null) return undefined;
  const fraction = match[3] ?? '';
  const magnitude = BigInt((match[2] ?? '0') + fraction);
  return rational(match[1] === '-' ? -magnitude : magnitude, 10n ** BigInt(fraction.length));
}

function withExponent(mantissa: string, exponent: number): Rational | undefined {
  const value = parseDecimal(mantissa);
  if (value === undefined || Math.abs(exponent) > exponentMax) return undefined;
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? rational(value.num, value.den * power) : rational(value.num * power, value.den);
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
