/** Chance from one number: the same seed makes the same choices on every machine. */
export class Prng {
  private state: number;

  constructor(seed: number) { this.state = seed >>> 0; }

  /** 32 bits (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return (z ^ (z >>> 14)) >>> 0;
  }

  /** A whole number from 0 to below `n`. */
  int(n: number): number { return Math.floor((this.next() / 0x1_0000_0000) * n); }
  between(from: number, to: number): number { return from + this.int(to - from + 1); }
  chance(p: number): boolean { return this.next() < p * 0x1_0000_0000; }

  pick<T>(items: readonly T[]): T {
    const item = items[this.int(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  weighted<T>(items: readonly T[], weightOf: (item: T) => number): T {
    const total = items.reduce((sum, item) => sum + weightOf(item), 0);
    let at = (this.next() / 0x1_0000_0000) * total;
    for (const item of items) {
      at -= weightOf(item);
      if (at < 0) return item;
    }
    return this.pick(items);
  }

  /** Some of them, in a new order. */
  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) taken.push(...left.splice(this.int(left.length), 1));
    return taken;
  }
}
