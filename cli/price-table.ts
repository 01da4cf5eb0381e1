import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { PriceTableError, readTable, readTemplate, writeTable, yuanText, type PricedTable, type PriceTemplate } from '../src/contracts/price-table/index.ts';
import { EXIT, readArgs, UsageError, verb } from './bidder/tool.ts';
import { lang, t } from './bidder/words.ts';

export const help = t(`qinglan price-table: 由招标文件的清单模板生成报价表(xlsx)，并检查填好的报价表

  qinglan price-table template TEMPLATE.price-table.json --out TABLE.xlsx
  qinglan price-table check TABLE.xlsx --template TEMPLATE.price-table.json [--json]

  template  写出待填的工作簿：填单价(与税率)即可，合价、合计为公式
  check     逐项核对：每项均有单价、数量未改、合计精确到分；公式的结果一概不采信，由本工具计算

退出码：0 无误，1 报价表有误，2 用法错误。
`, `qinglan price-table: a workbook from the price template of the tender documents, and the check of a filled-in one

  qinglan price-table template TEMPLATE.price-table.json --out TABLE.xlsx
  qinglan price-table check TABLE.xlsx --template TEMPLATE.price-table.json [--json]

  template  writes the workbook to be filled in: unit prices (and rates); amounts and the total are formulas
  check     every item priced, no quantity changed, sums exact to the fen; what formulas claim is never believed, sums are computed here

Exit: 0 all right, 1 the table is not, 2 wrong use.
`);

/** `qinglan price-table`. */
export async function run(args: readonly string[]): Promise<number> {
  return verb('price-table', async () => {
    const { values, positionals: [what, file] } = readArgs(args, { out: { type: 'string' }, template: { type: 'string' }, json: { type: 'boolean' } }, 2);
    if (file === undefined) throw new UsageError(t('须给出文件', 'A file is needed'));
    if (what === 'template') {
      if (!values.out) throw new UsageError(t('须给出 --out', '--out is needed'));
      const { template, sha256 } = await templateIn(file);
      await writeFile(values.out, writeTable(template, sha256));
      process.stdout.write(values.json ? `${JSON.stringify({ out: values.out, items: template.items.length, template: sha256 })}\n` : t(`已写出 ${values.out}，共 ${template.items.length} 项\n`, `${values.out} written, ${template.items.length} items\n`));
      return EXIT.done;
    }
    if (what !== 'check') throw new UsageError(t('须为 template 或 check', 'Say template or check'));
    if (!values.template) throw new UsageError(t('须给出 --template', '--template is needed'));
    return check(file, values.template, values.json ?? false);
  });
}

async function check(file: string, templatePath: string, json: boolean): Promise<number> {
  try {
    const { table, template } = await tableIn(file, templatePath);
    process.stdout.write(json ? `${JSON.stringify({ ok: true, items: table.rows.length, itemsFen: String(table.itemsFen), fixedFen: String(table.fixedFen), taxFen: String(table.taxFen), totalFen: String(table.totalFen) })}\n`
      : t(`报价表无误：${table.rows.length} 项，合计 ${yuanText(table.totalFen)} 元(${template.tax.included ? '其中' : '另加'}税额 ${yuanText(table.taxFen)} 元)\n`, `The table is right: ${table.rows.length} items, ${yuanText(table.totalFen)} yuan in all (tax ${yuanText(table.taxFen)})\n`));
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof PriceTableError)) throw error;
    if (json) process.stdout.write(`${JSON.stringify({ ok: false, code: error.code, faults: error.faults })}\n`);
    const lines = error.faults.length > 0 ? error.faults.map(({ at, zh, en }) => `${at}: ${t(zh, en)}`) : [lang === 'zh' ? error.zh : error.message];
    process.stderr.write(lines.slice(0, 50).map((line) => `qinglan price-table: ${line}\n`).join(''));
    return EXIT.refused;
  }
}

export async function templateIn(path: string): Promise<{ template: PriceTemplate; sha256: string }> {
  const bytes = await readFile(path);
  return { template: readTemplate(bytes), sha256: createHash('sha256').update(bytes).digest('hex') };
}

export async function tableIn(path: string, templatePath: string): Promise<{ table: PricedTable; template: PriceTemplate; sha256: string }> {
  const { template, sha256 } = await templateIn(templatePath);
  return { table: readTable(await readFile(path), template, sha256), template, sha256 };
}
