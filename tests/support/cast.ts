import { randomInt, randomUUID } from 'node:crypto';
import { Client, type Identity } from '../../cli/lib/client.ts';
import { checkSign } from '../../src/contracts/credit-code.ts';
import { bindChallenge } from '../../src/modules/entity-ca/index.ts';
import { certificateFingerprint, signActPayload, toBase64 } from '../../src/seal/index.ts';
import { admin, person, type Place } from './world.ts';

/** A person or company that has an account and is signed in. */
export interface Member { client: Client; identity: Identity; id: string; name: string }

/** A code of GB 32100 that nobody else in this run has. */
export function creditCode(): string {
  const body = `91330100${Array.from({ length: 9 }, () => '0123456789ABCDEFGHJKLMNPQRTUWXY'[randomInt(31)]).join('')}`;
  return body + checkSign(body);
}

export async function company(place: Place, roles: readonly string[], name = `测试公司${randomUUID().slice(0, 6)}`): Promise<Member> {
  const uscc = creditCode();
  const identity = await person(place, { organizationName: name, creditCode: uscc });
  const entityId = randomUUID();
  const client = new Client(place.url, place.deployment, identity);
  await client.act('ent-register', entityId, {
    uscc, entityName: name, entityType: 'enterprise', regionCode: '330100', roles, legalRepIdNo: '330100199001010000', contactPhone: '13800000000',
    bankAccount: '6222000000000000', licenceFile: 'a'.repeat(64),
  });
  const challenge = bindChallenge(entityId, certificateFingerprint(identity.sign.certificate));
  await client.act('ent-ca-bind', entityId, {
    signCertificate: toBase64(identity.sign.certificate), encryptCertificate: toBase64(identity.encrypt.certificate),
    challengeSignature: await signActPayload(challenge, identity.sign.privateKey), holderIdNo: '330100199001010000',
  });
  return { client: await client.signIn(), identity, id: entityId, name };
}

let posts: Promise<readonly [Client, Client]> | null = null;
let postsOf = '';

/** A post given by two administrators. */
export async function post(place: Place, roles: readonly string[], more: Record<string, unknown> = {}): Promise<Member> {
  if (postsOf !== place.url) { posts = null; postsOf = place.url; }
  posts ??= Promise.all([admin(place, 1), admin(place, 2)] as const);
  const [one, two] = await posts;
  const name = `测试${roles.join('、')}`;
  const identity = await person(place, { personName: name, personNo: randomUUID() });
  const id = randomUUID();
  await one.gov('account-propose', id, { name, roles, signCertificate: toBase64(identity.sign.certificate), ...more });
  await two.gov('account-confirm', id, {});
  return { client: await new Client(place.url, place.deployment, identity).signIn(), identity, id, name };
}

export interface Custodians { centre: Member; supervisor: Member; notary: Member; ids: string[] }

export async function custodians(place: Place): Promise<Custodians> {
  const [centre, supervisor, notary] = await Promise.all([post(place, ['centre-review']), post(place, ['supervisor']), post(place, ['auditor'])]);
  const ids: string[] = [];
  for (const [prefix, member] of [['centre', centre], ['supervisor', supervisor], ['notary', notary]] as const) {
    const custodianId = `${prefix}-${randomUUID().slice(0, 8)}`;
    await member.client.gov('custodian-register', member.id, { custodianId, name: member.name, certificate: toBase64(member.identity.encrypt.certificate) });
    ids.push(custodianId);
  }
  return { centre, supervisor, notary, ids };
}
