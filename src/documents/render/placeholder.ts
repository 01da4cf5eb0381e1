/**
 * Room for a signature, added to a printed file as an incremental update (ISO 32000-1 §7.5.6): the bytes before stay as they are.
 * It reads what our own printer writes (plain objects, a classic cross-reference table) and refuses anything else. The widget has
 * no area, so PDF/A asks no appearance of it.
 */
export interface Reserved { file: Buffer; /** of the hexadecimal string, with its brackets */ hole: { start: number; end: number } }

export function reserveSignature(pdf: Uint8Array, { name, reason, at, roomBytes }: { name: string; reason: string; at: string; roomBytes: number }): Reserved {
  const before = Buffer.from(pdf);
  const text = before.toString('latin1');
  const { size, root, info, id, xref } = trailerOf(text);
  const catalogue = objectAt(text, root);
  const page = firstPage(text, catalogue);
  const [signature, widget] = [size, size + 1];
  const objects = new Map<number, string>([
    [root, withMember(catalogue, 'AcroForm', `<< /Fields [${widget} 0 R] /SigFlags 3 >>`)],
    [page, withMember(objectAt(text, page), 'Annots', `[${widget} 0 R]`)],
    [signature, `<<\n  /Type /Sig\n  /Filter /Adobe.PPKLite\n  /SubFilter /ETSI.CAdES.detached\n  /Name ${textString(name)}\n  /Reason ${textString(reason)}\n  /M (${pdfDate(at)})\n  /ByteRange ${rangePlaceholder}\n  /Contents <${'0'.repeat(roomBytes * 2)}>\n>>`],
    [widget, `<<\n  /Type /Annot\n  /Subtype /Widget\n  /FT /Sig\n  /T (Seal)\n  /Rect [0 0 0 0]\n  /F 132\n  /P ${page} 0 R\n  /V ${signature} 0 R\n>>`],
  ]);
  const update = updateOf(objects, { start: before.length, size: size + 2, root, info, id, xref });
  const file = Buffer.concat([before, Buffer.from(update, 'latin1')]);
  return withRange(file, before.length, roomBytes);
}

const rangePlaceholder = '[0 0000000000 0000000000 0000000000]';

/** The range is written over a place of the same length: nothing moves. */
function withRange(file: Buffer, from: number, roomBytes: number): Reserved {
  const start = file.indexOf('/Contents <', from, 'latin1') + '/Contents '.length;
  const end = start + roomBytes * 2 + 2;
  const range = `[0 ${start} ${end} ${file.length - end}]`.padEnd(rangePlaceholder.length, ' ');
  file.write(range, file.indexOf(rangePlaceholder, from, 'latin1'), 'latin1');
  return { file, hole: { start, end } };
}

interface Trailer { size: number; root: number; info: number; id: string; xref: number }

function trailerOf(text: string): Trailer {
  const xref = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? Number.NaN);
  const trailer = text.slice(text.lastIndexOf('trailer'));
  const number = (pattern: RegExp): number => Number(pattern.exec(trailer)?.[1] ?? Number.NaN);
  const found = { size: number(/\/Size (\d+)/), root: number(/\/Root (\d+) 0 R/), info: number(/\/Info (\d+) 0 R/), xref };
  const id = /\/ID (\[[^\]]*\])/.exec(trailer)?.[1];
  if (id === undefined || Object.values(found).some(Number.isNaN)) throw new Error('the printed file has another form than expected');
  return { ...found, id };
}

function objectAt(text: string, number: number): string {
  const start = text.lastIndexOf(`\n${number} 0 obj\n`);
  const end = text.indexOf('\nendobj', start);
  if (start < 0 || end < 0) throw new Error(`object ${number} is not in the printed file`);
  return text.slice(start + `\n${number} 0 obj\n`.length, end);
}

function firstPage(text: string, catalogue: string): number {
  let number = Number(/\/Pages (\d+) 0 R/.exec(catalogue)?.[1]);
  for (let depth = 0; depth < 20; depth++) {
    const kid = /\/Kids \[(\d+) 0 R/.exec(objectAt(text, number))?.[1];
    if (kid === undefined) return number;
    number = Number(kid);
  }
  throw new Error('the pages of the printed file lie too deep');
}

function withMember(object: string, name: string, value: string): string {
  if (object.includes(`/${name} `) || !object.endsWith('>>')) throw new Error(`the printed file has /${name} already`);
  return `${object.slice(0, -2)}  /${name} ${value}\n>>`;
}

function updateOf(objects: ReadonlyMap<number, string>, { start, size, root, info, id, xref }: Trailer & { start: number }): string {
  let body = '\n';
  const places = new Map<number, number>();
  for (const [number, object] of objects) {
    places.set(number, start + body.length);
    body += `${number} 0 obj\n${object}\nendobj\n`;
  }
  const table = [...places].sort(([a], [b]) => a - b).map(([number, at]) => `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const at = start + body.length;
  return `${body}xref\n${table}trailer\n<<\n  /Size ${size}\n  /Root ${root} 0 R\n  /Info ${info} 0 R\n  /ID ${id}\n  /Prev ${xref}\n>>\nstartxref\n${at}\n%%EOF\n`;
}

/** UTF-16BE with its mark, in hexadecimal: no sign of it can end the string. */
function textString(text: string): string {
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;
}

function pdfDate(iso: string): string {
  return `D:${iso.slice(0, 19).replace(/[-:T]/g, '')}Z`;
}
