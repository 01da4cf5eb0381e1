// What goes to and fro between the lead of a consortium and its members: terms to be signed, and signatures. Plain JSON, read with care.
import type { ConsortiumTerms } from '../../../src/contracts/consortium-consent.ts';

export interface Consent { certificate: string; value: string }
export interface MemberDraft { entityId?: string; name?: string; sharePercent?: string; work?: string; consent?: Consent & { for: string } }
export interface ConsortiumDraft { agreement?: { sha256: string; name: string } | undefined; lead: { sharePercent?: string; work?: string }; members: readonly MemberDraft[] }

/** What the lead hands to a member. */
export interface TermsPaper { v: 'qinglan-consortium-terms-1'; lotId: string; leadId: string; leadName: string; agreementName: string; terms: ConsortiumTerms; names: Readonly<Record<string, string>> }
/** What a member hands back. */
export interface ConsentPaper { v: 'qinglan-consortium-consent-1'; lotId: string; entityId: string; for: string; consent: Consent }

const percent = /^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/;

/** The terms when they are complete and the shares make 100; null before. */
export function termsOf({ agreement, lead, members }: ConsortiumDraft): ConsortiumTerms | null {
  const parts = members.map(({ entityId, sharePercent, work }) => (entityId && part({ sharePercent, work }) ? { entityId, sharePercent: sharePercent ?? '', work: (work ?? '').trim() } : null));
  if (!agreement || !part(lead) || parts.length === 0 || parts.includes(null)) return null;
  const terms = { agreementFile: agreement.sha256, lead: { sharePercent: lead.sharePercent ?? '', work: (lead.work ?? '').trim() }, members: parts.filter((one) => one !== null) };
  return hundredths(terms.lead.sharePercent) + terms.members.reduce((sum, one) => sum + hundredths(one.sharePercent), 0) === 10_000 && new Set(terms.members.map(({ entityId }) => entityId)).size === terms.members.length ? terms : null;
}

/** A mark of exactly these terms: a consent to others does not count for them. */
export function markOf(terms: ConsortiumTerms): string { return JSON.stringify(terms); }

/** What is filed with the bid, once every member has consented to these terms. */
export function filedOf(draft: ConsortiumDraft) {
  const terms = termsOf(draft);
  if (!terms) return null;
  const consents = draft.members.map(({ consent }) => (consent?.for === markOf(terms) ? { certificate: consent.certificate, value: consent.value } : null));
  if (consents.includes(null)) return null;
  return { agreementFile: terms.agreementFile, lead: terms.lead, members: terms.members.map((one, i) => ({ ...one, consent: consents[i] })) };
}

export function readPaper(text: string, lotId: string): TermsPaper | ConsentPaper | null {
  try {
    const value = JSON.parse(text.trim()) as Partial<TermsPaper | ConsentPaper> | null;
    if (value?.lotId !== lotId) return null;
    if (value.v === 'qinglan-consortium-terms-1') return isTerms(value as TermsPaper) ? value as TermsPaper : null;
    return value.v === 'qinglan-consortium-consent-1' && isConsent(value as ConsentPaper) ? value as ConsentPaper : null;
  } catch {
    return null;
  }
}

function isTerms({ leadId, terms }: Partial<TermsPaper>): boolean {
  return typeof leadId === 'string' && typeof terms?.agreementFile === 'string' && /^[0-9a-f]{64}$/.test(terms.agreementFile) && part(terms.lead)
    && Array.isArray(terms.members) && terms.members.length > 0 && terms.members.length < 10 && terms.members.every((one: unknown) => typeof one === 'object' && one !== null && part(one as MemberDraft) && typeof (one as MemberDraft).entityId === 'string');
}

function isConsent({ entityId, consent, for: mark }: Partial<ConsentPaper>): boolean {
  return typeof entityId === 'string' && typeof mark === 'string' && typeof consent?.certificate === 'string' && typeof consent.value === 'string';
}

function part({ sharePercent, work }: { sharePercent?: string | undefined; work?: string | undefined }): boolean {
  return typeof sharePercent === 'string' && percent.test(sharePercent) && typeof work === 'string' && work.trim() !== '' && work.length <= 400;
}

function hundredths(text: string): number {
  const [whole = '0', fraction = ''] = text.split('.');
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
}
