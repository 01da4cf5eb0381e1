import { z } from 'zod';
import type { RoleId } from '../../../catalogue/index.ts';

/** Market entity (市场主体). Record kind `entity`, key = unified social credit code; pending until a certificate naming the code is bound. */
export interface Entity {
  uscc: string;
  name: string;
  entityType: string;
  /** subject and what it registered for: tenderer, agency, bidder */
  roles: string[];
  regionCode: string;
  registeredAt: string;
  accountId: string;
  address?: string;
}

/**
 * Who signs (账户). Record kind `account`; ownerId = entity. Companies have one account each, staff and experts their own.
 * regions and industries are the scope of a post; empty means all.
 */
export interface Account {
  name: string;
  roles: string[];
  entityId: string | null;
  /** department or organ of a post: supervisor, discipline, centre */
  organ: string | null;
  regions: string[];
  industries: string[];
  expertNo?: string;
  /** representative of which tenderer (owner-rep) */
  representsId?: string;
  /** number of the person at the certificate authority: one person does not watch over himself under two accounts */
  personNo?: string;
}

export const MARKET_ROLES = ['tenderer', 'agency', 'bidder'] as const satisfies readonly RoleId[];
export const ENTITY_TYPES = ['enterprise', 'institution', 'government', 'social-organisation', 'individual-business', 'other'] as const;
/** Posts that two administrators give; market roles come by registration, owner-rep by the tenderer, the rest by nobody. */
export const POST_ROLES = [
  'expert', 'centre-a', 'centre-b', 'centre-review', 'centre-finance', 'centre-host', 'centre-admin', 'supervisor', 'discipline',
  'auditor', 'police', 'guarantor', 'bank', 'ca', 'tool-vendor', 'peer-centre',
] as const satisfies readonly RoleId[];
/** Who may hold a custodian's key: the centre, the supervisor, and the notary (auditor). */
export const CUSTODIAN_ROLES = ['centre-review', 'supervisor', 'auditor'] as const satisfies readonly RoleId[];

export const certificateBase64 = z.string().min(100).max(12_000).regex(/^[A-Za-z0-9+/]+={0,2}$/);

/** An account two administrators are about to make. Record kind `account-proposal`; its id becomes the account's. */
export interface AccountProposal {
  account: Account;
  certificate: string;
  fingerprint: string;
  proposedBy: string;
  /** number of that person at the authority: two accounts of one person are no four eyes */
  proposerNo?: string;
  confirmedBy?: string;
}

/** Custodian of the sealing (解密托管人). Record kind `custodian`, key = custodianId, ownerId = account. */
export interface CustodianRecord { custodianId: string; name: string; accountId: string; role: string; certificate: string; fingerprint: string; registeredAt: string }

/** A bound certificate. Record kind `binding`, key = hex sha256 of the DER, ownerId = account. */
export interface Binding {
  accountId: string;
  entityId: string | null;
  usage: 'sign' | 'encrypt';
  certificate: string;
  serial: string;
  issuer: string;
  notBefore: string;
  notAfter: string;
  boundAt: string;
}
