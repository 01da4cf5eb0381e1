import { strToU8, zipSync } from 'fflate';
import { yuanText, type PricedTable } from './sums.ts';
import { TEMPLATE_VERSION, type PriceTemplate } from './template.ts';

/** Columns of the sheet. The first row binds it to its template, the third names the columns, items begin in the fourth. */
export const COLUMNS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;
export const HEADINGS = ['编号', '项目名称', '单位', '数量', '单价(元)', '合价(元)', '税率', '备注'] as const;
export const FIRST_ROW = 4;

/**
 * The template as a workbook to be filled in: the bidder writes unit prices (and rates); amounts are formulas for its eyes. With
 * `priced` the prices are written in. Same input, same bytes.
 */
export function writeTable(template: PriceTemplate, templateSha256: string, priced?: PricedTable): Uint8Array {
  const files: Record<string, string> = {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="报价表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': styles,
    'xl/worksheets/sheet1.xml': sheet(template, templateSha256, priced),
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, [strToU8(text), { mtime: '1980-01-01T00:00:00Z' }]])), { level: 6 });
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** 0 plain, 1 bold, 2 money, 3 to be filled in, 4 bold money, 5 a rate to be filled in. */
const styles = `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00"/></numFmts><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFF7D6"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="164" fillId="2" applyNumberFormat="1" applyFill="1"/><xf numFmtId="164" fontId="1" applyNumberFormat="1" applyFont="1"/><xf numFmtId="9" fillId="2" applyNumberFormat="1" applyFill="1"/></cellXfs></styleSheet>`;

function sheet(template: PriceTemplate, templateSha256: string, priced: PricedTable | undefined): string {
  const prices = new Map(priced?.rows.map((row) => [row.id, row]));
  const [only] = template.tax.rates.length === 1 ? template.tax.rates : [];
  const rows: string[] = [
    row(1, [string('A', 1, TEMPLATE_VERSION), string('B', 1, templateSha256)]),
    row(2, [string('A', 2, `${template.title}(${template.tax.included ? '含税' : '不含税'}，人民币元)`, 1)]),
    row(3, HEADINGS.map((text, i) => string(COLUMNS[i] ?? 'A', 3, text, 1))),
    ...template.items.map((item, i) => {
      const at = FIRST_ROW + i;
      const one = prices.get(item.id);
      const rateText = one?.rate ?? only;
      return row(at, [
        string('A', at, item.id), string('B', at, item.section ? `${item.section} / ${item.zh}` : item.zh), string('C', at, item.unit), number('D', at, item.quantity),
        one ? number('E', at, yuanText(one.unitPriceFen), 3) : empty('E', at, 3), formula('F', at, `ROUND(D${at}*E${at},2)`, one ? yuanText(one.amountFen) : '0'),
        rateText === undefined || rateText === null ? empty('G', at, 5) : number('G', at, rateText, 5), ...(item.note ? [string('H', at, item.note)] : []),
      ]);
    }),
  ];
  const fixedAt = FIRST_ROW + template.items.length;
  rows.push(...template.fixed.map((one, i) => row(fixedAt + i, [string('A', fixedAt + i, one.id), string('B', fixedAt + i, one.zh), number('F', fixedAt + i, yuanText(BigInt(one.amountFen)), 2)])));
  const last = fixedAt + template.fixed.length - 1;
  rows.push(row(last + 1, [string('B', last + 1, '合计', 1), formula('F', last + 1, `SUM(F${FIRST_ROW}:F${last})`, priced ? yuanText(priced.itemsFen + priced.fixedFen) : '0', 4)]));
  const widths = [14, 42, 10, 14, 16, 18, 8, 30].map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('');
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData>${rows.join('')}</sheetData></worksheet>`;
}

const row = (at: number, cells: readonly string[]): string => `<row r="${at}"${at === 1 ? ' hidden="1"' : ''}>${cells.join('')}</row>`;
const string = (column: string, at: number, text: string, style = 0): string => `<c r="${column}${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
const number = (column: string, at: number, value: string, style = 0): string => `<c r="${column}${at}" s="${style}"><v>${value}</v></c>`;
const formula = (column: string, at: number, text: string, value: string, style = 2): string => `<c r="${column}${at}" s="${style}"><f>${text}</f><v>${value}</v></c>`;
const empty = (column: string, at: number, style: number): string => `<c r="${column}${at}" s="${style}"/>`;

function escaped(text: string): string {
  // what XML cannot hold is left away
  return text.replaceAll(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
