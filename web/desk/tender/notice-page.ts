import type { Block } from '../../../src/documents/index.ts';

type Cells = readonly (readonly [string, string])[];

/** A page of text that needs nothing else: title and a table of the items. */
export function noticePage(title: string, rows: Cells): string {
  return documentPage(title, [{ type: 'fields', rows: rows.filter(([, value]) => value !== '').map(([name, value]) => [name, value]) }]);
}

/** The same of a whole document. */
export function documentPage(title: string, blocks: readonly Block[]): string {
  return `<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head>\n<body><h1>${escaped(title)}</h1>\n${blocks.map(blockHtml).join('\n')}\n</body></html>\n`;
}

const style = 'body{font:16px/1.7 serif;max-width:800px;margin:40px auto;padding:0 16px}h1{text-align:center;font-size:24px}h2{font-size:18px}p,td{white-space:pre-line}table{border-collapse:collapse;width:100%}th{text-align:left;vertical-align:top;padding:6px 16px 6px 0;white-space:nowrap}td{padding:6px 0;vertical-align:top}.list th,.list td{border:1px solid #999;padding:6px 10px}.list .num{text-align:right}';

function blockHtml(block: Block): string {
  if (block.type === 'fields') return `<table>\n${block.rows.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`).join('\n')}\n</table>`;
  const heading = block.heading === undefined ? '' : `<h2>${escaped(block.heading)}</h2>\n`;
  if (block.type === 'text') return heading + block.paragraphs.map((one) => `<p>${escaped(one)}</p>`).join('\n');
  const side = block.columns.map(({ right }) => (right ? ' class="num"' : ''));
  const head = block.columns.map(({ zh }, at) => `<th scope="col"${side[at] ?? ''}>${escaped(zh)}</th>`).join('');
  const body = block.rows.map((row) => `<tr>${row.map((cell, at) => `<td${side[at] ?? ''}>${escaped(cell)}</td>`).join('')}</tr>`).join('\n');
  return `${heading}<table class="list">\n<thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody>\n</table>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
