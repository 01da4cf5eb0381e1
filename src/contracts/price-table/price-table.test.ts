import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { PriceTableError, readTable, readTemplate, sumsOf, writeTable, type PricedItem, type PriceTemplate } from './index.ts';
import { scaled, times } from './sums.ts';

const sha = 'a'.repeat(64);
const template: PriceTemplate = readTemplate(strToU8(JSON.stringify({
  v: 'qinglan-price-table-1', title: '道路工程 工程量清单', currency: 'CNY', tax: { included: true, rates: ['0.09', '0.13'] },
  items: [
    { id: '040101001001', zh: '挖一般土方 <一、二类土> & 外运', unit: 'm3', quantity: '1200.5', section: '土石方' },
    { id: '040203007001', zh: '水泥混凝土', unit: 'm2', quantity: '3333.333', ceilingFen: 20_000 },
    { id: '3', zh: '安全文明施工费', unit: '项', quantity: '1' },
  ],
  fixed: [{ id: 'ZL-1', zh: '暂列金额', amountFen: 5_000_000 }],
})));
const prices: PricedItem[] = [{ id: '040101001001', unitPriceFen: 1_235n, rate: '0.09' }, { id: '040203007001', unitPriceFen: 19_999n, rate: '0.09' }, { id: '3', unitPriceFen: 1_000_000n, rate: '0.13' }];
const table = sumsOf(template, prices);
const filled = (): Uint8Array => writeTable(template, sha, table);

/** The sheet, or any part, bent by hand. */
function bent(change: (sheet: string) => string, more: Zippable = {}, from = filled()): Uint8Array {
  const files = unzipSync(from);
  const sheet = change(strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array()));
  return zipSync({ ...files, 'xl/worksheets/sheet1.xml': strToU8(sheet), ...more });
}
const cell = (at: string, content: string, attributes = '') => (sheet: string): string => sheet.replace(new RegExp(`<c r="${at}"[^>]*?(/>|>.*?</c>)`), `<c r="${at}"${attributes}>${content}</c>`);
function refusal(bytes: Uint8Array): { code: string; at: string[] } {
  try {
    readTable(bytes, template, sha);
    return { code: 'accepted', at: [] };
  } catch (error) {
    if (!(error instanceof PriceTableError)) throw error;
    expect(error.zh).not.toBe('');
    return { code: error.code, at: error.faults.map(({ at }) => at) };
  }
}

describe('sums', () => {
  it('are those of pencil and paper', () => {
    // 1200.5 × 12.35 = 14826.175 → 14826.18; 3333.333 × 199.99 = 666633.26667 → 666633.27
    expect(table.rows.map(({ amountFen }) => amountFen)).toEqual([1_482_618n, 66_663_327n, 1_000_000n]);
    expect(table).toMatchObject({ itemsFen: 69_145_945n, fixedFen: 5_000_000n, totalFen: 74_145_945n });
    // of which tax: 14826.18 × 9/109 = 1224.18…; without tax in the prices it comes on top
    expect(table.rows[0]?.taxFen).toBe(122_418n);
    const without = sumsOf({ ...template, tax: { included: false, rates: ['0.09', '0.13'] } }, prices);
    expect(without.totalFen).toBe(without.itemsFen + without.fixedFen + times(1_482_618n, '0.09') + times(66_663_327n, '0.09') + 130_000n);
  });

  it('round half up and agree with exact fractions', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.integer({ min: 0, max: 99_999_999 }), (fen, ten) => {
      const quantity = `${Math.floor(ten / 10_000)}.${String(ten % 10_000).padStart(4, '0')}`;
      const exact = fen * scaled(quantity);
      const amount = times(fen, quantity);
      expect(2n * (amount * 10_000n - exact) <= 10_000n && 2n * (amount * 10_000n - exact) > -10_000n).toBe(true);
    }));
  });
});

