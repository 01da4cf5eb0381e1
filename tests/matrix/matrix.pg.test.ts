import { randomUUID } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { grantsOn, isFunctionPointId, isStepId, roleIds, type RoleId } from '../../catalogue/index.ts';
import { Client, type Identity } from '../../cli/lib/client.ts';
import { declarations } from '../../src/app/declarations.ts';
import { permissionsOf, type Permission } from '../../src/app/permissions.ts';
import { workspaceRoutes } from '../../src/app/workspace-routes.ts';
import type { AnySpec } from '../../src/platform/act.ts';
import { routeOf } from '../../src/platform/http/acts.ts';
import { certificateFingerprint, toBase64 } from '../../src/seal/index.ts';
import { company, creditCode, post, type Member } from '../support/cast.ts';
import { bearer, eachOf, postJson, send, signedBody, type Answer } from '../support/hostile.ts';
import { openLot, project as projectInput, stage, type OpenLot, type Stage } from '../support/open-lot.ts';
import { sampleOf } from '../support/sample.ts';
import { openWorld, person, type World } from '../support/world.ts';

/** One who tries: his roles, and how he stands to the lot of this test. */
interface Trier { name: string; roles: readonly string[]; identity: Identity; accountId: string; entityId: string | null; side: 'tenderer' | 'agency' | 'foreign'; headers: Record<string, string> }

const routes: { method: string; path: string }[] = [];
const listen = (message: unknown): void => {
  (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, path }) => { for (const one of [method].flat()) routes.push({ method: one, path }); });
};

let world: World;
let at: Stage;
let lot: OpenLot;
/** A project still in draft: nobody but its parties and the posts may know of it. */
let hidden: { projectId: string; lotId: string };
let triers: Trier[];

beforeAll(async () => {
  subscribe('fastify.initialization', listen);
  world = await openWorld();
  unsubscribe('fastify.initialization', listen);
  at = await stage(world);
  const agency = await company(world, ['agency']);
  lot = await openLot(at, { agency });
  hidden = await draft(agency);
  triers = await everybody(agency);
}, 60_000);
afterAll(() => world.close());

async function draft(agency: Member) {
  const projectId = randomUUID();
  const { client } = at.tenderer;
  const agreement = (await client.uploadText('agreement of the draft')).sha256;
  const { result } = await client.gov<{ lots: { lotId: string }[] }>('project-draft', projectId, { ...projectInput(), agencyId: agency.id, agencyAgreement: agreement });
  return { projectId, lotId: result.lots[0]?.lotId ?? '' };
}

async function everybody(agency: Member): Promise<Trier[]> {
  const firm = async (name: string, role: string, member: Member, side: Trier['side'] = 'foreign'): Promise<Trier> =>
    ({ name, roles: ['subject', role], identity: member.identity, entityId: member.id, accountId: member.client.accountId ?? '', side, headers: await bearer(world, member.identity) });
  const firms = await Promise.all((['tenderer', 'agency', 'bidder'] as const).map(async (role) => {
    return firm(`another ${role}`, role, await company(world, [role]));
  }));
  const posts = await Promise.all(roleIds.filter((role) => !NOT_POSTS.includes(role)).map(async (role) => {
    const { identity, id } = await post(world, [role]);
    return { name: role, roles: [role], identity, accountId: id, entityId: null, side: 'foreign' as const, headers: await bearer(world, identity) };
  }));
  // roles that no act gives alone: a bare subject, a representative of another tenderer, and the platform's own
  const planted = await Promise.all((['subject', 'owner-rep', 'system'] as const).map((role) => plant(role)));
  return [
    await firm('the tenderer', 'tenderer', at.tenderer, 'tenderer'), await firm('its agency', 'agency', agency, 'agency'), ...firms, ...posts, ...planted,
  ];
}
const NOT_POSTS: readonly RoleId[] = ['subject', 'tenderer', 'agency', 'bidder', 'owner-rep', 'guest', 'system'];

/** An account with one role, written as an act would have written it. */
async function plant(role: string): Promise<Trier> {
  const identity = await person(world, { personName: role, personNo: randomUUID() });
  const [accountId, fingerprint] = [randomUUID(), certificateFingerprint(identity.sign.certificate)];
  const put = (kind: string, id: string, key: string | null, owner: string | null, data: object) => world.pool.query(
    `insert into record (kind, id, state, owner_id, key, data, created_at, updated_at) values ($1, $2, 'active', $3, $4, $5, now(), now())`, [kind, id, owner, key, JSON.stringify(data)]);
  await put('account', accountId, null, null, { name: role, roles: [role], entityId: null, organ: null, regions: [], industries: [] });
  await put('binding', randomUUID(), fingerprint, accountId, { accountId, entityId: null, usage: 'sign', certificate: toBase64(identity.sign.certificate) });
  return { name: `a bare ${role}`, roles: [role], identity, accountId, entityId: null, side: 'foreign', headers: await bearer(world, identity) };
}

