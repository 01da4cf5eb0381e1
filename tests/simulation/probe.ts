import { declarations } from '../../src/app/declarations.ts';
import type { Sim } from './generator.ts';
import type { Player } from './players.ts';
import type { Prng } from './prng.ts';
import { found, type Secret } from './secrets.ts';
import type { LotView } from './view.ts';

/** Every read that speaks of a lot: new ones are probed as soon as they are declared. The archive is packed and only looked at by its own tests. */
const paths: readonly string[] = [
  ...declarations().reads.map(({ path }) => path).filter((path) => path.startsWith('/api/v1/lots/:id') && !/archive/.test(path)),
  '/api/v1/disclosures?lotId=:id', '/api/v1/ledger/leaves?lotId=:id', '/api/v1/search?limit=20', '/api/v1/lots?limit=50', '/api/v1/portal', '/feeds/lots.atom', '/api/v1/evaluations', '/api/v1/custody/requests',
];

/** Looks for planted secrets in a few reads, as a few people. */
export async function probe(sim: Sim, view: LotView, rng: Prng, times: number): Promise<string[]> {
  const shut = sim.secrets.ofLot(view.ref.n).filter((secret) => !secret.isOpen(view));
  if (shut.length === 0) return [];
  const leaks: string[] = [];
  for (let i = 0; i < times; i += 1) {
    const pattern = rng.pick(paths);
    const path = pattern.replace(':id', view.lot.id);
    // a list of everything may name companies and experts for other lots' sake
    const own = pattern.includes(':id') ? shut : shut.filter(({ what }) => /^(price|contribution|share|secret|envelope|id) of /.test(what));
    const reader = rng.chance(0.3) ? null : rng.pick(sim.players.all());
    const { text, status } = await sim.door.get(path, reader);
    leaks.push(...status >= 500 ? [`${path} answers ${status} to ${reader?.name ?? 'a guest'}: ${text.slice(0, 200)}`] : [], ...leaked(own, view, reader, text).map((secret) => `${path} shows ${secret.what} to ${reader?.name ?? 'a guest'}`));
  }
  return leaks;
}

function leaked(shut: readonly Secret[], view: LotView, reader: Player | null, text: string): Secret[] {
  return found(shut.filter((secret) => reader === null || (!secret.knows.includes(reader.name) && secret.mayKnow?.(view, reader.accountId, reader.name) !== true)), text);
}

/** What everybody can see for good: the log and the live channels are read to the last byte. */
export class PublicBytes {
  private entries = 0;
  private readonly live = new Map<string, number>();
  private readonly sim: Sim;
  constructor(sim: Sim) { this.sim = sim; }

  async fresh(views: readonly LotView[]): Promise<string[]> {
    const { ledger, pool } = this.sim.world;
    const shut = views.flatMap((view) => this.sim.secrets.ofLot(view.ref.n).filter((secret) => !secret.isOpen(view)).map((secret) => ({ view, secret })));
    const leaks: string[] = [];
    for (; this.entries < ledger.size; this.entries += 1) {
      const { leaf } = ledger.entry(this.entries);
      for (const { view, secret } of shut) if (leaf.includes(view.lot.id) && found([secret], leaf).length > 0) leaks.push(`entry ${this.entries} of the log shows ${secret.what} of lot ${view.ref.n}`);
    }
    for (const view of views.filter(({ opening }) => opening !== null)) {
      const own = shut.filter((one) => one.view === view);
      const channel = `opening:${view.lot.id}`;
      const { rows } = await pool.query<{ seq: number; said: string }>('select seq, type || data::text as said from live_event where channel = $1 and seq > $2 order by seq', [channel, this.live.get(channel) ?? 0]);
      for (const { seq, said } of rows) {
        this.live.set(channel, seq);
        for (const { secret } of own) if (found([secret], said).length > 0) leaks.push(`the live channel of lot ${view.ref.n} shows ${secret.what}`);
      }
    }
    return leaks;
  }
}

const sameReads = ['', '/timeline', '/opening', '/chances', '/papers', '/calendar'];

/** The public reads of a lot, byte for byte: while bids are sealed they are the same whatever bidders do. */
export async function publicBytes(sim: Sim, lotId: string): Promise<string> {
  const paths = [...sameReads.map((path) => `/api/v1/lots/${lotId}${path}`), `/api/v1/disclosures?lotId=${lotId}`, `/api/v1/ledger/leaves?lotId=${lotId}`];
  const answers = await Promise.all(paths.map(async (path) => `${path} ${(await sim.door.get(path)).text}`));
  return answers.join('\n');
}