describe('a workbook', () => {
  it('comes back as it was filled in, with the same bytes each time', () => {
    expect(readTable(filled(), template, sha)).toEqual(table);
    expect(filled()).toEqual(filled());
    expect(refusal(writeTable(template, sha))).toEqual({ code: 'table-wrong', at: ['E4', 'G4', 'E5', 'G5', 'E6', 'G6'] });
  });

  it('is read as other programs write it: shared strings, prefixes, binary fractions, moved rows, texts with commas', () => {
    const rows = [['qinglan-price-table-1', sha], [], [], ['3', '安全文明施工费', '项', '1', '1,0000.00 ', '', '13%'], [], ['040203007001', '水泥混凝土', 'm2', '3333.333', '199.99000000000001', '', '0.090000000000000011'], ['040101001001', '土石方 / 挖一般土方 <一、二类土> & 外运', 'm3', '1200.5', '１２．３５', '14826.18', '9%']];
    const strings: string[] = [];
    const sheet = rows.map((cells, i) => `<x:row r="${i + 1}">${cells.map((text, column) => {
      if (text === '') return '';
      const at = `${'ABCDEFG'[column] ?? ''}${i + 1}`;
      if (/^\d+\.\d{10,}$/.test(text)) return `<x:c r="${at}"><x:v>${text}</x:v></x:c>`;
      strings.push(text);
      return `<x:c r='${at}' t='s'><x:v>${strings.length - 1}</x:v></x:c>`;
    }).join('')}</x:row>`).join('\n');
    const xml = (text: string): string => text.replaceAll('&', '&#38;').replaceAll('<', '&lt;');
    const bytes = zipSync({
      'xl/worksheets/Sheet7.xml': strToU8(`<?xml version="1.0"?><!-- from elsewhere --><x:worksheet xmlns:x="urn:x"><x:sheetData>${sheet}</x:sheetData></x:worksheet>`),
      'xl/worksheets/a.xml': strToU8('<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'),
      'xl/sharedStrings.xml': strToU8(`<x:sst>${strings.map((text) => `<x:si><x:r><x:t>${xml(text.slice(0, 2))}</x:t></x:r><x:r><x:t>${xml(text.slice(2))}</x:t></x:r><x:rPh><x:t>注音</x:t></x:rPh></x:si>`).join('')}</x:sst>`),
    });
    expect(readTable(bytes, template, sha).totalFen).toBe(table.totalFen);
  });

  it('tells every fault with its place', () => {
    const faults: readonly (readonly [string, Uint8Array])[] = [
      ['E4', bent(cell('E4', '<f>1+1</f><v>12.35</v>'))],
      ['E4', bent(cell('E4', '<v>-1</v>'))],
      ['E4', bent(cell('E4', '<v>12.345</v>'))],
      ['E4', bent(cell('E4', '<v>1e400</v>'))],
      ['E4', bent(cell('E4', '<v>NaN</v>'))],
      ['E4', bent(cell('E4', '<is><t>面议</t></is>', ' t="inlineStr"'))],
      ['E4', bent(cell('E4', ''))],
      ['E5', bent(cell('E5', '<v>200.01</v>'))],
      ['D4', bent(cell('D4', '<v>1200.6</v>'))],
      ['C4', bent(cell('C4', '<is><t>m2</t></is>', ' t="inlineStr"'))],
      ['B6', bent(cell('B6', '<is><t>别的</t></is>', ' t="inlineStr"'))],
      ['G4', bent(cell('G4', '<v>0.03</v>'))],
      ['F4', bent(cell('F4', '<v>14826.17</v>'))],
      ['F7', bent(cell('F7', '<v>1</v>'))],
      ['F8', bent(cell('F8', '<v>1</v>'))],
      ['A5', bent(cell('A5', '<is><t>3</t></is>', ' t="inlineStr"'))],
    ];
    for (const [at, bytes] of faults) {
      const told = refusal(bytes);
      expect(told.code, at).toBe('table-wrong');
      expect(told.at.some((one) => one === at || at === 'A5'), `${at}: ${told.at.join()}`).toBe(true);
    }
    expect(refusal(bent(cell('B1', `<is><t>${'b'.repeat(64)}</t></is>`, ' t="inlineStr"'))).code).toBe('table-foreign');
    // what a program claims an amount to be is not believed, and not needed
    expect(readTable(bent(cell('F4', '<f>D4*E4*0</f><v>0</v>')), template, sha).totalFen).toBe(table.totalFen);
  });
});

