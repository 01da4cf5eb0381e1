import { readFileSync } from 'node:fs';
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

// Text into words, the same for what is kept and what is asked: forms folded (NFKC, lower case), years and numbers detached,
// Chinese cut by jieba with the words of the trade.

type Weight = 'A' | 'B' | 'C';

/** Longer texts are cut off: a search over notices is no full-text archive. */
const bodyCharsMax = 1_200;
const queryWordsMax = 12;

let cutter: Jieba | undefined;

/** The dictionary is read when the first text comes. */
function jieba(): Jieba {
  if (!cutter) {
    cutter = Jieba.withDict(dict);
    cutter.loadDict(readFileSync(new URL('dictionary.txt', import.meta.url)));
  }
  return cutter;
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Runs of one kind of sign: Chinese, Latin letters (and others), digits. What lies between is no word. */
function runsOf(text: string): string[] {
  return fold(text).match(/\p{Script=Han}+|\p{N}+|(?:(?!\p{Script=Han})\p{L})+/gu) ?? [];
}

const han = /^\p{Script=Han}/u;
/** A code: letters and digits with signs between them. Its parts are words that stand one behind the other. */
const code = /[a-z0-9]+(?:[-_./][a-z0-9]+)+/g;
/** particles that stand in every text */
const empty = new Set(['的', '和', '与', '及', '或', '等', '在', '对', '之', '其']);

/** A title or a name: words, and beside them every sign and every pair of signs, so that any part of a name is found. */
function nameWords(text: string): string[] {
  return runsOf(text).flatMap((run) => (han.test(run) ? [...jieba().cutForSearch(run, true), ...signs(run), ...pairs(run)] : [run]));
}

function bodyWords(text: string): string[] {
  return runsOf(text.slice(0, bodyCharsMax)).flatMap((run) => (han.test(run) ? jieba().cutForSearch(run, true).filter((word) => word.length > 1) : [run]));
}

function signs(run: string): string[] { return Array.from(run); }

function pairs(run: string): string[] {
  const all = Array.from(run);
  return all.slice(1).map((sign, i) => `${all[i]}${sign}`);
}

/** The text of a tsvector: names by weight A and B, body by C, and facets as lexemes `name=value` without a weight. */
export function vectorText(parts: { title: string; names: readonly string[]; body: string; facets: Readonly<Record<string, string | readonly string[]>> }): string {
  const places = new Map<string, string[]>();
  let at = 0;
  const add = (words: readonly string[], weight: Weight): void => {
    for (const word of words) {
      at = Math.min(at + 1, 16_000);
      if (empty.has(word) || word.length > 60) continue;
      const seen = places.get(word) ?? [];
      if (seen.length < 6) places.set(word, [...seen, `${at}${weight}`]);
    }
  };
  add(nameWords(parts.title), 'A');
  for (const name of parts.names) add(nameWords(name), 'B');
  add(bodyWords(parts.body), 'C');
  const words = [...places].map(([word, where]) => `${quoted(word)}:${where.join(',')}`);
  const facets = Object.entries(parts.facets).flatMap(([name, values]) => [values].flat().map((value) => quoted(`${name}=${value}`)));
  return [...words, ...facets].join(' ');
}

/** What was asked, in words; null when there is nothing in it that a text could contain. */
export function askedWords(q: string): string[] | null {
  const folded = fold(q);
  const codes = (folded.match(code) ?? []).map((one) => runsOf(one).join('-'));
  const words = [...runsOf(folded.replaceAll(code, ' ')).flatMap((run) => (han.test(run) ? jieba().cut(run, true) : [run])), ...codes].filter((word) => !empty.has(word)).slice(0, queryWordsMax);
  return words.length > 0 ? words : null;
}

/** The text of a tsquery: every word, and every facet. The last word may be the beginning of one that is being typed; two digits begin too many. */
export function queryText(words: readonly string[], facets: Readonly<Record<string, string | undefined>> = {}): string {
  return [
    ...words.map((word, i) => (han.test(word) ? chineseTerm(word) : plainTerm(word, i === words.length - 1))),
    ...Object.entries(facets).flatMap(([name, value]) => (value === undefined ? [] : [quoted(`${name}=${value}`)])),
  ].join(' & ');
}

function plainTerm(word: string, last: boolean): string {
  const parts = word.split('-');
  const beginning = (part: string): string => (last && part.length >= (/^\p{N}/u.test(part) ? 3 : 2) ? ':*' : '');
  const terms = parts.map((part, i) => `${quoted(part)}${i === parts.length - 1 ? beginning(part) : ''}`);
  return terms.length === 1 ? terms.join('') : `(${terms.join(' <-> ')})`;
}

/** The same query within a stretch of time: any of these facets. */
export function within(query: string, stretch: readonly string[] | null): string {
  return stretch === null ? query : `(${query}) & (${stretch.map(quoted).join(' | ')})`;
}

/** A long word is also found by its pairs of signs: the text may have been cut elsewhere. */
function chineseTerm(word: string): string {
  if (Array.from(word).length < 3) return quoted(word);
  return `(${quoted(word)} | (${pairs(word).map(quoted).join(' & ')}))`;
}

function quoted(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

export interface Part { text: string; hit: boolean }

/** The title in parts, those that were asked for marked. */
export function marked(title: string, words: readonly string[]): Part[] {
  const signsOf = Array.from(title);
  // folding may change the number of signs, so each sign remembers where it came from
  const folded = signsOf.map(fold);
  const origin = folded.flatMap((sign, i) => Array.from({ length: sign.length }, () => i));
  const text = folded.join('');
  const hits = new Set<number>();
  for (const word of words.flatMap((one) => (text.includes(one) || !han.test(one) ? [one] : jieba().cutForSearch(one, true).filter((part) => part !== one)))) {
    for (let at = text.indexOf(word); at >= 0 && word !== ''; at = text.indexOf(word, at + word.length)) {
      for (let i = at; i < at + word.length; i++) hits.add(origin[i] ?? -1);
    }
  }
  const parts: Part[] = [];
  for (const [i, sign] of signsOf.entries()) {
    const last = parts.at(-1);
    if (last && last.hit === hits.has(i)) last.text += sign;
    else parts.push({ text: sign, hit: hits.has(i) });
  }
  return parts;
}
