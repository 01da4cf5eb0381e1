import { fillNotices, FILTERS, QUERIES, queryOf, type Filled } from './support/notices.ts';
import { withServer } from './support/server.ts';
import { quantile, round } from './support/stats.ts';

const NOTICES = Number(process.env['BENCH_NOTICES'] ?? 500_000);
const CLIENTS = 4;
const ROUNDS = 4;
const PER_ROUND = 150;
const TARGET_MS = 150;

/**
 * Readers of the portal over HTTP on a year of notices: a search by words, a list under filters, suggestions, the lot list, one
 * lot; each round beside a route that asks nothing of the database. Four readers at once, p99 over all rounds but the first.
 */
export async function* bench(): AsyncGenerator<object> {
  yield* await withServer(async ({ url, database }) => {
    const filled = await fillNotices(database, NOTICES);
    const kinds = Object.entries(pathsOf(filled));
    const times = new Map<string, number[]>(kinds.map(([name]) => [name, []]));
    for (let round_ = 0; round_ <= ROUNDS; round_++) {
      for (const [name, path] of kinds) {
        const took = await readers(url, path, round_ * PER_ROUND);
        if (round_ > 0) times.get(name)?.push(...took);
      }
    }
    const trivial = quantile(times.get('trivial') ?? [], 0.99);
    return kinds.map(([name]) => {
      const all = times.get(name) ?? [];
      const p99 = quantile(all, 0.99);
      return {
        bench: 'portal', measure: name, notices: filled.notices, fillMs: filled.ms, clients: CLIENTS, requests: all.length, p50Ms: round(quantile(all, 0.5)), p99Ms: round(p99), maxMs: round(Math.max(...all)),
        trivialP99Ms: round(trivial), ...(name === 'trivial' ? {} : { targetMs: TARGET_MS }),
      };
    });
  });
}

type Paths = Readonly<Record<string, (n: number) => string>>;

function pathsOf({ lots }: Filled): Paths {
  const at = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
  const address = (base: string, params: Readonly<Record<string, string>>): string => `${base}?${new URLSearchParams(params).toString()}`;
  return {
    'trivial': () => '/api/v1/platform/receipt-key',
    'search, newest first': (n) => address('/api/v1/search', { q: queryOf(n), ...at(FILTERS, Math.floor(n / 7)) }),
    'search, by relevance': (n) => address('/api/v1/search', { q: queryOf(n), sort: 'relevance' }),
    'search, by amount': (n) => address('/api/v1/search', { q: queryOf(n), sort: 'amount' }),
    'lots by words': (n) => address('/api/v1/lots', { q: queryOf(n) }),
    'filters without words': (n) => address('/api/v1/search', { ...at(FILTERS, n), ...(n % 3 ? {} : { sort: 'amount' }) }),
    'suggestions': (n) => address('/api/v1/search/suggestions', { q: at(QUERIES, n).slice(0, 1 + (n % 4)) }),
    'feed': (n) => address('/feeds/lots.atom', at(FILTERS, n)),
    'list of lots': () => '/api/v1/lots?limit=20',
    'one lot': (n) => `/api/v1/lots/${at(lots, n * 7_919)}`,
    'notice page': (n) => { const lotId = at(lots, n * 7_919); return `/notices/${lotId}/${lotId}.html`; },
  };
}

async function readers(url: string, path: (n: number) => string, from: number): Promise<number[]> {
  const times: number[] = [];
  let next = from;
  await Promise.all(Array.from({ length: CLIENTS }, async () => {
    while (next < from + PER_ROUND) {
      const address = `${url}${path(next++)}`;
      const start = performance.now();
      const answer = await fetch(address);
      await answer.arrayBuffer();
      times.push(performance.now() - start);
      if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    }
  }));
  return times;
}
