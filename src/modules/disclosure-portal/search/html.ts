/** Text that stands between tags or in quotes; signs that XML forbids are left out. */
export function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the signs XML 1.0 does not take
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
