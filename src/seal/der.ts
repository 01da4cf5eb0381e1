import { SealError } from './errors.ts';

/**
 * The frame of a certificate, read strictly: SEQUENCE{tbs, ecdsa-with-SHA256, BIT STRING{SEQUENCE{r, s}}} in DER, nothing
 * after it. The parser we use accepts wrong lengths and trailing bytes in the frame, which no signature covers; then one
 * certificate would have many fingerprints.
 */
export function requireStrictFrame(der: Uint8Array): void {
  const outer = element(der, 0, 0x30);
  const tbs = element(der, outer.start, 0x30);
  const algorithm = element(der, tbs.end, 0x30);
  const value = element(der, algorithm.end, 0x03);
  const isEs256 = ecdsaWithSha256.every((byte, i) => der[algorithm.start + i] === byte) && algorithm.end - algorithm.start === ecdsaWithSha256.length;
  if (!isEs256) throw new SealError('certificate.wrong_key_type', 'not signed with ECDSA and SHA-256');
  if (outer.end !== der.length || value.end !== outer.end || der[value.start] !== 0) throw malformed();
  const signature = element(der, value.start + 1, 0x30);
  const r = element(der, signature.start, 0x02);
  const s = element(der, r.end, 0x02);
  if (signature.end !== value.end || s.end !== signature.end) throw malformed();
  for (const integer of [r, s]) requireMinimal(der.subarray(integer.start, integer.end));
}

interface Element {
  readonly start: number;
  readonly end: number;
}

function element(der: Uint8Array, at: number, tag: number): Element {
  const first = der[at + 1];
  if (der[at] !== tag || first === undefined) throw malformed();
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  if (lengthBytes > 2 || first === 0x80) throw malformed();
  const start = at + 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : der.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  const shortest = lengthBytes === 0 || length >= (lengthBytes === 1 ? 0x80 : 0x100);
  if (!shortest || start + length > der.length) throw malformed();
  return { start, end: start + length };
}

/** A positive integer without needless zeros in front. */
function requireMinimal(integer: Uint8Array): void {
  const [first = 0x80, second = 0] = integer;
  if (first >= 0x80 || (first === 0 && integer.length > 1 && second < 0x80)) throw malformed();
}

const malformed = () => new SealError('certificate.malformed', 'not strict DER');

/** OBJECT IDENTIFIER 1.2.840.10045.4.3.2 */
const ecdsaWithSha256 = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
