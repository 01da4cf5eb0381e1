import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { creditCodeFrom } from '../../contracts/credit-code.ts';
import { toBase64 } from '../../seal/index.ts';
import { Client, ProblemError, loadIdentity, sandboxIdentity, signingIdentity, storeIdentity, type Identity } from '../../play/client.ts';
import { hasKeys, readKeys, writeKeys } from '../../play/keys.ts';
import { demoRepresentative, foundWith, rosterFile, type Company, type Platform, type RosterEntry, type Staff } from '../../play/people.ts';
import { each } from '../../play/wait.ts';
import { companies, custodians, expertCount, posts, type Post } from './posts.ts';

const parallel = 8;
const specialties = ['工程施工', '工程造价', '政府采购', '信息技术'];
const regions = ['330100', '330200', '330300', '330400'];
const employers = 50;

/** Posts and custodians. Everything looks first whether it is there: a start that was cut off goes on where it stood. */
export async function appoint(platform: Platform, staff: Staff): Promise<void> {
  await each([...posts, ...custodians], parallel, async (post) => { await appointOne(platform, staff, post); });
  for (const { folder, custodianId, name } of custodians) await registerCustodian(platform, await staff.as(folder), { folder, custodianId, name });
}

async function appointOne(platform: Platform, staff: Staff, post: Post): Promise<void> {
  const { identity, fresh } = await keysIn(platform, join(platform.keys, post.folder), { personName: post.name, personNo: `DEMO-${post.folder}` });
  const { name, roles, organ, industries = [] } = post;
  await accountFor(staff, { name, roles, organ, industries }, identity, fresh ? null : await signIn(platform, identity));
}

/** Two administrators for every post. */
async function accountFor(staff: Staff, account: { name: string; roles: readonly string[]; organ?: string | null; industries?: readonly string[]; expertNo?: string }, identity: Identity, known: Client | null): Promise<string> {
  if (known?.accountId) return known.accountId;
  const id = randomUUID();
  await (await staff.as('admin-1')).gov('account-propose', id, { ...account, signCertificate: toBase64(identity.sign.certificate) });
  await (await staff.as('admin-2')).gov('account-confirm', id, {});
  return id;
}

async function registerCustodian({ keys }: Platform, client: Client, post: { folder: string; custodianId: string; name: string }): Promise<void> {
  const me = await client.get<{ custodianId?: string }>('/api/v1/me');
  if (me.custodianId !== undefined || client.accountId === null) return;
  const { encrypt } = await readKeys(join(keys, post.folder));
  await client.gov('custodian-register', client.accountId, { custodianId: post.custodianId, name: post.name, certificate: toBase64(encrypt.certificate) });
}

/** Thirty companies, each with its keys and its registration in a folder. */
export async function settle(platform: Platform): Promise<Map<string, Company>> {
  const settled = await each(companies, parallel, async ({ folder, name, role }) => {
    const place = join(platform.keys, folder);
    const file = join(place, 'company.json');
    const registered = await readJson<{ entityId: string; uscc: string }>(file) ?? { entityId: randomUUID(), uscc: creditCodeFrom('330100', randomBytes(9)) };
    await writeJson(file, { name, ...registered });
    const { identity, fresh } = await keysIn(platform, place, { organizationName: name, creditCode: registered.uscc });
    const client = fresh ? null : await signIn(platform, identity);
    const company = client ? { entityId: registered.entityId, client, identity, name } : await foundWith(platform, { identity, name, role, regionCode: '330100', ...registered });
    return [folder, company] as const;
  });
  return new Map(settled);
}

/** One who sits for the first tenderer, so that this role too can be looked at. */
export async function appointRepresentative(platform: Platform, tenderer: Company): Promise<void> {
  const { identity, fresh } = await keysIn(platform, demoRepresentative(platform.keys), { personName: '招标人代表', personNo: 'DEMO-REP-0001' });
  if (!fresh && await signIn(platform, identity)) return;
  await tenderer.client.gov('rep-register', tenderer.entityId, { name: '招标人代表', certificate: toBase64(identity.sign.certificate) });
}

/** Two hundred experts: keys first, then account and enrolment one by one; the roster is written when all are in. */
export async function enrol(platform: Platform, staff: Staff, today: string): Promise<RosterEntry[]> {
  const done = await readJson<RosterEntry[]>(rosterFile(platform.keys));
  if (done) return done;
  const begun = join(platform.keys, 'experts', 'keys.json');
  const before = await readJson<RosterEntry['keys'][]>(begun);
  const stored = before ?? await each(Array.from({ length: expertCount }, (_, i) => numbered(i)), parallel, async (no) => storeIdentity(await signingIdentity(platform.url, { personName: `专家${no}`, personNo: `DEMO-expert-${no}` })));
  await writeJson(begun, stored);
  const supervisor = await staff.as('supervisor-experts');
  const roster = await each(stored, parallel, async (keys, i) => {
    const expertNo = `ZJ${numbered(i)}`;
    const identity = await loadIdentity(keys);
    const accountId = await accountFor(staff, { name: `专家${numbered(i)}`, roles: ['expert'], expertNo }, identity, before ? await signIn(platform, identity) : null);
    const entry: RosterEntry = { expertNo, accountId, phone: `1380000${numbered(i).padStart(4, '0')}`, specialties: [specialties[i % specialties.length] ?? ''], regionCode: regions[i % regions.length] ?? '', keys };
    await enrolOne(supervisor, entry, i, today);
    return entry;
  });
  await writeJson(rosterFile(platform.keys), roster);
  return roster;
}

async function enrolOne(supervisor: Client, { expertNo, accountId, phone, specialties: own, regionCode }: RosterEntry, i: number, today: string): Promise<void> {
  try {
    await supervisor.act('exp-enroll', accountId, {
      expertNo, expertIdNo: `DEMO${expertNo}`, specialties: own, regionCode, phone, employerName: `示例单位${numbered(i % employers)}`,
      validFrom: today, validTo: `${Number(today.slice(0, 4)) + 29}-12-31`,
    });
  } catch (error) {
    // enrolled before the start that was cut off
    if (!(error instanceof ProblemError) || error.code !== 'r-identity-unique') throw error;
  }
}

/** Signed in, or null when the certificate is bound to no account yet. */
async function signIn({ url, deployment }: Platform, identity: Identity): Promise<Client | null> {
  try {
    return await new Client(url, deployment, identity).signIn();
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'certificate-unbound') return null;
    throw error;
  }
}

async function keysIn(platform: Platform, folder: string, subject: Parameters<typeof sandboxIdentity>[1]): Promise<{ identity: Identity; fresh: boolean }> {
  const fresh = !hasKeys(folder);
  if (fresh) await writeKeys(folder, await sandboxIdentity(platform.url, subject));
  return { identity: await readKeys(folder), fresh };
}

function numbered(i: number): string { return String(i + 1).padStart(3, '0'); }

export async function readJson<T>(path: string): Promise<T | null> {
  return existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) as T : null;
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, `${JSON.stringify(value)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
