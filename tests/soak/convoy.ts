import type { Clock } from '../../src/play/clock.ts';

/**
 * Trades on one clock, some of which wait for a period to pass: it is moved on when each of them waits or is through, and no further than
 * the nearest instant that is waited for. Otherwise the first that waits would end the periods of all others.
 */
export class Convoy {
  readonly clock: Clock;
  readonly #under: Clock;
  readonly #waiting = new Set<{ to: number; go: () => void; fail: (error: unknown) => void }>();
  #sailing = 0;

  constructor(under: Clock) {
    this.#under = under;
    this.clock = Object.assign(Object.create(under) as Clock, { moveTo: (to: number) => this.#wait(to) });
  }

  async sail<T>(trade: () => Promise<T>): Promise<T> {
    this.#sailing += 1;
    // whoever sets out with this one is counted before it waits for anything
    await Promise.resolve();
    try {
      return await trade();
    } finally {
      this.#sailing -= 1;
      this.#look();
    }
  }

  #wait(to: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.#waiting.add({ to, go: () => resolve(undefined), fail: reject });
    this.#look();
    return promise;
  }

  #look(): void {
    if (this.#waiting.size === 0 || this.#waiting.size < this.#sailing) return;
    const nearest = Math.min(...[...this.#waiting].map(({ to }) => to));
    const first = [...this.#waiting].filter(({ to }) => to === nearest);
    for (const one of first) this.#waiting.delete(one);
    this.#under.moveTo(nearest).then(() => { for (const { go } of first) go(); }, (error: unknown) => { for (const { fail } of first) fail(error); });
  }
}
