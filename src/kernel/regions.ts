import { regions } from '../../catalogue/regions.ts';

const byCode = new Map(regions.map((region) => [region.code, region]));
const levels = [2, 4, 6] as const;

/** 330106 → 杭州市西湖区; of a province or a prefecture its own name. What no list knows stands as its code behind the nearest name. */
export function regionNames(code: string): { zh: string; en: string } {
  const known = levels.flatMap((n) => byCode.get(code.slice(0, n).padEnd(6, '0')) ?? []).filter((one, i, all) => all.indexOf(one) === i);
  const whole = code.padEnd(6, '0');
  const last = known.at(-1);
  if (last === undefined) return { zh: code, en: code };
  const unknown = last.code === whole ? [] : [code];
  // in Chinese a county stands behind its prefecture, one that has none behind its province
  const shown = known.length > 1 ? known.slice(1) : known;
  const zh = (shown.length === 1 && shown[0] === last && last.code.slice(4) !== '00' ? known : shown).map((one) => one.zh).join('');
  const named = known.filter(({ en }) => en !== undefined).slice(-2);
  return { zh: [zh, ...unknown].join(' '), en: named.length === 0 ? code : [...named.map(({ en }) => en ?? '').toReversed(), ...(last.en === undefined ? [code] : unknown)].join(', ') };
}

export interface Step { code: string; names: { zh: string; en: string } }

/** What one chooses from, level by level: provinces, then what stands right under one, then the counties of a prefecture. */
export function regionsUnder(code: string): Step[] {
  return regions.filter((one) => one.code !== code && parentOf(one.code) === code).map((one) => ({ code: one.code, names: { zh: one.zh, en: one.en ?? one.zh } }));
}

/** A county that has no prefecture stands right under its province. */
function parentOf(code: string): string {
  if (code.endsWith('0000')) return '';
  const prefecture = `${code.slice(0, 4)}00`;
  return code !== prefecture && byCode.has(prefecture) ? prefecture : `${code.slice(0, 2)}0000`;
}

/** The choices that lead to a code: 330106 → 330000, 330100, 330106. */
export function regionPath(code: string): string[] {
  return [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code].filter((one, i, all) => byCode.has(one) && all.indexOf(one) === i);
}
