// What a thing is called depends on the trade: who buys is 招标人 in engineering and 采购人 in government procurement. The
// catalogue's `words.json` says it once for each trade; names and texts are written in the words of engineering and put into
// those of the trade here. What people wrote themselves (names of projects, reasons) never passes through.
import wordsJson from '../../catalogue/words.json' with { type: 'json' };

interface Said { zh: string; en: string }
interface Word extends Said { id: string; as?: Readonly<Record<string, Said>> }
type Tongue = 'zh' | 'en';

const words: readonly Word[] = wordsJson;
const tables = new Map<string, { pattern: RegExp; of: ReadonlyMap<string, string> }>();

/** The text in the words of the trade; as it is where the trade has none of its own. */
export function inTrade(text: string, category: string | undefined, tongue: Tongue): string {
  if (category === undefined || !hasOwnWords(category)) return text;
  const { pattern, of } = tableOf(category, tongue);
  return text.replace(pattern, (found) => {
    const plural = tongue === 'en' && !of.has(found.toLowerCase()) && found.endsWith('s') ? 's' : '';
    const said = of.get(found.toLowerCase().slice(0, found.length - plural.length)) ?? found;
    return `${/^[A-Z]/.test(found) ? said.charAt(0).toUpperCase() + said.slice(1) : said}${plural}`;
  });
}

export function hasOwnWords(category: string): boolean {
  return words.some((word) => word.as?.[category] !== undefined);
}

/** A name of the catalogue in both languages. */
export function namedInTrade<T extends Said>(named: T, category: string | undefined): T {
  return { ...named, zh: inTrade(named.zh, category, 'zh'), en: inTrade(named.en, category, 'en') };
}

/** The longest first; a name that a trade keeps stands in the table as itself, so that nothing is changed inside it. */
function tableOf(category: string, tongue: Tongue) {
  const known = tables.get(`${category} ${tongue}`);
  if (known) return known;
  const of = new Map<string, string>();
  for (const word of words) {
    const said = word.as?.[category]?.[tongue] ?? word[tongue];
    of.set(said.toLowerCase(), said);
  }
  // after what is already said as the trade says it: the same letters may be a word of engineering
  for (const word of words) of.set(word[tongue].toLowerCase(), word.as?.[category]?.[tongue] ?? word[tongue]);
  const longestFirst = [...of.keys()].toSorted((a, b) => b.length - a.length).map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const table = { of, pattern: tongue === 'zh' ? new RegExp(longestFirst, 'g') : new RegExp(`\\b(?:${longestFirst})s?\\b`, 'gi') };
  tables.set(`${category} ${tongue}`, table);
  return table;
}
