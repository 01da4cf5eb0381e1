/** Yuan as typed ("1,234.5", full-width digits too) in whole fen; null when it is no such amount. */
export function fenOfYuan(typed: string): number | null {
  const plain = typed.normalize('NFKC').replaceAll(/[,\s]/g, '');
  const match = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

export function yuanOfFen(value: unknown): string {
  if (typeof value !== 'number' && !(typeof value === 'string' && /^\d+$/.test(value))) return typeof value === 'string' ? value : '';
  const digits = String(value).padStart(3, '0');
  const cents = digits.slice(-2);
  return `${digits.slice(0, -2)}${cents === '00' ? '' : `.${cents}`}`;
}

const offsetMs = 8 * 3_600_000;

/** `2026-03-02T09:30` of Beijing as UTC with milliseconds. */
export function instantOfLocal(local: string): string {
  return new Date(Date.parse(`${local.length === 16 ? `${local}:00` : local}.000Z`) - offsetMs).toISOString();
}

export function localOfInstant(instant: string): string {
  const ms = Date.parse(instant);
  return Number.isNaN(ms) ? '' : new Date(ms + offsetMs).toISOString().slice(0, 19);
}
