export interface ByteRange { start: number; end: number; /** fewer bytes than the whole were asked for */ part: boolean }

/**
 * The one range of a request (RFC 9110 §14), the whole where none is asked for or it cannot be understood (several ranges, another
 * unit, a changed file), and null where it lies outside.
 */
export function rangeOf(headers: { range?: string | undefined; 'if-range'?: unknown }, etag: string, size: number): ByteRange | null {
  const whole = { start: 0, end: size - 1, part: false };
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '');
  const condition = headers['if-range'];
  if (match === null || (condition !== undefined && condition !== etag)) return whole;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return whole;
  if (first === '') return Number(last) === 0 || size === 0 ? null : { start: Math.max(0, size - Number(last)), end: size - 1, part: true };
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < Number(first)) return whole;
  return Number(first) >= size ? null : { start: Number(first), end, part: true };
}
