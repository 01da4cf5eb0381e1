/** A page of text that needs nothing else: title and a table of the items. */
export function noticePage(title: string, rows: readonly (readonly [string, string])[]): string {
  const body = rows.filter(([, value]) => value !== '').map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`).join('\n');
  return `<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>body{font:16px/1.7 serif;max-width:800px;margin:40px auto}th{text-align:left;vertical-align:top;padding:6px 16px 6px 0;white-space:nowrap}td{padding:6px 0}</style></head>\n<body><h1>${escaped(title)}</h1>\n<table>\n${body}\n</table></body></html>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
