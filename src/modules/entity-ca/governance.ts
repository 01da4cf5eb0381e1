import { z } from 'zod';
import { industryIds } from '../../../catalogue/index.ts';
import { defineAct, type Actor, type AnySpec, type Cmd } from '../../platform/act.ts';
import { refusalOf } from '../../platform/identity.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { parseCertificate, type ParsedCertificate, type TrustStore } from '../../seal/index.ts';
import { bindingOf } from './binding.ts';
import { custodianRegister, repRegister } from './keys-by-holder.ts';
import { certificateBase64, POST_ROLES, type Account, type AccountProposal, type Binding } from './model.ts';

/** Accounts and keys outside the market: two administrators for every post, nobody for himself. Leaves of kind `gov`. */
export function governanceSpecs(trust: TrustStore): AnySpec[] {
  return [accountPropose(trust), accountConfirm(trust), accountSuspend, repRegister(trust), custodianRegister(trust)];
}

const proposal = z.strictObject({
  name: z.string().trim().min(1).max(100),
  roles: z.array(z.enum(POST_ROLES)).min(1).max(6),
  organ: z.string().max(100).nullable().default(null),
  regions: z.array(z.string().regex(/^\d{2,6}$/)).max(50).default([]),
  industries: z.array(z.enum(industryIds)).max(30).default([]),
  expertNo: z.string().max(40).optional(),
  signCertificate: certificateBase64,
});
type Proposal = z.infer<typeof proposal>;
interface ProposeFacts { taken: boolean; certificate: ParsedCertificate; bound: Rec<Binding>[] }

/** The subject is the id that the proposal and later the account have. */
function accountPropose(trust: TrustStore): AnySpec {
  return defineAct<Proposal, ProposeFacts>({
    id: 'account-propose', kind: 'gov', subjectKind: null, input: proposal,
    async load(read, cmd) {
      requireRole(cmd.actor, 'centre-admin');
      const certificate = await trusted(trust, cmd.input.signCertificate, cmd.nowMs);
      return { certificate, bound: await read.list<Binding>({ kind: 'binding', key: certificate.fingerprint }), taken: await idTaken(read, cmd.subject) };
    },
    parties: () => ({}),
    decide({ taken, certificate, bound }, cmd, work) {
      if (taken) throw new Refusal('version-conflict', { field: 'subject' });
      if (bound.length > 0) throw new Refusal('certificate-bound', { field: 'signCertificate' });
      requireOther(cmd, certificate);
      const { name, roles, organ, regions, industries, expertNo, signCertificate } = cmd.input;
      requireApart(roles);
      const { personNo } = certificate.subject;
      const account: Account = {
        name, roles: [...new Set(roles)], entityId: null, organ, regions, industries,
        ...(expertNo ? { expertNo } : {}), ...(personNo ? { personNo } : {}),
      };
      work.create<AccountProposal>('account-proposal', 'proposed', {
        account, certificate: signCertificate, fingerprint: certificate.fingerprint, proposedBy: cmd.actor.accountId ?? '', ...personOf(cmd),
      }, { id: cmd.subject });
      work.gov('gov-account-proposed', govLeaf(cmd.subject, account, certificate.fingerprint));
      work.result = { proposalId: cmd.subject, accountId: cmd.subject, fingerprint: certificate.fingerprint };
    },
  });
}

interface ConfirmFacts { proposal: Rec<AccountProposal>; certificate: ParsedCertificate; bound: Rec<Binding>[] }

function accountConfirm(trust: TrustStore): AnySpec {
  return defineAct<Record<string, never>, ConfirmFacts>({
    id: 'account-confirm', kind: 'gov', subjectKind: 'account-proposal', input: z.strictObject({}),
    async load(read, cmd) {
      requireRole(cmd.actor, 'centre-admin');
      const found = await read.get<AccountProposal>('account-proposal', cmd.subject);
      if (!found) throw new Refusal('not-found');
      const certificate = await trusted(trust, found.data.certificate, cmd.nowMs);
      return { proposal: found, certificate, bound: await read.list<Binding>({ kind: 'binding', key: certificate.fingerprint }) };
    },
    parties: () => ({}),
    decide({ proposal: found, certificate, bound }, cmd, work) {
      if (found.data.proposedBy === cmd.actor.accountId || isSamePerson(found.data, cmd)) throw new Refusal('four-eyes', { rule: 'r-four-eyes' });
      requireOther(cmd, certificate);
      if (found.state !== 'proposed') throw new Refusal('state');
      if (bound.length > 0) throw new Refusal('certificate-bound');
      const { account } = found.data;
      found.state = 'confirmed';
      found.data.confirmedBy = cmd.actor.accountId ?? '';
      work.put(found);
      work.create<Account>('account', 'active', account, { id: found.id });
      work.create<Binding>('binding', 'active', bindingOf(certificate, { accountId: found.id, entityId: null, usage: 'sign', at: work.now }), { key: certificate.fingerprint, ownerId: found.id });
      work.gov('gov-account-confirmed', govLeaf(found.id, account, certificate.fingerprint));
      work.result = { accountId: found.id, state: 'active' };
    },
  });
}

