import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { StoredIdentity } from '../../play/client.ts';
import { hasKeys } from '../../play/keys.ts';
import { rosterFile, type RosterEntry } from '../../play/people.ts';
import { Refusal } from '../../platform/refusal.ts';
import { local } from '../demo-http.ts';
import { readJson } from './people.ts';
import { companies, custodians, posts } from './posts.ts';

export interface DemoAccount { id: string; name: string; roles: readonly string[]; group: 'market' | 'centre' | 'supervision' | 'experts' | 'other' }

export const demoKeysInput = z.strictObject({ id: z.string().regex(/^[a-z0-9-]{1,40}$/) });
const key = z.strictObject({ key: z.string(), certificate: z.string() });
export const demoKeysAnswer = z.strictObject({ name: z.string(), sign: key, encrypt: key });
export const demoAccountsAnswer = z.strictObject({ items: z.array(z.strictObject({ id: z.string(), name: z.string(), roles: z.array(z.string()), group: z.string() })) });

/** Signing in with one click: only in demo mode and on this machine, where the keys of the invented people lie anyway. */
export function accountRoutes(app: FastifyInstance, keys: string): void {
  app.get('/sandbox/accounts', async (request) => {
    local(request);
    return { items: await demoAccounts(keys) };
  });
  app.post('/sandbox/accounts/keys', async (request, reply) => {
    local(request);
    return reply.code(201).send(await keysOf(keys, demoKeysInput.parse(request.body).id));
  });
}

async function demoAccounts(keys: string): Promise<DemoAccount[]> {
  const there = ({ id }: DemoAccount): boolean => hasKeys(join(keys, id));
  const roster = await readJson<RosterEntry[]>(rosterFile(keys)) ?? [];
  const experts = roster.map(({ expertNo, keys: { name } }) => ({ id: expertId(expertNo), name, roles: ['expert'], group: 'experts' as const }));
  return [...STANDING.filter(there), ...experts];
}

async function keysOf(keys: string, id: string): Promise<StoredIdentity> {
  const standing = STANDING.find((account) => account.id === id);
  if (standing && hasKeys(join(keys, id))) return { name: standing.name, sign: await pairIn(join(keys, id), 'sign'), encrypt: await pairIn(join(keys, id), 'encrypt') };
  const roster = existsSync(rosterFile(keys)) ? await readJson<RosterEntry[]>(rosterFile(keys)) : null;
  const expert = roster?.find(({ expertNo }) => expertId(expertNo) === id);
  if (!expert) throw new Refusal('not-found', { field: 'id' });
  return expert.keys;
}

/** As the files have it: a key that was read for use cannot be given on. */
async function pairIn(folder: string, use: 'sign' | 'encrypt'): Promise<{ key: string; certificate: string }> {
  const body = async (part: string): Promise<string> => (await readFile(join(folder, `${use}.${part}.pem`), 'utf8')).replaceAll(/-----[A-Z ]+-----|\s/g, '');
  return { key: await body('key'), certificate: await body('crt') };
}

const GROUPS: Readonly<Record<string, DemoAccount['group']>> = { supervisor: 'supervision', discipline: 'supervision', auditor: 'supervision', police: 'supervision' };

const groupOf = (roles: readonly string[]): DemoAccount['group'] => GROUPS[roles[0] ?? ''] ?? (roles[0]?.startsWith('centre') ? 'centre' : 'other');

const STANDING: readonly DemoAccount[] = [
  ...companies.map(({ folder, name, role }) => ({ id: folder, name, roles: [role], group: 'market' as const })),
  { id: 'owner-rep', name: '招标人代表', roles: ['owner-rep'], group: 'market' },
  ...['admin-1', 'admin-2'].map((id, i) => ({ id, name: `系统管理员${i + 1}`, roles: ['centre-admin'], group: 'centre' as const })),
  ...[...posts, ...custodians].map(({ folder, name, roles }) => ({ id: folder, name, roles, group: groupOf(roles) })),
];

const expertId = (expertNo: string): string => `expert-${expertNo.toLowerCase()}`;
