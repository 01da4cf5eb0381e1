import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { creditCodeFrom } from '../contracts/credit-code.ts';
import { certificateFingerprint, signActPayload, toBase64 } from '../seal/index.ts';
import { Client, ProblemError, loadIdentity, sandboxIdentity, type Identity, type StoredIdentity } from './client.ts';
import { hasKeys, readKeys, writeKeys } from './keys.ts';

/** A running platform in demo mode, and the folder with the keys of its people. */
export interface Platform { url: string; deployment: string; keys: string }

export async function reach(url: string, keys: string): Promise<Platform> {
  const { deployment, mode } = await new Client(url, '', null).get<{ deployment: string; mode: string }>('/api/v1/platform');
  if (mode !== 'demo') throw new Error(`${url} is not in demo mode: its people play themselves`);
  return { url, deployment, keys };
}

export const guest = ({ url, deployment }: Platform): Client => new Client(url, deployment, null);

/** Posts of the platform by the name of their key folder; each signs in once. */
export class Staff {
  readonly platform: Platform;
  private readonly signedIn = new Map<string, Promise<Client>>();

  constructor(platform: Platform) { this.platform = platform; }

  async as(name: string): Promise<Client> {
    const known = this.signedIn.get(name);
    if (known) return known;
    const folder = join(this.platform.keys, name);
    if (!hasKeys(folder)) throw new Error(`no keys of ${name} in ${this.platform.keys}`);
    const client = readKeys(folder).then((identity) => new Client(this.platform.url, this.platform.deployment, identity).signIn());
    this.signedIn.set(name, client);
    return client;
  }
}

export const companyRoles = { tenderer: ['tenderer'], agency: ['agency'], bidder: ['bidder'] } as const;
export interface Company { entityId: string; client: Client; identity: Identity; name: string }

/** Registers a company with fresh keys, binds its certificates and signs it in. */
export async function found(platform: Platform, name: string, role: keyof typeof companyRoles, regionCode = '330100'): Promise<Company> {
  const uscc = creditCodeFrom(regionCode, randomBytes(9));
  return foundWith(platform, { entityId: randomUUID(), uscc, name, role, regionCode, identity: await sandboxIdentity(platform.url, { organizationName: name, creditCode: uscc }) });
}

/** The same for a company that has its keys and code already; a registration that was cut off before the binding goes on. */
export async function foundWith(platform: Platform, company: { entityId: string; uscc: string; name: string; role: keyof typeof companyRoles; regionCode: string; identity: Identity }): Promise<Company> {
  const { entityId, uscc, name, role, regionCode, identity } = company;
  const client = new Client(platform.url, platform.deployment, identity);
  await client.act('ent-register', entityId, {
    uscc, entityName: name, entityType: 'enterprise', regionCode, roles: companyRoles[role], address: '示例市示例路1号',
    legalRepIdNo: `DEMO-${uscc.slice(-8)}`, contactPhone: '0571-00000000', bankAccount: `6222${uscc.replaceAll(/\D/g, '').padEnd(15, '0')}`, licenceFile: digestOf(`licence ${uscc}`),
  }).catch((error: unknown) => { if (!(error instanceof ProblemError) || error.code !== 'r-identity-unique') throw error; });
  await bindKeys(client, entityId, identity);
  await client.signIn();
  return { entityId, client, identity, name };
}

async function bindKeys(client: Client, entityId: string, { sign, encrypt }: Identity): Promise<void> {
  const challenge = new TextEncoder().encode(`qinglan-bind-v1\n${entityId}\n${certificateFingerprint(sign.certificate)}`);
  await client.act('ent-ca-bind', entityId, {
    signCertificate: toBase64(sign.certificate), encryptCertificate: toBase64(encrypt.certificate),
    challengeSignature: await signActPayload(challenge, sign.privateKey), holderIdNo: `DEMO-${entityId.slice(0, 8)}`,
  });
}

/** The one who sits for the demo city's first tenderer, with an account of its own to sign in with. */
export const demoRepresentative = (keys: string): string => join(keys, 'owner-rep');
export const representativesOf = (keys: string, tendererId: string): string => join(keys, 'representatives', tendererId);

/** One who sits for the tenderer in a committee. The keys are kept: a later committee of the same tenderer may name the same person. */
export async function representative(platform: Platform, tenderer: Company, name: string): Promise<{ accountId: string; client: Client }> {
  const identity = await sandboxIdentity(platform.url, { personName: name, personNo: `DEMO-${randomUUID().slice(0, 8)}` });
  const { result } = await tenderer.client.gov<{ accountId: string }>('rep-register', tenderer.entityId, { name, certificate: toBase64(identity.sign.certificate) });
  await writeKeys(join(representativesOf(platform.keys, tenderer.entityId), result.accountId), identity);
  return { accountId: result.accountId, client: await new Client(platform.url, platform.deployment, identity).signIn() };
}

/** An expert of the demo's roster, with the phone the blind calls go to. */
export interface RosterEntry { expertNo: string; accountId: string; phone: string; specialties: string[]; regionCode: string; keys: StoredIdentity }

export const rosterFile = (keys: string): string => join(keys, 'experts', 'roster.json');

export async function readRoster({ keys }: Platform): Promise<RosterEntry[]> {
  const path = rosterFile(keys);
  if (!existsSync(path)) throw new Error(`${path} is not there: the demo city is not built yet, or this is not its key folder`);
  return JSON.parse(await readFile(path, 'utf8')) as RosterEntry[];
}

export async function expertClient({ url, deployment }: Platform, entry: RosterEntry): Promise<Client> {
  return new Client(url, deployment, await loadIdentity(entry.keys)).signIn();
}

export function digestOf(text: string): string { return createHash('sha256').update(text).digest('hex'); }
