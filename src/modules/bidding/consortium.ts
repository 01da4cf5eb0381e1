import { z } from 'zod';
import { consentFacts } from '../../contracts/consortium-consent.ts';
import { sha256Hex } from '../../contracts/reads.ts';
import type { Cmd } from '../../platform/act.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { SealError, parseCertificate, verifyActSignature } from '../../seal/index.ts';
import type { Binding, Entity } from '../entity-ca/index.ts';
import { inTurn, type Lot } from '../project-intake/index.ts';

const percent = z.string().regex(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/).describe('share in percent, two decimals at most; all shares make 100');
const part = { sharePercent: percent, work: z.string().trim().min(1).max(400).describe('what this member does, as the agreement has it') };
const consent = z.strictObject({ certificate: z.string().min(100).max(12_000), value: z.string().min(80).max(100) });

/** 联合体协议 as it is filed: the lead is the bidder itself; each other member has signed the same terms. */
export const consortiumInput = z.strictObject({
  agreementFile: sha256Hex.describe('the agreement as signed, uploaded before'),
  lead: z.strictObject(part),
  members: z.array(z.strictObject({ entityId: z.uuid(), ...part, consent: consent.describe('of the member over the terms (act consortium-consent, subject the lot, key the agreement)') })).min(1).max(9),
});
export type ConsortiumInput = z.infer<typeof consortiumInput>;

export interface ConsortiumMember { entityId: string; name: string; sharePercent: string; work: string }
/** A filed consortium: the lead stands first. */
export interface Consortium { consortiumSeq: number; name: string; agreementFile: string; members: ConsortiumMember[]; filedAt: string }

export interface ConsortiumFacts { agreement: unknown; entities: (Rec<Entity> | null)[]; consents: boolean[] }

export async function loadConsortium(read: Reader, cmd: Pick<Cmd<unknown>, 'subject' | 'actor' | 'now'>, { deployment, filed }: { deployment: string; filed: ConsortiumInput }): Promise<ConsortiumFacts> {
  const leadId = cmd.actor.entityId ?? '';
  const facts = consentFacts(deployment, cmd.subject, leadId, filed);
  return {
    agreement: await read.blob(filed.agreementFile, leadId), entities: await inTurn(filed.members, ({ entityId }) => read.get<Entity>('entity', entityId)),
    consents: await inTurn(filed.members, async ({ entityId, consent: { certificate, value } }) => {
      try {
        const bindings = await read.list<Binding>({ kind: 'binding', key: parseCertificate(certificate).fingerprint });
        const own = bindings.some(({ state, data }) => state === 'active' && data.usage === 'sign' && data.entityId === entityId && data.notAfter > cmd.now);
        if (own) await verifyActSignature({ certificate, value }, facts);
        return own;
      } catch (error) {
        if (error instanceof SealError) return false;
        throw error;
      }
    }),
  };
}

/**
 * 招标投标法 第31条; 实施条例 第37条. Nobody is made a member without its own signature: else a rival could be kept from bidding by
 * being named.
 */
export function consortiumOf(lot: Lot, filed: ConsortiumInput, { agreement, entities, consents }: ConsortiumFacts, lead: { entityId: string; name: string }): ConsortiumMember[] {
  const most = lot.document?.consortium?.maxMembers;
  if (most === undefined) throw new Refusal('consortium-not-taken');
  if (!agreement) throw new Refusal('blob-missing', { field: 'agreementFile' });
  const members: ConsortiumMember[] = [{ ...lead, ...filed.lead }];
  filed.members.forEach(({ entityId, sharePercent, work }, i) => {
    const entity = entities[i];
    const barred = [lot.tendererId, lot.agencyId].includes(entityId);
    if (entity?.state !== 'active' || !entity.data.roles.includes('bidder') || barred) throw new Refusal('consortium-members', { field: `members.${i}.entityId` });
    members.push({ entityId, name: entity.data.name, sharePercent, work });
  });
  if (new Set(members.map(({ entityId }) => entityId)).size !== members.length || members.length > most) {
    throw new Refusal('consortium-members', { field: 'members', zh: `联合体成员不得重复，且不得超过 ${most} 家`, en: `Members are named once each, and are ${most} at most` });
  }
  if (members.reduce((sum, one) => sum + hundredths(one.sharePercent), 0) !== 10_000) throw new Refusal('consortium-members', { field: 'members', zh: '各成员所占份额之和须为 100%', en: 'The shares must make 100 per cent' });
  const silent = consents.indexOf(false);
  if (silent >= 0) throw new Refusal('consortium-consent', { field: `members.${silent}.consent` });
  return members;
}

/** As it is read out, published and contracted with. */
export function consortiumName(members: readonly Pick<ConsortiumMember, 'name'>[]): string {
  return `${members.map(({ name }) => name).join('、')}(联合体)`;
}

function hundredths(percentText: string): number {
  const [whole = '0', fraction = ''] = percentText.split('.');
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
}
