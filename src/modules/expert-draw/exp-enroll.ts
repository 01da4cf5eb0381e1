import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { EqualityKey, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Account } from '../entity-ca/index.ts';
import { formDigest } from './facts.ts';
import type { Expert } from './model.ts';

const day = z.iso.date();
const uscc = z.string().regex(/^[0-9A-Z]{18}$/);
const input = z.strictObject({
  expertNo: z.string().regex(/^[A-Za-z0-9-]{3,40}$/),
  expertIdNo: z.string().regex(/^[0-9A-Za-z]{6,30}$/).describe('identity document number: committed, never shown'),
  specialties: z.array(z.string().min(1).max(40)).min(1).max(20),
  regionCode: z.string().regex(/^\d{6}$/),
  employerName: z.string().min(1).max(100),
  employerUscc: uscc.nullable().default(null),
  phone: z.string().regex(/^1\d{10}$/),
  validFrom: day, validTo: day,
  relatedUsccs: z.array(uscc).max(50).default([]),
  formerEmployers: z.array(z.strictObject({ uscc, until: day })).max(20).default([]),
  kinshipIds: z.array(z.string().max(64)).max(50).default([]),
});

const IDENTITY = 'expert-identity';

interface Facts { account: Rec<Account>; taken: boolean }

/** 专家入库: the supervisor takes an expert, whose account governance has made, into the roster. The subject is that account. */
export const expEnroll = (equalityKey: EqualityKey) => defineAct<z.infer<typeof input>, Facts>({
  id: 'exp-enroll', kind: 'act', subjectKind: 'account', input,
  async load(read, cmd) {
    const account = await read.get<Account>('account', cmd.subject);
    if (!account) throw new Refusal('not-found');
    const same = [await read.list({ kind: 'expert', key: cmd.input.expertNo }), await read.list({ kind: 'expert-identity', key: equalityKey(IDENTITY, cmd.input.expertIdNo) })];
    return { account, taken: same.flat().length > 0 || (await read.get('expert', cmd.subject)) !== null };
  },
  parties: (_facts, cmd) => ({ region: cmd.input.regionCode }),
  decide({ account, taken }, cmd, work) {
    if (!account.data.roles.includes('expert')) throw new Refusal('not-found');
    const { expertIdNo, specialties, ...form } = cmd.input;
    if (form.validTo < form.validFrom) throw new Refusal('invalid-input', { field: 'validTo' });
    work.create<Expert>('expert', 'active', { ...form, specialties, accountId: account.id, name: account.data.name, suspended: false, sessions: [] },
      { id: account.id, ownerId: account.id, key: form.expertNo });
    // only for equality: the number itself is kept nowhere but in the leaf's secret
    work.create('expert-identity', 'active', {}, { ownerId: account.id, key: equalityKey(IDENTITY, expertIdNo) });
    work.act('exp-enroll', {
      subject: account.id,
      public: { expertNo: form.expertNo, specialtyCodes: specialties, regionCode: form.regionCode, validFrom: form.validFrom, validTo: form.validTo },
      salted: { expertIdNo, employerId: form.employerUscc ?? form.employerName, phone: form.phone },
      docs: { applicationFile: formDigest(cmd.input) },
      facts: { identityTaken: taken },
    });
    work.result = { expertId: account.id };
  },
});
