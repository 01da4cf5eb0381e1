import { randomUUID } from 'node:crypto';
import { bindChallenge } from '../../../src/modules/entity-ca/index.ts';
import { certificateFingerprint, signActPayload, toBase64 } from '../../../src/seal/index.ts';
import { creditCode } from '../../support/cast.ts';
import { person } from '../../support/world.ts';
import { turn, type Sim, type WorldGenerator } from '../generator.ts';

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
    act: 'exp-change', turns: ({ sim }) => sim.experts.map(({ expertNo }) => turn(`expert-${Number(expertNo.slice(1)) - 100}`, 0.002)),
    async play({ sim }, { who }, rng) {
      const { accountId, client } = sim.players.get(who);
      const { rows } = await sim.world.pool.query<{ hash: string }>(`select body_hash as hash from leaf where subject = $1 and fp = any ($2) and kind = 'act' order by ordinal desc limit 1`, [accountId, ['exp-enroll', 'exp-change']]);
      return { who, subject: accountId, input: { prevHash: rows[0]?.hash, proofFile: (await client.uploadText(`kin ${rng.next()}`)).sha256, kinshipIds: [`K-${rng.next()}`] } };
    },
  },
];