const suspension = z.strictObject({ reasonCode: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/) });

/**
 * Suspending a post needs no second pair of eyes: it takes power away. Nobody suspends himself, so one always stays. Companies
 * are not the administrators' to stop: one hand could keep a bidder from opening its bid.
 */
const accountSuspend = defineAct<z.infer<typeof suspension>, Rec<Account>>({
  id: 'account-suspend', kind: 'gov', subjectKind: 'account', input: suspension,
  async load(read, cmd) {
    requireRole(cmd.actor, 'centre-admin');
    const account = await read.get<Account>('account', cmd.subject);
    if (!account) throw new Refusal('not-found');
    return account;
  },
  parties: () => ({}),
  decide(account, cmd, work) {
    if (account.id === cmd.actor.accountId) throw new Refusal('four-eyes', { rule: 'r-four-eyes' });
    if (account.data.entityId !== null) throw new Refusal('forbidden');
    if (account.state !== 'active') throw new Refusal('state');
    account.state = 'suspended';
    work.put(account);
    work.gov('gov-account-suspended', { subject: account.id, public: { accountId: account.id, reasonCode: cmd.input.reasonCode } });
    work.result = { accountId: account.id, state: account.state };
  },
});

/** Experts judge, administrators give power, the watching organs watch over the centre: never two of these in one hand (lifecycle §8). */
function requireApart(roles: readonly string[]): void {
  const kinds = new Set(roles.map((role) => {
    if (role === 'expert' || role === 'centre-admin') return role;
    return WATCHING.includes(role) ? 'watching' : 'working';
  }));
  if (kinds.size > 1) throw new Refusal('role-combination', { field: 'roles' });
}
const WATCHING: readonly string[] = ['supervisor', 'discipline', 'auditor', 'police'];

/**
 * No name of a person stands on the ledger in clear. Experts stay unnamed until they are drawn and unsealed, so nothing public
 * may tie their key to a roster entry either.
 */
function govLeaf(id: string, account: Account, fingerprint: string) {
  const { name, roles, organ, regions, industries, expertNo } = account;
  const open = { accountId: id, roles, organ, regions, industries };
  if (roles.includes('expert')) return { subject: id, public: open, salted: { name, fingerprint, expertNo: expertNo ?? null } };
  return { subject: id, public: { ...open, fingerprint }, salted: { name } };
}

function personOf(cmd: Cmd<unknown>): { proposerNo?: string } {
  const own = cmd.certificate ? parseCertificate(cmd.certificate).subject.personNo : undefined;
  return own === undefined ? {} : { proposerNo: own };
}

function isSamePerson({ proposerNo }: AccountProposal, cmd: Cmd<unknown>): boolean {
  return proposerNo !== undefined && proposerNo === personOf(cmd).proposerNo;
}

/** Neither by the same certificate nor by another one of the same person. */
function requireOther(cmd: Cmd<unknown>, certificate: ParsedCertificate): void {
  const { proposerNo: own } = personOf(cmd);
  const same = certificate.fingerprint === cmd.actor.key || (own !== undefined && own === certificate.subject.personNo);
  if (same) throw new Refusal('four-eyes', { rule: 'r-four-eyes' });
}

function requireRole(actor: Actor, role: string): void {
  if (actor.accountId === null || !actor.roles.includes(role)) throw new Refusal('forbidden');
}

async function trusted(trust: TrustStore, certificate: string, at: number): Promise<ParsedCertificate> {
  try {
    return await trust.check(certificate, at, 'sign');
  } catch (error) {
    throw refusalOf(error);
  }
}

async function idTaken(read: Reader, id: string): Promise<boolean> {
  return (await read.get('account-proposal', id)) !== null || (await read.get('account', id)) !== null;
}