const specs = declarations().specs.filter(({ kind }) => kind !== 'system');

function subjectOf(spec: AnySpec, of: { projectId: string; lotId: string }): string {
  const subjects: Record<string, string> = { lot: of.lotId, project: of.projectId, entity: at.tenderer.id, account: at.officer.id };
  return subjects[spec.subjectKind ?? ''] ?? randomUUID();
}

async function attempt(spec: AnySpec, who: Trier | null, subject: string): Promise<Answer> {
  const input = sampleOf(spec.input as unknown as z.ZodType, { uscc: creditCode() });
  const key = randomUUID();
  if (who === null) return postJson(world, routeOf(spec), { subject, input }, { 'idempotency-key': key });
  return postJson(world, routeOf(spec), await signedBody(world, who.identity, { act: spec.id, subject, input, key }), { ...who.headers, 'idempotency-key': key });
}

/** The oracle, apart from the platform's own code: does a grant of the catalogue fit this person and this object? */
function granted(spec: AnySpec, who: Trier, isPublic: boolean): boolean {
  return permissionsOf(spec).some(({ role, relation }) => who.roles.includes(role) && stands(role, relation, who, isPublic, spec));
}

function stands(role: string, relation: Permission['relation'], who: Trier, isPublic: boolean, spec: AnySpec): boolean {
  if (relation === 'any' || relation === 'assigned-post') return true;
  if (relation === 'acts-for') return who.side === 'agency';
  if (relation === 'committee-member' || relation === 'system' || relation === 'self') return false;
  if (spec.subjectKind === null) return true;
  if (role === 'tenderer') return who.side === 'tenderer';
  if (role === 'bidder') return who.entityId !== null && isPublic;
  // own registration and the like: the subject is one's own or a new one
  return spec.subjectKind === 'entity' ? who.entityId === at.tenderer.id : true;
}

const REFUSED = ['forbidden', 'not-found'];
/** Open to whoever holds the certificate that the form must prove: what is told is what is wrong with the proof. */
const LOOKS_FIRST: Readonly<Record<string, readonly string[]>> = {
  'ent-ca-bind': ['certificate-malformed'], 'ent-register': ['certificate-foreign'],
};

describe.each(specs.map((spec) => [spec.id, spec] as const))('%s', (_id, spec) => {
  const judgedByCatalogue = isFunctionPointId(spec.id) || isStepId(spec.id);

  it('takes nobody without a session, unless it is open', async () => {
    const answer = await attempt(spec, null, subjectOf(spec, lot));
    if (spec.open === true) expect(answer.code).not.toBe('not-signed-in');
    else expect([answer.status, answer.code]).toEqual([401, 'not-signed-in']);
  });

  it('refuses every role that no grant names, on objects one may know of and on others', async () => {
    for (const who of triers) {
      for (const [what, object, isPublic] of [['open', lot, true], ['hidden', hidden, false]] as const) {
        if (granted(spec, who, isPublic)) continue;
        const answer = await attempt(spec, who, subjectOf(spec, object));
        expect([...REFUSED, ...(LOOKS_FIRST[spec.id] ?? [])], `${who.name} on ${what}: ${answer.status} ${answer.text.slice(0, 200)}`).toContain(answer.code);
      }
    }
  });

  it('tells a stranger the same of a hidden object as of none', async () => {
    if (!judgedByCatalogue || !['lot', 'project'].includes(spec.subjectKind ?? '')) return;
    for (const who of triers.filter(({ side, roles }) => side === 'foreign' && !roles.some((role) => KNOW_ALL.includes(role)))) {
      const [there, nowhere] = [await attempt(spec, who, subjectOf(spec, hidden)), await attempt(spec, who, randomUUID())];
      expect([there.status, there.code], who.name).toEqual([nowhere.status, nowhere.code]);
    }
  });

  it('refuses no one whom a grant names for the want of it', async () => {
    if (!judgedByCatalogue) return;
    for (const who of triers.filter((one) => granted(spec, one, true))) {
      if (ENDS.includes(spec.id)) continue;
      const answer = await attempt(spec, who, subjectOf(spec, lot));
      expect([401, 500, 503], `${who.name}: ${answer.text.slice(0, 300)}`).not.toContain(answer.status);
      if (answer.code === 'forbidden') expect(ASKS_MORE, `${spec.id} by ${who.name}`).toContain(`${spec.id}:${who.name}`);
    }
  });
});

