/** As much of RFC 5322 and MIME as the platform writes: headers with encoded words, one body of text. */
export interface ParsedMessage { subject: string; text: string; headers: Record<string, string>; raw: string }

/** `raw`: the bytes of the message, one sign each (latin1). */
export function parseMessage(raw: string): ParsedMessage {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const headers: Record<string, string> = {};
  for (const line of head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const at = line.indexOf(':');
    if (at > 0) headers[line.slice(0, at).toLowerCase()] = words(line.slice(at + 1).trim());
  }
  return { subject: headers['subject'] ?? '', text: body(rest.join('\r\n\r\n'), headers['content-transfer-encoding'] ?? '7bit'), headers, raw };
}

function body(text: string, encoding: string): string {
  const bytes = encoding === 'base64' ? Buffer.from(text, 'base64') : encoding === 'quoted-printable' ? quotedPrintable(text.replaceAll(/=\r\n/g, '')) : Buffer.from(text, 'latin1');
  return bytes.toString('utf8').replaceAll('\r\n', '\n').trimEnd();
}

/** RFC 2047; the space between two encoded words is none. */
function words(text: string): string {
  const parts: { bytes: Buffer; coded: boolean }[] = [];
  let at = 0;
  for (const match of text.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)) {
    const between = text.slice(at, match.index);
    if (between !== '' && !(parts.at(-1)?.coded === true && between.trim() === '')) parts.push({ bytes: Buffer.from(between, 'latin1'), coded: false });
    const [whole, how = '', coded = ''] = match;
    parts.push({ bytes: how.toLowerCase() === 'b' ? Buffer.from(coded, 'base64') : quotedPrintable(coded.replaceAll('_', ' ')), coded: true });
    at = match.index + whole.length;
  }
  return Buffer.concat([...parts.map(({ bytes }) => bytes), Buffer.from(text.slice(at), 'latin1')]).toString('utf8');
}

function quotedPrintable(text: string): Buffer {
  return Buffer.from(text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1');
}
