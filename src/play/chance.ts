import { randomBytes } from 'node:crypto';
import { commitment, contributionBytes } from '../kernel/chance.ts';
import type { Client } from './client.ts';
import { guest } from './people.ts';
import { supervisorOf, type LotPlay, type Stage } from './stage.ts';
import { until } from './wait.ts';

type Purpose = 'experts' | 'coefficients' | 'tie';
export interface Contribution { client: Client; chanceId: string; commit: string; r: string; salt: string }
export interface Committed { chanceId: string; purpose: Purpose; contributions: Contribution[] }
interface ChanceView { chanceId: string; purpose: string; state: string; revealBy?: string }

/** Tenderer and supervisor commit before anything is known; each keeps what it committed to. */
export async function commitChance({ staff }: Stage, { lotId, project }: LotPlay, purpose: Purpose): Promise<Committed> {
  const parties = [project.tenderer.client, await staff.as(supervisorOf[project.category])];
  const contributions: Contribution[] = [];
  let chanceId = '';
  for (const client of parties) {
    const own = await commitOne(client, lotId, purpose);
    chanceId = own.chanceId;
    contributions.push(own);
  }
  return { chanceId, purpose, contributions };
}

/** One party's commitment. */
export async function commitOne(client: Client, lotId: string, purpose: Purpose): Promise<Contribution> {
  const [r, salt] = [randomBytes(contributionBytes), randomBytes(16)];
  const commit = commitment(r, salt);
  const { result } = await client.gov<{ chanceId: string }>('chance-commit', lotId, { purpose, commit });
  return { client, chanceId: result.chanceId, commit, r: r.toString('hex'), salt: salt.toString('hex') };
}

/** Tells one's numbers of a draw that asks for them, unless they are told already. */
export async function revealOne(lotId: string, { chanceId, contributions }: { chanceId: string; contributions: readonly { commit: string; revealedAt?: string }[] }, own: readonly Contribution[]): Promise<void> {
  for (const { client, r, salt } of own.filter((one) => contributions.some(({ commit, revealedAt }) => commit === one.commit && revealedAt === undefined))) {
    await client.gov('chance-reveal', lotId, { chanceId, r, salt });
  }
}

/** Waits for the beacon and reveals; returns when the draw has its seed. */
export async function revealChance(stage: Stage, { lotId }: LotPlay, { chanceId, purpose, contributions }: Committed): Promise<void> {
  const look = (states: readonly string[]) => () => chancesOf(stage, lotId).then((chances) => chances.find((one) => one.chanceId === chanceId && states.includes(one.state)));
  await until(`the beacon of draw ${purpose}`, look(['revealing']));
  for (const { client, r, salt } of contributions) await client.gov('chance-reveal', lotId, { chanceId, r, salt });
  await until(`the seed of draw ${purpose}`, look(['drawn']));
}

/** Whether a draw's list is frozen: only a tie that exists comes so far. */
export async function isFrozen(stage: Stage, lotId: string, chanceId: string): Promise<boolean> {
  return (await chancesOf(stage, lotId)).some((one) => one.chanceId === chanceId && one.state !== 'committing');
}

async function chancesOf({ platform }: Stage, lotId: string): Promise<ChanceView[]> {
  return (await guest(platform).get<{ items: ChanceView[] }>(`/api/v1/lots/${lotId}/chances`)).items;
}
