import { z } from 'zod';
import { defineAct, type AnySpec, type Cmd } from '../../platform/act.ts';
import { refusalOf } from '../../platform/identity.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { SealError, type ParsedCertificate, type TrustStore } from '../../seal/index.ts';
import { utf8 } from '../../seal/bytes.ts';
import { verifySync } from '../../seal/node/verify.ts';
import { bindingOf } from './binding.ts';
import { certificateBase64, type Account, type Binding, type Entity } from './model.ts';

const input = z.strictObject({
  signCertificate: certificateBase64,
  encryptCertificate: certificateBase64,
  challengeSignature: z.string().max(200).describe('base64url r‖s over utf8 "qinglan-bind-v1\\n{entityId}\\n{fingerprint of signCertificate}" by its key'),
  holderIdNo: z.string().min(1).max(40),
});
type Input = z.infer<typeof input>;

interface Facts {
  entity: Rec<Entity>;
  account: Rec<Account> | null;
  sign: ParsedCertificate;
  encrypt: ParsedCertificate;
  taken: Rec<Binding>[];
  keyProved: boolean;
}

/** CA证书绑定: a signing and an encryption certificate that name the entity's credit code; with the first it becomes active. */
export function entCaBind(trust: TrustStore): AnySpec {
  return defineAct<Input, Facts>({
    id: 'ent-ca-bind', kind: 'act', subjectKind: 'entity', open: true, input,
    load: (read, cmd) => load(trust, read, cmd),
    parties: () => ({ public: true }),
    decide({ entity, account, sign, encrypt, taken, keyProved }, cmd, work) {
      requireOwn(entity, sign, 'signCertificate');
      requireOwn(entity, encrypt, 'encryptCertificate');
      // either the account that exists, or the new certificate speaks for itself
      if (cmd.actor.entityId !== entity.id && cmd.actor.key !== sign.fingerprint) throw new Refusal('certificate-foreign', { field: 'signature' });
      if (taken.length > 0) throw new Refusal('certificate-bound', { field: taken[0]?.data.usage === 'encrypt' ? 'encryptCertificate' : 'signCertificate' });
      const { accountId, name, roles } = entity.data;
      if (!account) {
        work.create<Account>('account', 'active', { name, roles: ['subject', ...roles], entityId: entity.id, organ: null, regions: [], industries: [] }, { id: accountId, ownerId: entity.id });
      }
      for (const [usage, certificate] of [['sign', sign], ['encrypt', encrypt]] as const) {
        work.create<Binding>('binding', 'active', bindingOf(certificate, { accountId, entityId: entity.id, usage, at: work.now }), { key: certificate.fingerprint, ownerId: accountId });
      }
      if (entity.state === 'pending') entity.state = 'active';
      work.put(entity);
      work.act('ent-ca-bind', {
        subject: entity.id,
        public: { entityId: entity.id, certSerial: sign.serialNumber, caId: sign.issuerText, notBefore: iso(sign.notBefore), notAfter: iso(sign.notAfter) },
        salted: { holderIdNo: cmd.input.holderIdNo },
        docs: { certFile: sign.fingerprint },
        facts: { keyProved },
      });
      work.result = { entityId: entity.id, accountId, state: entity.state, signFingerprint: sign.fingerprint, encryptFingerprint: encrypt.fingerprint };
    },
  });
}

export const bindChallenge = (entityId: string, fingerprint: string): Uint8Array<ArrayBuffer> => utf8(`qinglan-bind-v1\n${entityId}\n${fingerprint}`);

async function load(trust: TrustStore, read: Reader, cmd: Cmd<Input>): Promise<Facts> {
  const entity = await read.get<Entity>('entity', cmd.subject);
  if (!entity) throw new Refusal('not-found');
  const check = async (field: 'signCertificate' | 'encryptCertificate', use: 'sign' | 'encrypt') => {
    try {
      return await trust.check(cmd.input[field], cmd.nowMs, use);
    } catch (error) {
      const refusal = refusalOf(error);
      throw refusal instanceof Refusal ? new Refusal(refusal.code, { field }) : refusal;
    }
  };
  const sign = await check('signCertificate', 'sign');
  const encrypt = await check('encryptCertificate', 'encrypt');
  const taken = [...(await read.list<Binding>({ kind: 'binding', key: sign.fingerprint })), ...(await read.list<Binding>({ kind: 'binding', key: encrypt.fingerprint }))];
  return {
    entity, sign, encrypt, taken, account: await read.get<Account>('account', entity.data.accountId),
    keyProved: proves(sign, cmd.input.challengeSignature, bindChallenge(entity.id, sign.fingerprint)),
  };
}

function proves(certificate: ParsedCertificate, signature: string, payload: Uint8Array<ArrayBuffer>): boolean {
  try {
    verifySync(certificate, signature, payload);
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

function requireOwn(entity: Rec<Entity>, certificate: ParsedCertificate, field: string): void {
  if (certificate.subject.creditCode !== entity.data.uscc) throw new Refusal('certificate-foreign', { field });
}

function iso(ms: number): string { return new Date(ms).toISOString(); }
