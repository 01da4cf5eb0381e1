/** How far into a file one has to look to see what it is. */
export const sniffedBytes = 64;

/** The name with an extension, so that it opens with a double click: its own if it has one, else that of what the file is. */
export function withExtension(name: string, head: Uint8Array): string {
  if (/\.[a-z][a-z0-9]{1,7}$/i.test(name)) return name;
  return `${name}.${kindOf(head)}`;
}

function kindOf(head: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(head.subarray(0, sniffedBytes)).replace(/^\u00ef\u00bb\u00bf/, '').trimStart().toLowerCase();
  if (text.startsWith('%pdf-')) return 'pdf';
  if (text.startsWith('<!doctype html') || text.startsWith('<html')) return 'html';
  return text.startsWith('pk\u0003\u0004') ? 'zip' : 'bin';
}
