import { z } from 'zod';
import { defineAct, type AnySpec } from '../../platform/act.ts';
import { refusalOf } from '../../platform/identity.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { ParsedCertificate, TrustStore } from '../../seal/index.ts';
import { bindingOf } from './binding.ts';
import { certificateBase64, CUSTODIAN_ROLES, type Account, type Binding, type CustodianRecord, type Entity } from './model.ts';

const rep = z.strictObject({ name: z.string().trim().min(1).max(100), certificate: certificateBase64 });
interface RepFacts { entity: Rec<Entity>; certificate: ParsedCertificate; bound: Rec<Binding>[] }

/** 招标人代表: the tenderer names the person who sits for it in committees; the subject is the tenderer's own entity. */
export function repRegister(trust: TrustStore): AnySpec {
  return defineAct<z.infer<typeof rep>, RepFacts>({
    id: 'rep-register', kind: 'gov', subjectKind: 'entity', input: rep,
    async load(read, cmd) {
      const entity = await read.get<Entity>('entity', cmd.subject);
      if (!entity || entity.id !== cmd.actor.entityId) throw new Refusal('not-found');
      if (!cmd.actor.roles.includes('tenderer')) throw new Refusal('forbidden');
      const certificate = await trust.check(cmd.input.certificate, cmd.nowMs, 'sign').catch((error: unknown) => { throw refusalOf(error); });
      return { entity, certificate, bound: await read.list<Binding>({ kind: 'binding', key: certificate.fingerprint }) };
    },
    parties: () => ({}),
    decide({ entity, certificate, bound }, cmd, work) {
      const { creditCode, personNo } = certificate.subject;
      if (creditCode !== undefined && creditCode !== entity.data.uscc) throw new Refusal('certificate-foreign', { field: 'certificate' });
      if (bound.length > 0) throw new Refusal('certificate-bound', { field: 'certificate' });
      // without entityId: a representative scores, he does not act for the company
      const account = work.create<Account>('account', 'active', {
        name: cmd.input.name, roles: ['owner-rep'], entityId: null, organ: null, regions: [], industries: [],
        representsId: entity.id, ...(personNo ? { personNo } : {}),
      });
      work.create<Binding>('binding', 'active', bindingOf(certificate, { accountId: account.id, entityId: null, usage: 'sign', at: work.now }), { key: certificate.fingerprint, ownerId: account.id });
      work.gov('gov-rep-registered', {
        subject: entity.id, public: { accountId: account.id, representsId: entity.id },
        salted: { name: cmd.input.name, fingerprint: certificate.fingerprint },
      });
      work.result = { accountId: account.id, fingerprint: certificate.fingerprint };
    },
  });
}

const custodian = z.strictObject({
  custodianId: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/),
  name: z.string().trim().min(1).max(100),
  certificate: certificateBase64.describe('encryption certificate'),
});
interface CustodianFacts { role: string; certificate: ParsedCertificate; sameId: Rec<CustodianRecord>[]; own: Rec<CustodianRecord>[]; bound: Rec<Binding>[] }

/** 解密托管人: the post itself registers the key its agent holds; the subject is its own account. */
export function custodianRegister(trust: TrustStore): AnySpec {
  return defineAct<z.infer<typeof custodian>, CustodianFacts>({
    id: 'custodian-register', kind: 'gov', subjectKind: 'account', input: custodian,
    async load(read, cmd) {
      if (cmd.subject !== cmd.actor.accountId) throw new Refusal('not-found');
      const role = CUSTODIAN_ROLES.find((r) => cmd.actor.roles.includes(r));
      if (!role) throw new Refusal('forbidden');
      const certificate = await trust.check(cmd.input.certificate, cmd.nowMs, 'encrypt').catch((error: unknown) => { throw refusalOf(error); });
      return {
        role, certificate, sameId: await read.list<CustodianRecord>({ kind: 'custodian', key: cmd.input.custodianId }),
        own: await read.list<CustodianRecord>({ kind: 'custodian', ownerId: cmd.subject }),
        bound: await read.list<Binding>({ kind: 'binding', key: certificate.fingerprint }),
      };
    },
    parties: () => ({}),
    decide({ role, certificate, sameId, own, bound }, cmd, work) {
      // one hand, one share: two of three open a bid
      if (sameId.length > 0 || own.length > 0) throw new Refusal('version-conflict', { field: 'custodianId' });
      if (bound.length > 0) throw new Refusal('certificate-bound', { field: 'certificate' });
      const { custodianId, name } = cmd.input;
      work.create<CustodianRecord>('custodian', 'active', {
        custodianId, name, accountId: cmd.subject, role, certificate: cmd.input.certificate, fingerprint: certificate.fingerprint, registeredAt: work.now,
      }, { key: custodianId, ownerId: cmd.subject });
      work.create<Binding>('binding', 'active', bindingOf(certificate, { accountId: cmd.subject, entityId: null, usage: 'encrypt', at: work.now }), { key: certificate.fingerprint, ownerId: cmd.subject });
      work.gov('gov-custodian-registered', { subject: cmd.subject, public: { custodianId, accountId: cmd.subject, role, fingerprint: certificate.fingerprint }, salted: { name } });
      work.result = { custodianId, fingerprint: certificate.fingerprint };
    },
  });
}
