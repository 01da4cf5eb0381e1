import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { parseCertificate } from '../../seal/index.ts';
import { isCreditCode } from '../../contracts/credit-code.ts';
import { ENTITY_TYPES, MARKET_ROLES, type Entity } from './model.ts';

const input = z.strictObject({
  uscc: z.string().refine(isCreditCode, 'GB 32100').describe('统一社会信用代码, check sign verified'),
  entityName: z.string().trim().min(2).max(100),
  entityType: z.enum(ENTITY_TYPES),
  regionCode: z.string().regex(/^\d{6}$/),
  roles: z.array(z.enum(MARKET_ROLES)).min(1).max(3),
  address: z.string().max(200).optional(),
  legalRepIdNo: z.string().min(1).max(40),
  contactPhone: z.string().min(1).max(40),
  bankAccount: z.string().min(1).max(60),
  licenceFile: sha256Hex.describe('digest of the licence; there is no account yet that could upload it'),
});

interface Facts { sameCode: Rec<Entity>[]; sameId: Rec<Entity> | null; certificateCode: string | undefined }

/** 主体注册: the subject is the id the entity shall have. It stays pending until a certificate naming its code is bound. */
export const entRegister = defineAct<z.infer<typeof input>, Facts>({
  id: 'ent-register', kind: 'act', subjectKind: null, open: true, input,
  async load(read, cmd) {
    // nobody takes another's code: the certificate that signs names it
    const certificateCode = cmd.certificate ? parseCertificate(cmd.certificate).subject.creditCode : undefined;
    return { certificateCode, sameCode: await read.list<Entity>({ kind: 'entity', key: cmd.input.uscc }), sameId: await read.get<Entity>('entity', cmd.subject) };
  },
  parties: () => ({ public: true }),
  decide({ certificateCode, sameCode, sameId }, cmd, work) {
    const { uscc, entityName, entityType, regionCode, roles, address, legalRepIdNo, contactPhone, bankAccount, licenceFile } = cmd.input;
    if (certificateCode !== uscc) throw new Refusal('certificate-foreign', { field: 'uscc' });
    const accountId = work.uuid();
    const entity = work.create<Entity>('entity', 'pending', {
      uscc, name: entityName, entityType, roles: [...new Set(roles)], regionCode, registeredAt: work.now, accountId, ...(address ? { address } : {}),
    }, { id: cmd.subject, key: uscc });
    work.act('ent-register', {
      subject: entity.id,
      public: { entityId: entity.id, uscc, entityName, entityType, regionCode, registeredAt: work.now },
      salted: { legalRepIdNo, contactPhone, bankAccount },
      docs: { licenceFile },
      facts: { identityTaken: sameCode.length > 0 || sameId !== null },
    });
    work.result = { entityId: entity.id, accountId, state: 'pending' };
  },
});