describe('hostile files', () => {
  it('are refused within bounds', () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': [new Uint8Array(50 * 1024 ** 2), { level: 1 }] });
    const entity = bent((sheet) => sheet.replace('<worksheet', '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet'));
    const cells = (count: number): Uint8Array => zipSync({ 'xl/worksheets/sheet1.xml': strToU8(`<sheetData>${Array.from({ length: count }, (_, i) => `<c r="A${i + 1}"><v>1</v></c>`).join('')}</sheetData>`) });
    const lying = filled();
    // the sizes in the directory of the archive say less than there is
    for (let at = 0; at < lying.length - 4; at += 1) if (lying[at] === 0x50 && lying[at + 1] === 0x4b && lying[at + 2] === 1 && lying[at + 3] === 2) lying.fill(0, at + 24, at + 27);
    for (const [what, bytes, codes] of [
      ['nothing', new Uint8Array(), ['xlsx-invalid']], ['a text', strToU8('hello'), ['xlsx-invalid']], ['half', filled().subarray(0, 900), ['xlsx-invalid']],
      ['a zip bomb', bomb, ['xlsx-too-large']], ['an entity', entity, ['xlsx-invalid']], ['many rows', cells(21_000), ['xlsx-too-large']],
      ['a lie', lying, ['xlsx-invalid', 'table-foreign']],
      ['many members', zipSync(Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`xl/worksheets/s${i}.xml`, strToU8('x')]))), ['xlsx-invalid']],
      ['a large file', new Uint8Array(17 * 1024 ** 2).fill(0x50), ['xlsx-too-large']],
      ['an open tag', bent((sheet) => sheet.slice(0, -20)), ['xlsx-invalid', 'table-wrong']],
      ['a cell twice', bent((sheet) => sheet.replace('<row r="4">', '<row r="4"><c r="E4"><v>1</v></c>')), ['xlsx-invalid']],
      ['not UTF-8', bent((sheet) => sheet, { 'xl/sharedStrings.xml': new Uint8Array([0xff, 0xfe, 0x3c]) }), ['xlsx-invalid']],
    ] as const) expect(codes, what).toContain(refusal(bytes).code);
  });

  it('never answer with anything but a table or a refusal', () => {
    const start = filled();
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(start.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), (changes) => {
      const bytes = new Uint8Array(start);
      for (const [at, value] of changes) bytes[at] = value;
      refusal(bytes);
    }), { numRuns: 120 });
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => { refusal(bent((sheet) => sheet.replace('<row r="4">', `<row r="4">${text}`))); }), { numRuns: 120 });
  });

  it('templates of no form are refused', () => {
    const good = JSON.parse(JSON.stringify(template)) as Record<string, unknown>;
    for (const change of [{ v: 'x' }, { items: [] }, { extra: 1 }, { tax: { included: false, rates: [] } }, { tax: { included: true, rates: ['1.5'] } }, { items: [{ id: '1', zh: 'a', unit: 'b', quantity: '1e9' }] }, { items: [{ id: '1', zh: 'a', unit: 'b', quantity: '1' }, { id: '1', zh: 'a', unit: 'b', quantity: '1' }] }]) {
      expect(() => readTemplate(strToU8(JSON.stringify({ ...good, ...change })))).toThrow(PriceTableError);
    }
    expect(() => readTemplate(strToU8('{'))).toThrow(PriceTableError);
  });
});
