// Amounts, times and spans as people read them. No Intl: the same text on every machine.
const eightHours = 8 * 3_600_000;

/** `2026-11-23 09:30:00`, always UTC+8. */
export function dateTime(value: string | number, withSeconds = true): string {
  const ms = typeof value === 'number' ? value : Date.parse(value);
  if (!Number.isFinite(ms)) return '—';
  const iso = new Date(ms + eightHours).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, withSeconds ? 19 : 16)}`;
}

export function clockTime(ms: number): string {
  return new Date(ms + eightHours).toISOString().slice(11, 19);
}

/** `1,234,567.89` of an integer number of fen. */
export function yuan(fen: number): string {
  const value = BigInt(fen);
  const sign = value < 0n ? '−' : '';
  const abs = value < 0n ? -value : value;
  return `${sign}${group(abs / 100n)}.${String(abs % 100n).padStart(2, '0')}`;
}

/** 万元, exact: at least two decimals, as many as the fen need (at most six). */
export function tenThousandYuan(fen: number): string {
  const value = BigInt(fen);
  const sign = value < 0n ? '−' : '';
  const abs = value < 0n ? -value : value;
  const fraction = String(abs % 1_000_000n).padStart(6, '0').replace(/0{1,4}$/, '');
  return `${sign}${group(abs / 1_000_000n)}.${fraction}`;
}

export type Span = { days: number; clock: string; over: boolean };

/** The time left until `target`; `over` when it has passed. A deadline counts down to zero, so parts of a second round up. */
export function spanUntil(target: number, now: number): Span {
  const left = Math.max(0, Math.ceil((target - now) / 1000));
  const pad = (n: number) => String(n).padStart(2, '0');
  const rest = left % 86_400;
  return {
    days: Math.floor(left / 86_400), over: now >= target,
    clock: `${pad(Math.floor(rest / 3600))}:${pad(Math.floor((rest % 3600) / 60))}:${pad(rest % 60)}`,
  };
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** Enough of a record's number to tell it from its neighbours; the whole stands in its title. */
export function shortId(id: string): string {
  return id.slice(0, 8).toUpperCase();
}

export function shortHash(hash: string): string {
  return hash.length <= 20 ? hash : `${hash.slice(0, 10)}…${hash.slice(-6)}`;
}

function group(value: bigint): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
