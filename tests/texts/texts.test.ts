import { describe, expect, test } from 'vitest';
import { categoryIds, functionPoints, machineStates, roleIds } from '../../catalogue/index.ts';
import { declarations } from '../../src/app/declarations.ts';
import { contractRead } from '../../src/app/desk/contract-read.ts';
import { stageGroups } from '../../src/contracts/stages.ts';
import { PAPER_KINDS } from '../../src/documents/index.ts';
import { bidderEn } from '../../web/texts/bidder-en.ts';
import { bidderZh } from '../../web/texts/bidder-zh.ts';
import { deskEn } from '../../web/texts/desk-en.ts';
import { deskZh } from '../../web/texts/desk-zh.ts';
import { en } from '../../web/texts/en.ts';
import { fieldName } from '../../web/texts/fields.ts';
import { formsEn } from '../../web/texts/forms-en.ts';
import { formsZh } from '../../web/texts/forms-zh.ts';
import { inputName } from '../../web/texts/inputs.ts';
import { shellEn } from '../../web/texts/shell-en.ts';
import { shellZh } from '../../web/texts/shell-zh.ts';
import { tendererEn } from '../../web/texts/tenderer-en.ts';
import { tendererZh } from '../../web/texts/tenderer-zh.ts';
import { zh } from '../../web/texts/zh.ts';
import { chineseLiterals, mentionsOf, webSources, type Mentions } from './sources.ts';

const sources = webSources();
const han = /\p{Script=Han}/u;

/** Where the platform sends the Chinese itself, the pages have English alone. */
const SENT: readonly string[] = ['states', 'lot.paperKinds'];

type Leaf = { path: string; value: unknown };
function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, one]) => leavesOf(one, path === '' ? key : `${path}.${key}`));
}
/** Stands for whatever a text is made from: a number that is also text. */
class Sample extends Number {
  replace(): string { return '2'; }
}

/** A text as a reader sees it; one that is made from values is made from some. */
function spoken(value: unknown): string {
  if (typeof value === 'function') return String(JSON.stringify((value as (...args: unknown[]) => unknown)(...Array.from({ length: value.length }, () => new Sample(2)))));
  return JSON.stringify(value) ?? '';
}

function unusedOf(leaves: readonly Leaf[], { names, wholes }: Mentions): string[] {
  return leaves.map(({ path }) => path.split('.')).filter((path) => !names.has(path.at(-1) ?? '') && !path.slice(0, -1).some((step) => wholes.has(step))).map((path) => path.join('.'));
}

describe.each([['the pages', zh, en], ['the desks', deskZh, deskEn], ['the shell', shellZh, shellEn], ['the bidder', bidderZh, bidderEn], ['the tenderer', tendererZh, tendererEn], ['the forms', formsZh, formsEn]] as const)('the texts of %s', (_what, chinese, english) => {
  const [inZh, inEn] = [leavesOf(chinese), leavesOf(english)];
  const sent = (path: string): boolean => SENT.some((one) => path === one || path.startsWith(`${one}.`));

  test('are there in both languages', () => {
    const paths = (leaves: readonly Leaf[]) => leaves.map(({ path }) => path).filter((path) => !sent(path)).sort();
    expect(paths(inEn)).toEqual(paths(inZh));
  });

  test('say something, and the English says it in English', () => {
    expect([...inZh, ...inEn].filter(({ value }) => spoken(value) === '""' || spoken(value) === '').map(({ path }) => path)).toEqual([]);
    // the switch names the other language in that language
    expect(inEn.filter(({ path, value }) => han.test(spoken(value)) && !path.startsWith('shell.language')).map(({ path, value }) => `${path}: ${spoken(value)}`)).toEqual([]);
  });

  test('are all used', () => {
    expect(unusedOf(inZh, mentionsOf(sources))).toEqual([]);
  });
});

test('every id of the catalogue that a page may show has its English', () => {
  expect(roleIds.filter((id) => !(id in en.roles) || !(id in zh.roles))).toEqual([]);
  expect(categoryIds.filter((id) => !(id in en.categories))).toEqual([]);
  expect(Object.keys(stageGroups).filter((id) => !(id in en.stages))).toEqual([]);
  expect(PAPER_KINDS.filter((id) => !(id in en.lot.paperKinds))).toEqual([]);
  const shown = (['tender-lot', 'gp-lot', 'opening-session'] as const).flatMap((machine) => [...machineStates[machine]]);
  expect([...new Set(shown)].filter((id) => !(id in en.states))).toEqual([]);
});

const declared = new Set(declarations().specs.map(({ id }) => id));

test('every field of a leaf has its name in both languages', () => {
  const fields = new Set(functionPoints.filter(({ id }) => declared.has(id)).flatMap(({ publicFields, saltedFields, hashedFields }) => [...publicFields, ...saltedFields, ...hashedFields]));
  expect([...fields].filter((field) => !fieldName(field, 'zh', undefined) || !fieldName(field, 'en', undefined) || han.test(fieldName(field, 'en', undefined) ?? ''))).toEqual([]);
});

/** Names of what a form asks for, as deep as it goes. */
function asked(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, items, anyOf = [] } = schema as { properties?: Record<string, unknown>; items?: unknown; anyOf?: unknown[] };
  return [...Object.entries(properties).flatMap(([name, inner]) => [name, ...asked(inner)]), ...[items, ...anyOf].flatMap(asked)];
}

test('every field of a contract has its name: what a form asks, and what it says becomes of it', () => {
  const { specs } = declarations();
  const unnamed = (keys: readonly string[], name: (key: string, language: 'zh' | 'en') => string | null) => [...new Set(keys)].filter((key) => [name(key, 'zh'), name(key, 'en')].some((said) => said === null || said === key));
  const found = specs.filter(({ kind }) => kind !== 'system').flatMap(({ id }) => {
    const { input, publicFields, saltedFields, hashedFields } = contractRead(specs, id);
    return [
      ...unnamed(asked(input), (key, language) => inputName(key, language, undefined)),
      ...unnamed([...publicFields, ...saltedFields, ...hashedFields], (key, language) => fieldName(key, language, undefined, id)),
    ].map((key) => `${id}: ${key}`);
  });
  expect(found).toEqual([]);
});

test('no page has Chinese of its own: it stands in web/texts', () => {
  expect(sources.filter(({ path }) => path.endsWith('.tsx')).flatMap(chineseLiterals)).toEqual([]);
});

test('the scanner sees: literals, templates and text between tags, but no comment; steps on the way are not taken whole', () => {
  const planted = { path: 'x.tsx', text: 'const a = <p title="标题">正文{`第${1}条`}</p>; // 注释\nconst b = t.home.title + t.stages[a] + show(t.lot.criteria);' };
  expect(chineseLiterals(planted)).toEqual(['x.tsx:1: 标题', 'x.tsx:1: 正文', 'x.tsx:1: 第', 'x.tsx:1: 条']);
  const { names, wholes } = mentionsOf([planted]);
  expect([...names].sort()).toEqual(['criteria', 'home', 'lot', 'stages', 'title']);
  expect([...wholes].sort()).toEqual(['criteria', 'stages', 'title']);
  expect(unusedOf(leavesOf({ home: { title: '', lead: '' }, stages: { any: '' }, lot: { criteria: { one: '' }, empty: '' } }), { names, wholes })).toEqual(['home.lead', 'lot.empty']);
});
