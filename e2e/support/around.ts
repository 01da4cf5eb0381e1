import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cityReady } from '../../cli/case/ready.ts';
import type { KindId } from '../../catalogue/index.ts';
import { serve } from '../../src/app/main.ts';
import { readHeader } from '../../src/seal/index.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { BidPlay } from '../../src/play/bidding.ts';
import type { CaseBid, CaseEvaluation, Category } from '../../src/play/case-file.ts';
import { commitOne, type Committed } from '../../src/play/chance.ts';
import { Clock } from '../../src/play/clock.ts';
import { guest, reach, readRoster, Staff, type Company } from '../../src/play/people.ts';
import { supervisorOf, type LotPlay, type Stage } from '../../src/play/stage.ts';
import type { Person } from './market.ts';

/** Trades of the city's past, which most journeys do not look at. */
const past = ['procurement', 'first', 'recent', 'open', 'intake'];

/** A demo city of its own, its clock in hand, without a past unless one is to be looked at: what those need who are not at a browser yet. */
export interface Market { url: string; stage: Stage; close: () => Promise<void> }

export async function openMarket({ withPast = false }: { withPast?: boolean } = {}): Promise<Market> {
  const folder = mkdtempSync(join(tmpdir(), 'qinglan-market-'));
  const config = readConfig({ QINGLAN_DATA: folder, PORT: '0' });
  mkdirSync(config.data.demoKeys, { recursive: true });
  if (!withPast) writeFileSync(join(config.data.demoKeys, 'city-waves.json'), JSON.stringify(past));
  const served = await serve(config);
  const platform = await reach(served.url, config.data.demoKeys);
  await cityReady(config.data.demoKeys, () => undefined);
  const clock = await Clock.take(guest(platform), 'market test', { waitMs: 120_000 });
  const stage = { platform, clock, staff: new Staff(platform), roster: await readRoster(platform), parallel: 2, tell: () => undefined };
  return {
    url: served.url, stage,
    close: async () => {
      await clock.release().catch(() => undefined);
      await served.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A company of the demo city, over the interface. */
export async function companyOf({ staff }: Stage, account: string): Promise<Company> {
  const client = await staff.as(account);
  const { entity } = await client.get<{ entity: { id: string; name: string } }>('/api/v1/me');
  if (!client.who) throw new Error(`${account} has no keys`);
  return { entityId: entity.id, name: entity.name, client, identity: client.who };
}

/** A lot that was made at the screens, as the play knows lots: for its experts, its draws and its evaluation. */
export function lotOf(lotId: string, as: { category: Category; kind: KindId; titleZh: string; tenderer: Company; agency: Company; projectId: string }, evaluation: CaseEvaluation): LotPlay {
  return { lotId, lotNo: '1', evaluation, project: { ...as, lots: new Map([['1', lotId]]) } };
}

/** The supervisor's part of a draw whose other part a tenderer has given at its desk. */
export async function commitBeside({ staff }: Stage, { lotId, project }: LotPlay, purpose: Committed['purpose']): Promise<Committed> {
  const own = await commitOne(await staff.as(supervisorOf[project.category]), lotId, purpose);
  return { chanceId: own.chanceId, purpose, contributions: [own] };
}

/** A company whose keys nobody but its browser has: over the interface it is a name. */
export async function companyIn(stage: Stage, person: Person): Promise<Company> {
  const { entity } = await person.read<{ entity: { id: string; name: string } }>('/me');
  return { entityId: entity.id, name: entity.name, client: guest(stage.platform), get identity(): never { throw new Error(`the keys of ${entity.name} are in its browser`); } };
}

/** Its bid, as far as a committee needs it. */
export async function openedIn(stage: Stage, lotId: string, person: Person, plan: CaseBid): Promise<BidPlay> {
  const { items } = await person.read<{ items: OwnBid[] }>(`/lots/${lotId}/bids/mine`);
  const own = standing(items, plan.bidder);
  const header = readHeader(new Uint8Array(await person.bytes(`/blobs/${own.cipherSha256}`)));
  return { plan, company: await companyIn(stage, person), header, bidId: own.bidId, bidSeq: own.bidSeq, priceFen: plan.priceYuan.replace('.', ''), durationZh: '90日历天' };
}

interface OwnBid { bidId: string; bidSeq: number; state: string; cipherSha256: string }

function standing(items: readonly OwnBid[], bidder: string): OwnBid {
  const own = items.find(({ state }) => !['replaced', 'withdrawn'].includes(state));
  if (!own) throw new Error(`${bidder} has no bid`);
  return own;
}
