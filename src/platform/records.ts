/** One row of table `record`: a subject of a machine (lot, bid, …) or a plain registered thing (entity, account, …). */
export interface Rec<T = Record<string, unknown>> {
  kind: string;
  id: string;
  state: string;
  lotId: string | null;
  ownerId: string | null;
  key: string | null;
  version: number;
  data: T;
}

/** Which records an act needs. `id` gives one; the others give all that match. */
export interface Selector { kind: string; id?: string; lotId?: string; ownerId?: string; key?: string }

interface Row { kind: string; id: string; state: string; lot_id: string | null; owner_id: string | null; key: string | null; version: number; data: Record<string, unknown> }

export function fromRow<T>(row: Row): Rec<T> {
  return { kind: row.kind, id: row.id, state: row.state, lotId: row.lot_id, ownerId: row.owner_id, key: row.key, version: row.version, data: row.data as T };
}
export type { Row as RecordRow };

export interface OpenLeaf { index: number | null; body: string; secrets: Record<string, { salt: string; value: unknown }> }

/** What `load` may ask of the database, inside the act's transaction and after its locks. */
export interface Reader {
  get<T>(kind: string, id: string): Promise<Rec<T> | null>;
  list<T>(selector: Selector): Promise<Rec<T>[]>;
  /** Uploaded file by digest, if this owner (or anyone, when null) has uploaded it. */
  blob(sha256: string, ownerId: string | null): Promise<{ sha256: string; sm3: string; size: number } | null>;
  /** A leaf whose gate is open, with its place in the log and the salts of what it commits to. */
  openLeaf(id: string): Promise<OpenLeaf | null>;
  /** Hash of the body of the last act of these points on a subject: what a new version names as the one before it. */
  lastLeafHash(subject: string, points: readonly string[]): Promise<string | null>;
}

/**
 * The index by which equal personal values (numbers of identity documents) are found equal without being kept: HMAC under a secret
 * of the deployment. A plain digest of a number that has few forms is the number itself to whoever tries them all.
 */
export type EqualityKey = (kind: string, value: string) => string;
