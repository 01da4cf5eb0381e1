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
}

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
