import { randomUUID } from 'node:crypto';
import { Client, type Identity } from '../../cli/lib/client.ts';
import { toBase64 } from '../../src/seal/index.ts';
import { company, post, type Member } from '../support/cast.ts';
import { bearer } from '../support/hostile.ts';
import { person, type World } from '../support/world.ts';

/** One who acts. Names are fixed, so that a list of steps means the same in every run; keys and ids are new each time. */
export interface Player { name: string; roles: readonly string[]; client: Client; identity: Identity; accountId: string; entityId: string | null; industries: readonly string[]; headers: Record<string, string> }

export const tendererNames = ['tenderer-1', 'tenderer-2'] as const;
export const bidderNames = ['bidder-1', 'bidder-2', 'bidder-3', 'bidder-4', 'bidder-5', 'bidder-6'] as const;
export const custodianNames = ['custodian-1', 'custodian-2', 'custodian-3'] as const;
/** Posts in whose scope a lot of this category lies: what the parties may know, they may. */
export const postsInCharge = (category: string): readonly string[] => ['centre-a', 'centre-host', 'centre-finance', ...custodianNames, category === 'engineering' ? 'supervisor-works' : 'supervisor-finance'];
const custodianRoles = ['centre-review', 'supervisor', 'auditor'] as const;
export const specialties = ['工程施工', '政府采购'] as const;
const expertCount = 11;

export class Players {
  private readonly byName = new Map<string, Player>();
  /** numbers the custodians go by in documents */
  readonly custodianIds: string[] = [];

  get names(): string[] { return [...this.byName.keys()]; }
  all(): Player[] { return [...this.byName.values()]; }

  get(name: string): Player {
    const player = this.byName.get(name);
    if (!player) throw new Error(`nobody is called ${name}`);
    return player;
  }

  /** Whoever signs in with this account. */
  ofAccount(accountId: string): Player | null { return this.all().find((one) => one.accountId === accountId) ?? null; }
  ofEntity(entityId: string | null): Player | null { return this.all().find((one) => entityId !== null && one.entityId === entityId) ?? null; }
  add(player: Player): Player { this.byName.set(player.name, player); return player; }
}

/** Everybody a city of trades needs, with posts and companies made by the acts that make them. */
export async function gather(world: World): Promise<Players> {
  const players = new Players();
  const add = async (name: string, roles: readonly string[], member: Member, entityId: string | null, industries: readonly string[] = []): Promise<Player> => players.add({
    name, roles: entityId === null ? roles : ['subject', ...roles], client: member.client, identity: member.identity, accountId: member.client.accountId ?? member.id, entityId, industries, headers: await bearer(world, member.identity),
  });
  const firm = async (name: string, role: string) => { const member = await company(world, [role], `模拟${name}`); return add(name, [role], member, member.id); };
  const official = async (name: string, role: string, more: Record<string, unknown> = {}) => add(name, [role], await post(world, [role], more), null, (more['industries'] ?? []) as string[]);
  for (const name of tendererNames) await firm(name, 'tenderer');
  for (const name of ['agency-1', 'agency-2']) await firm(name, 'agency');
  for (const name of bidderNames) await firm(name, 'bidder');
  await official('centre-a', 'centre-a');
  await official('centre-host', 'centre-host');
  await official('centre-admin', 'centre-admin');
  await official('centre-admin-2', 'centre-admin');
  await official('supervisor-works', 'supervisor', { organ: '住建监督', industries: ['housing-municipal'] });
  await official('supervisor-finance', 'supervisor', { organ: '财政监督', industries: ['gov-procurement'] });
  await official('centre-finance', 'centre-finance');
  await official('police', 'police');
  for (const [i, name] of custodianNames.entries()) await custodian(players, await official(name, custodianRoles[i] ?? 'auditor'));
  for (const tenderer of tendererNames) for (const n of [1, 2]) await representative(world, players, tenderer, `rep-${tenderer.at(-1)}-${n}`);
  for (let n = 1; n <= expertCount; n += 1) await expert(players, n, await official(`expert-${n}`, 'expert', { expertNo: `E${100 + n}` }));
  return players;
}

async function custodian(players: Players, player: Player): Promise<void> {
  const custodianId = `${player.name}-${randomUUID().slice(0, 6)}`;
  await player.client.gov('custodian-register', player.accountId, { custodianId, name: player.name, certificate: toBase64(player.identity.encrypt.certificate) });
  players.custodianIds.push(custodianId);
}

async function representative(world: World, players: Players, tenderer: string, name: string): Promise<void> {
  const { client, entityId } = players.get(tenderer);
  const identity = await person(world, { personName: name, personNo: randomUUID() });
  const { result } = await client.gov<{ accountId: string }>('rep-register', entityId ?? '', { name, certificate: toBase64(identity.sign.certificate) });
  const own = await new Client(world.url, world.deployment, identity).signIn();
  players.add({ name, roles: ['owner-rep'], client: own, identity, accountId: result.accountId, entityId: null, industries: [], headers: await bearer(world, identity) });
}

/** What nobody may read before the list opens: who the experts are, and how they are reached. */
export const expertSecrets = (n: number) => ({ expertNo: `E${100 + n}`, phone: `1390000${String(1000 + n)}`, idNo: `33010119700101${String(1000 + n)}` });

async function expert(players: Players, n: number, player: Player): Promise<void> {
  const { expertNo, phone, idNo } = expertSecrets(n);
  await players.get('supervisor-works').client.act('exp-enroll', player.accountId, {
    expertNo, expertIdNo: idNo, specialties: [...specialties], regionCode: '330100', employerName: `专家单位${n}`, phone, validFrom: '2026-01-01', validTo: '2030-12-31',
  });
}
