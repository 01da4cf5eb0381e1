// The certificates kept in this browser. Private keys are stored as CryptoKey objects that no script can export: whoever reads the
// page can use them while it is open, and can never take them away.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

export interface KeptKey { privateKey: CryptoKey; certificate: Uint8Array<ArrayBuffer> }
export interface KeptIdentity {
  /** SHA-256 of the signing certificate, hex */
  id: string;
  name: string;
  sign: KeptKey;
  /** absent for people to whom nothing is sealed */
  encrypt: KeptKey | null;
  addedAt: string;
}
export interface Draft { key: string; value: unknown; savedAt: string }

interface Store extends DBSchema {
  identity: { key: string; value: KeptIdentity };
  draft: { key: string; value: Draft };
}

let opened: Promise<IDBPDatabase<Store>> | null = null;

export function browserStore(): Promise<IDBPDatabase<Store>> {
  opened ??= openDB<Store>('qinglan', 1, {
    upgrade(db) {
      db.createObjectStore('identity', { keyPath: 'id' });
      db.createObjectStore('draft', { keyPath: 'key' });
    },
    terminated() { opened = null; },
  });
  return opened;
}

export async function keptIdentities(): Promise<KeptIdentity[]> {
  return (await browserStore()).getAll('identity');
}

export async function keepIdentity(identity: KeptIdentity): Promise<void> {
  await (await browserStore()).put('identity', identity);
}

export async function forgetIdentity(id: string): Promise<void> {
  await (await browserStore()).delete('identity', id);
}
