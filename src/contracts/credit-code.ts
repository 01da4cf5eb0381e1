/** Unified social credit code (统一社会信用代码), GB 32100-2015: 17 signs and a check sign, without I O S V Z. */
const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export function isCreditCode(text: string): boolean {
  return /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(text) && checkSign(text.slice(0, 17)) === text[17];
}

/** The 18th sign for the 17 before it; the weights are the powers of 3 modulo 31. */
export function checkSign(body: string): string {
  let sum = 0;
  let weight = 1;
  for (const sign of body) {
    sum += signs.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return signs[(31 - (sum % 31)) % 31] ?? '';
}

/** A well-formed code of an enterprise (登记机关 9, 企业 1) from bytes of chance: 9 signs of the body are chance. */
export function creditCodeFrom(regionCode: string, bytes: Uint8Array): string {
  const body = `91${regionCode}${Array.from(bytes.slice(0, 9), (byte) => signs[byte % signs.length] ?? '0').join('')}`;
  return body + checkSign(body);
}
