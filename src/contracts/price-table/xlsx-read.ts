import { unzipSync } from 'fflate';
import { PriceTableError } from './template.ts';

/** A cell as it stands in the file: nothing is computed. `formula`: its value is what some program claims. */
export interface Cell { text: string; numeric: boolean; formula: boolean }
export type Sheet = Map<number, Map<string, Cell>>;

const fileBytesMax = 16 * 1024 ** 2;
const unpackedBytesMax = 48 * 1024 ** 2;
const membersMax = 500;
const rowsMax = 20_000;
const cellsMax = 400_000;
const textMax = 32_767;
const sheetsMax = 30;

/**
 * The sheets of a workbook, read with bounds on everything and trust in nothing: size packed and unpacked, members, rows, cells,
 * texts. No document type, no entity but XML's own five, no link is followed, no formula computed.
 */
export function readSheets(bytes: Uint8Array): Sheet[] {
  const files = unpack(bytes);
  const strings = sharedStrings(textOf(files.get('xl/sharedStrings.xml')));
  const names = [...files.keys()].filter((name) => name.startsWith('xl/worksheets/')).slice(0, sheetsMax);
  if (names.length === 0) throw invalid('没有工作表', 'there is no sheet in it');
  return names.toSorted().map((name) => readSheet(textOf(files.get(name)), strings));
}

function unpack(bytes: Uint8Array): Map<string, Uint8Array> {
  if (bytes.length > fileBytesMax) throw tooLarge();
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw invalid('不是 xlsx 文件(旧的 .xls 请另存为 .xlsx)', 'this is no xlsx file (save an old .xls as .xlsx)');
  let [total, members] = [0, 0];
  const seen = new Set<string>();
  try {
    const files = unzipSync(bytes, {
      // what a member claims to be is what is made room for; if it is more, it does not fit and is refused
      filter({ name, originalSize }) {
        members += 1;
        if (members > membersMax || seen.has(name)) throw invalid('压缩包结构异常', 'the archive is of a strange form');
        seen.add(name);
        if (!/^xl\/(sharedStrings\.xml|worksheets\/[^/]{1,60}\.xml)$/.test(name)) return false;
        total += originalSize;
        if (total > unpackedBytesMax) throw tooLarge();
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (cause) {
    throw cause instanceof PriceTableError ? cause : invalid('压缩包已损坏', 'the archive is damaged', cause);
  }
}

function textOf(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return '';
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw invalid('内容不是 UTF-8', 'its parts are not in UTF-8', cause);
  }
  if (/<!(?!--|\[CDATA\[)/.test(text)) throw invalid('含有不允许的文档类型或实体声明', 'it declares a document type or entities');
  return text;
}

/** Tags and texts one after the other, in one pass. */
function* tokens(xml: string): Generator<{ tag: string; name: string; open: boolean; close: boolean } | { text: string }> {
  for (let at = 0; at < xml.length;) {
    if (xml[at] !== '<') {
      const end = xml.indexOf('<', at);
      yield { text: decoded(xml.slice(at, end < 0 ? undefined : end)) };
      at = end < 0 ? xml.length : end;
    } else if (xml.startsWith('<!--', at)) {
      at = after(xml, '-->', at);
    } else if (xml.startsWith('<![CDATA[', at)) {
      const end = after(xml, ']]>', at);
      yield { text: xml.slice(at + 9, end - 3) };
      at = end;
    } else {
      const end = after(xml, '>', at);
      const tag = xml.slice(at + 1, end - 1);
      const close = tag.startsWith('/');
      // prefixes differ between programs, names do not
      const name = /^\/?(?:[\w.-]{1,40}:)?([\w.-]{1,60})/.exec(tag)?.[1] ?? '';
      yield { tag, name, open: !close, close: close || tag.endsWith('/') };
      at = end;
    }
  }
}

function after(xml: string, mark: string, at: number): number {
  const found = xml.indexOf(mark, at);
  if (found < 0) throw invalid('XML 不完整', 'its XML ends early');
  return found + mark.length;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,10}));?/g, (whole, decimal?: string, hex?: string, name?: string) => {
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : null;
    if (code !== null) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    return Object.hasOwn(entities, name ?? '') ? entities[name ?? ''] ?? whole : whole;
  });
}

function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let [text, inText, phonetic] = ['', false, false];
  for (const token of tokens(xml)) {
    if ('text' in token) {
      if (inText && !phonetic) text = joined(text, token.text);
    } else if (token.name === 't') {
      inText = token.open && !token.close;
    } else if (token.name === 'rPh') {
      phonetic = token.open && !token.close;
    } else if (token.name === 'si') {
      if (token.open) text = '';
      if (token.close) strings.push(text);
      if (strings.length > cellsMax) throw tooLarge();
    }
  }
  return strings;
}

function readSheet(xml: string, strings: readonly string[]): Sheet {
  const sheet: Sheet = new Map();
  let cell: { at: string; type: string; raw: string; formula: boolean } | null = null;
  let within = '';
  let cells = 0;
  for (const token of tokens(xml)) {
    if ('text' in token) {
      if (cell && (within === 'v' || within === 't')) cell.raw = joined(cell.raw, token.text);
      continue;
    }
    if (token.name === 'c') {
      if (token.open) cell = { at: attribute(token.tag, 'r'), type: attribute(token.tag, 't'), raw: '', formula: false };
      if (token.close && cell) {
        cells += 1;
        if (cells > cellsMax) throw tooLarge();
        put(sheet, cell, strings);
        cell = null;
      }
    } else if (token.name === 'f' && cell) {
      cell.formula = true;
      within = '';
    } else {
      within = token.open && !token.close ? token.name : '';
    }
  }
  return sheet;
}

function put(sheet: Sheet, { at, type, raw, formula }: { at: string; type: string; raw: string; formula: boolean }, strings: readonly string[]): void {
  const match = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(at);
  if (!match) throw invalid('单元格没有位置', 'a cell has no place');
  const [, column = '', rowText = ''] = match;
  const text = type === 's' ? strings[Number(raw)] : raw;
  if (text === undefined) throw invalid(`单元格 ${at} 指向不存在的文本`, `cell ${at} names a text that is not there`);
  if (text === '' && !formula) return;
  const row = sheet.get(Number(rowText)) ?? new Map<string, Cell>();
  if (row.has(column)) throw invalid(`单元格 ${at} 出现两次`, `cell ${at} is there twice`);
  row.set(column, { text, numeric: type === '' || type === 'n', formula });
  sheet.set(Number(rowText), row);
  if (sheet.size > rowsMax) throw tooLarge();
}

function attribute(tag: string, name: string): string {
  return new RegExp(`[\\s]${name}=(?:"([^"]{0,40})"|'([^']{0,40})')`).exec(tag)?.slice(1).find((value) => value !== undefined) ?? '';
}

function joined(text: string, more: string): string {
  if (text.length + more.length > textMax) throw tooLarge();
  return text + more;
}

function invalid(zh: string, en: string, cause?: unknown): PriceTableError { return new PriceTableError('xlsx-invalid', { zh, en }, cause === undefined ? {} : { cause }); }
function tooLarge(): PriceTableError { return new PriceTableError('xlsx-too-large', { zh: '文件过大，或解压后过大', en: 'the file is too large, or unpacks to too much' }); }
