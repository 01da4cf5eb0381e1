import { categories } from '../../catalogue/index.ts';

interface Said { zh: string; en: string }

const METHODS: Readonly<Record<string, Said>> = {
  comprehensive: { zh: '综合评估法', en: 'Comprehensive evaluation' }, 'reasonable-low': { zh: '合理低价法', en: 'Reasonable low price' }, 'lowest-evaluated': { zh: '经评审的最低投标价法', en: 'Lowest evaluated price' },
  'gp-comprehensive': { zh: '综合评分法', en: 'Comprehensive scoring' }, 'gp-lowest': { zh: '最低评标价法', en: 'Lowest price' },
};
const RESULTS: Readonly<Record<string, Said>> = { ok: { zh: '成功', en: 'done' }, failed: { zh: '未成功', en: 'not done' } };

/** What an item of a notice says by an id of the catalogue, in words; null where the value speaks for itself. */
export function publishedWord(key: string, value: string): Said | null {
  if (key === 'evaluationMethod') return METHODS[value] ?? null;
  if (key === 'procurementMethod') return categories.flatMap(({ kinds }) => kinds).find(({ id }) => id === value) ?? null;
  return key === 'result' ? RESULTS[value] ?? null : null;
}

/** Keys under which money stands, in fen; where a number is kept as text it stands so too. */
export const isMoneyKey = (key: string): boolean => /(fen|price|amount|ceiling|budget)$/i.test(key);
