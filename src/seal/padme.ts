/**
 * Padmé (PURBs, PoPETS 2019): lengths are rounded up so that at most about log2(log2 L) bits of the length remain visible.
 * The overhead is under 12 %. Below the floor every bid has one length, because a short form alone would still be told apart.
 */
export const paddingFloor = 16_384;

export function padmeLength(length: number): number {
  const floored = Math.max(length, paddingFloor);
  const exponent = Math.floor(Math.log2(floored));
  const keptBits = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** (exponent - keptBits);
  return Math.ceil(floored / step) * step;
}

export const isPadmeLength = (length: number): boolean => Number.isSafeInteger(length) && length > 0 && padmeLength(length) === length;
