// What the members of a consortium (联合体) sign before its lead files the agreement: the platform and the pages say it with the same words.

export interface MemberTerms { entityId: string; sharePercent: string; work: string }
export interface ConsortiumTerms { agreementFile: string; lead: Omit<MemberTerms, 'entityId'>; members: readonly MemberTerms[] }

/** What members sign: a signature for one lot, one agreement, one division of the work, and usable for no act. */
export function consentFacts(deployment: string, lotId: string, leadId: string, { agreementFile, lead, members }: ConsortiumTerms) {
  const terms = [{ entityId: leadId, sharePercent: lead.sharePercent, work: lead.work }, ...members.map(({ entityId, sharePercent, work }) => ({ entityId, sharePercent, work }))];
  return { deployment, act: 'consortium-consent', subject: lotId, input: { leadId, agreementFile, members: terms }, idempotencyKey: agreementFile };
}
