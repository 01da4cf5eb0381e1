import { randomUUID } from 'node:crypto';
import { bindChallenge } from '../../../src/modules/entity-ca/index.ts';
import { certificateFingerprint, signActPayload, toBase64 } from '../../../src/seal/index.ts';
import { audienceOf } from '../../../src/platform/warnings.ts';
import { creditCode, post } from '../../support/cast.ts';
import { bearer } from '../../support/hostile.ts';
import { person } from '../../support/world.ts';
import { turn, type Sim, type WorldGenerator } from '../generator.ts';
import { tendererNames } from '../players.ts';

interface Proposal { id: string; state: string; proposedBy: string }

/** Accounts proposed here by the administrator of the simulation, oldest first; the platform's own two confirm. */
async function proposals({ world }: Sim, state: string): Promise<Proposal[]> {
  const { rows } = await world.pool.query<Proposal>(`select id, state, data->>'proposedBy' as "proposedBy" from record where kind = 'account-proposal' and state = $1 and data->'account'->>'name' like '新岗位%' order by created_at, id`, [state]);
  return rows;
}

async function newcomer(sim: Sim) {
  const uscc = creditCode();
  return { uscc, identity: await person(sim.world, { organizationName: `新公司${uscc}`, creditCode: uscc }) };
}

/** Who comes to the platform, and who goes: registration, binding, posts given by two and taken by one. */
export const people: readonly WorldGenerator[] = [
  {
    act: 'ent-register', turns: () => [turn('newcomer', 0.015)],
    async play({ sim }, _turn, rng) {
      const { uscc, identity } = await newcomer(sim);
      const entityId = randomUUID();
      return {
        who: 'newcomer', identity, subject: entityId, done: () => { sim.registered.push({ entityId, identity }); },
        input: { uscc, entityName: `新公司${uscc}`, entityType: 'enterprise', regionCode: '330100', roles: [rng.pick(['tenderer', 'agency', 'bidder'])], legalRepIdNo: 'P', contactPhone: '1', bankAccount: '1', licenceFile: 'a'.repeat(64) },
      };
    },
  },
  {
    act: 'ent-ca-bind', turns: ({ sim }) => (sim.registered.length > 0 ? [turn('newcomer', 0.1)] : []),
    async play({ sim }) {
      const { entityId, identity } = sim.registered.shift() ?? { entityId: randomUUID(), identity: (await newcomer(sim)).identity };
      const { sign, encrypt } = identity;
      return {
        who: 'newcomer', identity, subject: entityId,
        input: {
          signCertificate: toBase64(sign.certificate), encryptCertificate: toBase64(encrypt.certificate), holderIdNo: 'P',
          challengeSignature: await signActPayload(bindChallenge(entityId, certificateFingerprint(sign.certificate)), sign.privateKey),
        },
      };
    },
  },
  {
    act: 'account-propose', turns: () => [turn('centre-admin', 0.01)],
    async play({ sim }, _turn, rng) {
      const name = `新岗位${rng.next()}`;
      const identity = await person(sim.world, { personName: name, personNo: randomUUID() });
      return { who: 'centre-admin', subject: randomUUID(), input: { name, roles: ['centre-b'], signCertificate: toBase64(identity.sign.certificate) }, done: () => { sim.proposed += 1; } };
    },
  },
  {
    act: 'account-confirm', turns: ({ sim }) => (sim.proposed > 0 ? [turn('centre-admin-2', 0.1)] : []),
    async play({ sim }) { return { who: 'centre-admin-2', subject: (await proposals(sim, 'proposed'))[0]?.id ?? '', input: {}, done: () => { sim.proposed -= 1; sim.confirmed += 1; } }; },
  },
  {
    act: 'account-suspend', turns: ({ sim }) => (sim.confirmed > 0 ? [turn('centre-admin', 0.03)] : []),
    async play({ sim }) {
      const { rows } = await sim.world.pool.query<{ id: string }>(`select id from record where kind = 'account' and state = 'active' and data->>'name' like '新岗位%' order by created_at, id limit 1`);
      return { who: 'centre-admin', subject: rows[0]?.id ?? '', input: { reasonCode: 'left' }, done: () => { sim.confirmed -= 1; } };
    },
  },
  {
    act: 'rep-register', turns: () => tendererNames.map((name) => turn(name, 0.01)),
    async play({ sim }, { who }, rng) {
      const name = `新代表${rng.next()}`;
      const { sign } = await person(sim.world, { personName: name, personNo: randomUUID() });
      return { who, subject: sim.players.get(who).entityId ?? '', input: { name, certificate: toBase64(sign.certificate) } };
    },
  },
  {
    // a post that is newly made comes for its key and for its place in the roster
    act: 'custodian-register', turns: () => [turn('newcomer', 0.01)],
    async play({ sim }, _turn, rng) {
      const { identity, client } = await post(sim.world, ['auditor']);
      const custodianId = `new-${rng.next()}-${randomUUID().slice(0, 6)}`;
      return { who: 'newcomer', identity, headers: await bearer(sim.world, identity), subject: client.accountId ?? '', input: { custodianId, name: '新托管人', certificate: toBase64(identity.encrypt.certificate) } };
    },
  },
  {
    act: 'exp-enroll', turns: () => [turn('supervisor-works', 0.01)],
    async play({ sim }, { who }, rng) {
      const no = rng.next();
      const { client } = await post(sim.world, ['expert'], { expertNo: `N${no}` });
      // of a specialty that no lot asks for: whom chance may call is the same in every run
      return { who, subject: client.accountId ?? '', input: { expertNo: `N${no}`, expertIdNo: `33010119800101${no}`, specialties: ['造价咨询'], regionCode: '330100', employerName: '新专家单位', phone: `138${String(no % 100_000_000).padStart(8, '0')}`, validFrom: '2026-01-01', validTo: '2030-12-31' } };
    },
  },
  {
    act: 'warning-handle', turns: () => [turn('centre-a', 0.1), turn('centre-host', 0.03)],
    async play({ sim }, { who }, rng) {
      const meant = [...audienceOf(sim.players.get(who).roles)];
      const { rows } = await sim.world.pool.query<{ id: string }>(`select w.id from record w left join record l on l.kind = 'lot' and l.id = w.lot_id where w.kind = 'warning' and w.state = 'raised' and w.data->>'warning' = any ($1)
        and (w.data->>'gate' is null or l.data->'openGates' ? (w.data->>'gate')) order by w.created_at, w.id limit 1`, [meant]);
      return rows[0] ? { who, subject: rows[0].id, input: { closureCode: rng.pick(['explained', 'corrected', 'passed-on', 'unfounded']), note: '已核实' } } : null;
    },
  },
  {
    act: 'exp-change', turns: ({ sim }) => sim.experts.map(({ expertNo }) => turn(`expert-${Number(expertNo.slice(1)) - 100}`, 0.002)),
    async play({ sim }, { who }, rng) {
      const { accountId, client } = sim.players.get(who);
      const { rows } = await sim.world.pool.query<{ hash: string }>(`select body_hash as hash from leaf where subject = $1 and fp = any ($2) and kind = 'act' order by ordinal desc limit 1`, [accountId, ['exp-enroll', 'exp-change']]);
      return { who, subject: accountId, input: { prevHash: rows[0]?.hash, proofFile: (await client.uploadText(`kin ${rng.next()}`)).sha256, kinshipIds: [`K-${rng.next()}`] } };
    },
  },
];
