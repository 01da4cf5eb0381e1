import { dayOf, startOfDay } from '../../kernel/calendar.ts';
import { keep } from '../bounded-map.ts';
import type { Pool } from '../db.ts';
import { Refusal } from '../refusal.ts';

const ownersKept = 10_000;
const addressesKept = 50_000;
const minuteMs = 60_000;

interface Used { day: number; bytes: number }

/**
 * Bytes one owner may upload in a day (UTC+8). What is under way is counted before it has come, so that many uploads at once find
 * no more room than one after the other; what failed is given back. After a restart the day goes on from the files that were kept.
 */
export class UploadAllowance {
  private readonly used = new Map<string, Promise<Used>>();
  private readonly db: Pick<Pool, 'query'>;
  private readonly bytesADay: number;
  private readonly now: () => number;

  constructor(db: Pick<Pool, 'query'>, bytesADay: number, now: () => number = () => Date.now()) {
    this.db = db;
    this.bytesADay = bytesADay;
    this.now = now;
  }

  /** Takes room for an upload; the answer is told what came of it (0 where nothing was kept). */
  async take(ownerId: string, expected: number): Promise<(stored: number) => void> {
    const used = await this.usedBy(ownerId);
    if (used.bytes + expected > this.bytesADay) {
      throw new Refusal('rate-limited', { zh: '本单位今日上传总量已达上限，请明日再试', en: 'The uploads of this account have reached their limit for the day', retryAfterS: secondsUntil(startOfDay(dayOf(this.now()) + 1), this.now()) });
    }
    used.bytes += expected;
    return (stored) => { used.bytes += stored - expected; };
  }

  /** What was taken and will not come after all. */
  async giveBack(ownerId: string, bytes: number): Promise<void> {
    const used = await this.usedBy(ownerId);
    used.bytes = Math.max(0, used.bytes - bytes);
  }

  private async usedBy(ownerId: string): Promise<Used> {
    const day = dayOf(this.now());
    const known = this.used.get(ownerId);
    if (known !== undefined) {
      const used = await known;
      if (used.day === day) return used;
    }
    // two that find the day new at once share one count
    const current = this.used.get(ownerId);
    if (current !== undefined && current !== known) return current;
    const counted = this.count(ownerId, day);
    keep(this.used, ownerId, counted, ownersKept);
    counted.catch(() => { if (this.used.get(ownerId) === counted) this.used.delete(ownerId); });
    return counted;
  }

  private async count(ownerId: string, day: number): Promise<Used> {
    const { rows } = await this.db.query<{ bytes: string }>(
      `select (coalesce((select sum(size) from blob where owner_id = $1 and created_at >= $2), 0)
             + coalesce((select sum(size) from upload where owner_id = $1 and done_at is null), 0))::text as bytes`, [ownerId, new Date(startOfDay(day)).toISOString()]);
    return { day, bytes: Number(rows[0]?.bytes ?? 0) };
  }
}

/** So many of one thing for an address in a minute. An IPv6 address counts with its /64, which one subscriber has whole. */
export class AddressAllowance {
  private readonly most: number;
  private readonly now: () => number;
  private minute = 0;
  private readonly seen = new Map<string, number>();

  constructor(most: number, now: () => number = () => Date.now()) {
    this.most = most;
    this.now = now;
  }

  take(address: string): void {
    const minute = Math.floor(this.now() / minuteMs);
    if (minute !== this.minute) {
      this.minute = minute;
      this.seen.clear();
    }
    const key = networkOf(address);
    const count = (this.seen.get(key) ?? 0) + 1;
    if (count > this.most) throw new Refusal('rate-limited', { retryAfterS: secondsUntil((minute + 1) * minuteMs, this.now()) });
    keep(this.seen, key, count, addressesKept);
  }
}

function secondsUntil(at: number, now: number): number { return Math.max(1, Math.ceil((at - now) / 1_000)); }

export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const rest = tail === undefined ? [] : tail.split(':').filter((group) => group !== '');
  const whole = tail === undefined ? groups : [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest];
  return `${whole.slice(0, 4).join(':')}::/64`;
}
