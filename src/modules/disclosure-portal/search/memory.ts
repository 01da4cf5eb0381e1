import type { Pool } from 'pg';
import { keep } from '../../../platform/bounded-map.ts';
import type { Queryable } from '../../../platform/db.ts';
import type { FacetName } from '../../../contracts/search-words.ts';

export type Cell = Readonly<Record<FacetName, string>>;
/** How many documents of each cell were found. `all`: none was left uncounted. */
export interface Histogram { counts: ReadonlyMap<number, number>; seen: number; all: boolean }

/** Another process may index too: what is remembered is never older than this. */
const rememberedMs = 20_000;
const histogramsMax = 500;

/** What one process remembers of a database: what cells mean, which never changes, and counts, until something is indexed. */
export class SearchMemory {
  private readonly cells = new Map<number, Cell>();
  private readonly counted = new Map<string, { at: number; histogram: Promise<Histogram> }>();

  /** Counts by what was asked; asked by two at once they are made once. */
  async histogram(key: string, count: () => Promise<Histogram>): Promise<Histogram> {
    const known = this.counted.get(key);
    if (known && Date.now() - known.at < rememberedMs) return known.histogram;
    const histogram = count();
    keep(this.counted, key, { at: Date.now(), histogram }, histogramsMax);
    histogram.catch(() => { if (this.counted.get(key)?.histogram === histogram) this.counted.delete(key); });
    return histogram;
  }

  async namesOf(tx: Pick<Queryable, 'query'>, cells: Iterable<number>): Promise<ReadonlyMap<number, Cell>> {
    const missing = [...cells].filter((cell) => !this.cells.has(cell));
    if (missing.length > 0) {
      const { rows } = await tx.query<Cell & { cell: number }>('select cell, type, category, region, industry, stage, kind from search_cell where cell = any ($1)', [missing]);
      for (const { cell, ...names } of rows) this.cells.set(cell, names);
    }
    return this.cells;
  }

  forget(): void { this.counted.clear(); }
}

const memories = new WeakMap<Pool, SearchMemory>();

export function memoryOf(pool: Pool): SearchMemory {
  const known = memories.get(pool);
  if (known) return known;
  const memory = new SearchMemory();
  memories.set(pool, memory);
  return memory;
}
