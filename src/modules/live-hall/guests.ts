import { createHash } from 'node:crypto';

export interface GuestMinute { lotId: string; guestCount: number; visitorDigest: string }

/**
 * Guests who have signed in as such, counted in memory: nobody may flood the ledger, so each session gets one leaf a minute.
 * A visitor counts once a minute; a count lost in a crash is a count of curiosity, not of rights.
 */
export class GuestCounter {
  private readonly minutes = new Map<string, Set<string>>();
  private readonly most: number;

  constructor(mostVisitors = 100_000) { this.most = mostVisitors; }

  seen(lotId: string, visitorKey: string): number {
    const visitors = this.minutes.get(lotId) ?? new Set<string>();
    this.minutes.set(lotId, visitors);
    if (visitors.size < this.most) visitors.add(visitorKey);
    return visitors.size;
  }

  /** What has been counted since the last call. */
  take(): GuestMinute[] {
    const taken = [...this.minutes].map(([lotId, visitors]) => ({
      lotId, guestCount: visitors.size, visitorDigest: createHash('sha256').update([...visitors].sort().join('\n')).digest('hex'),
    }));
    this.minutes.clear();
    return taken;
  }
}
