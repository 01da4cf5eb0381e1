import { ProblemError, type Client } from './client.ts';
import { pause } from './wait.ts';

/** Several times within a lease, so that one late renewal loses nothing. */
const renewMs = 3_000;
const askAgainMs = 500;

/**
 * The lease of the demo's clock: whoever holds it may move time forward; the next one waits. It is lost when another has taken it,
 * not when the server cannot be reached for a moment.
 */
export class Clock {
  private readonly api: Client;
  private readonly lease: string;
  private readonly renewal: NodeJS.Timeout;
  private lost: Error | null = null;

  private constructor(api: Client, lease: string) {
    this.api = api;
    this.lease = lease;
    this.renewal = setInterval(() => { this.move({}).catch((error: unknown) => { if (error instanceof ProblemError && error.code === 'clock-leased') this.lost = error; }); }, renewMs);
    this.renewal.unref();
  }

  static async take(api: Client, holder: string, { waitMs, waiting }: { waitMs: number; waiting?: () => void }): Promise<Clock> {
    const end = Date.now() + waitMs;
    for (let tries = 0; ; tries += 1) {
      try {
        return new Clock(api, (await api.post<{ lease: string }>('/api/v1/demo/clock/lease', { holder })).lease);
      } catch (error) {
        if (!(error instanceof ProblemError) || error.code !== 'clock-leased' || Date.now() > end) throw error;
        if (tries === 0) waiting?.();
        await pause(askAgainMs);
      }
    }
  }

  async now(): Promise<number> {
    return Date.parse((await this.api.get<{ now: string }>('/api/v1/platform')).now);
  }

  /** Forward to an instant; one that has passed already is left where it is. */
  async moveTo(at: number): Promise<void> {
    if (this.lost) throw this.lost;
    if (at > await this.now()) await this.move({ to: new Date(at).toISOString() });
  }

  async release(): Promise<void> {
    clearInterval(this.renewal);
    await this.api.post('/api/v1/demo/clock/release', { lease: this.lease });
  }

  private async move(change: { to?: string }): Promise<void> {
    await this.api.post('/api/v1/demo/clock', { lease: this.lease, ...change });
  }
}