/** Posts see what lies in their scope before it is public. */
const KNOW_ALL = ['centre-a', 'centre-b', 'centre-review', 'centre-host', 'centre-finance', 'supervisor', 'discipline', 'auditor'];
/** Would end the lot the others are tried on. */
const ENDS = ['not-abnormal'];
/** A grant names the role, and the object asks for more: a bid of one's own. */
const ASKS_MORE: readonly string[] = ['opn-confirm:another bidder', 'opn-checkin:another bidder'];

describe('routes', () => {
  it('each comes from a declaration, or from the list of the workspace', () => {
    const { reads } = declarations();
    const known = new Set([
      ...specs.map((spec) => `POST ${routeOf(spec)}`), ...reads.map(({ path }) => `GET ${path}`), ...workspaceRoutes.map(({ method, path }) => `${method} ${path}`),
    ]);
    const strange = routes.filter(({ method, path }) => method !== 'HEAD' && !known.has(`${method} ${path}`) && (method !== 'GET' || /^\/(api|sandbox)\b/.test(path)));
    expect(strange).toEqual([]);
    expect(routes.length).toBeGreaterThan(known.size / 2);
    const served = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    expect([...known].filter((route) => !served.has(route) && !OPTIONAL.includes(route))).toEqual([]);
  });

  it('the catalogue\'s grants are the whole of what acts and steps allow', () => {
    for (const spec of specs) {
      if (spec.kind === 'act') expect(isFunctionPointId(spec.id), spec.id).toBe(true);
      if (spec.kind === 'step') expect(isStepId(spec.id), spec.id).toBe(true);
      if (isFunctionPointId(spec.id) || isStepId(spec.id)) expect(grantsOn(spec.id).some(({ relation }) => relation !== 'system') || spec.open === true, spec.id).toBe(true);
      expect(permissionsOf(spec).every(({ role }) => roleIds.includes(role))).toBe(true);
    }
  });
});
/** The phones and keys of a demo's people: beside the platform, not of it. */
const OPTIONAL = ['GET /sandbox/sms/inbox', 'POST /sandbox/sms/reply', 'GET /sandbox/voice/calls', 'POST /sandbox/voice/press', 'GET /sandbox/mail', 'GET /sandbox/mail/messages', 'GET /sandbox/accounts', 'POST /sandbox/accounts/keys'];

describe('reads', () => {
  const { reads } = declarations();
  const fill = (path: string, id: string): string => path.replaceAll(/:[A-Za-z0-9]+/g, id);

  it('those for people who are signed in take nobody else', async () => {
    for (const { path, who } of reads) {
      const answer = await send(world, fill(path, lot.lotId));
      if (who === 'signed-in') expect([answer.status, answer.code], path).toEqual([401, 'not-signed-in']);
      else expect([200, 404, 400], `${path} ${answer.text.slice(0, 200)}`).toContain(answer.status);
    }
  });

  it('show a hidden lot to its parties and the posts, and to others as if it were not', async () => {
    const strangers = triers.filter(({ side, roles }) => side === 'foreign' && !roles.some((role) => KNOW_ALL.includes(role)));
    for (const { path } of reads.filter((read) => /:(id|lotId)\b/.test(read.path))) {
      for (const headers of [{}, ...strangers.map((one) => one.headers)]) {
        const [there, nowhere] = [await send(world, fill(path, hidden.lotId), { headers }), await send(world, fill(path, randomUUID()), { headers })];
        expect([there.status, there.text], path).toEqual([nowhere.status, nowhere.text]);
      }
      for (const who of triers) {
        const answer = await send(world, fill(path, hidden.lotId), { headers: who.headers });
        expect([200, 403, 404], `${who.name} ${path}: ${answer.text.slice(0, 200)}`).toContain(answer.status);
      }
    }
  }, 120_000);

  it('answer every role on an open lot without a fault', async () => {
    await eachOf(reads.flatMap(({ path }) => triers.map((who) => ({ path, who }))), async ({ path, who }) => {
      const answer = await send(world, fill(path, lot.lotId), { headers: who.headers });
      expect([200, 400, 403, 404], `${who.name} ${path}: ${answer.text.slice(0, 200)}`).toContain(answer.status);
    });
  }, 120_000);
});

it('no role is left out', () => {
  const tried = new Set(triers.flatMap(({ roles }) => roles));
  expect(roleIds.filter((role) => role !== 'guest' && !tried.has(role))).toEqual([]);
});

it('nobody is given a role that no one may hold', async () => {
  const one = new Client(world.url, world.deployment, triers.find(({ name }) => name === 'centre-admin')?.identity ?? expect.fail('no administrator'));
  await one.signIn();
  for (const role of ['system', 'guest', 'tenderer', 'bidder', 'root']) {
    const answer = await one.gov('account-propose', randomUUID(), { name: 'x', roles: [role], signCertificate: 'A'.repeat(120) }).catch((error: { code?: string }) => error.code);
    expect(answer).toBe('invalid-input');
  }
});
