import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { openKeys } from '../../../src/app/keys.ts';
import type { Tx } from '../../../src/platform/db.ts';
import type { KnownLeaf } from './leaves.ts';
import type { Violation } from './violation.ts';

export type ReceiptKey = KeyObject;
interface Answered { key: string; response: string }

export async function receiptKeyOf(folder: string): Promise<ReceiptKey> {
  const { receiptKeyFingerprint } = await openKeys(join(folder, 'keys'));
  return createPublicKey({ key: Buffer.from(receiptKeyFingerprint, 'base64url'), format: 'der', type: 'spki' });
}

/** Every answer that was given: its receipt names a leaf that is there, with the hash that the platform signed. */
export class ReceiptCheck {
  readonly #key: ReceiptKey;
  readonly #held = new Set<string>();

  constructor(key: ReceiptKey) { this.#key = key; }

  /** All answers that are kept, or those of the last minutes. */
  async check(tx: Tx, leaves: ReadonlyMap<string, KnownLeaf>, whole: boolean): Promise<Violation[]> {
    const { rows } = await tx.query<Answered>(`select key, response from idempotency where $1 or at > clock_timestamp() - interval '2 minutes'`, [whole]);
    const found: Violation[] = [];
    for (const { key, response } of rows.filter((row) => !this.#held.has(row.key))) {
      const faults = this.#faultsOf(response, leaves);
      if (faults.length === 0) this.#held.add(key);
      found.push(...faults.map((detail): Violation => ({ check: 'receipt', subject: key, detail })));
    }
    return found;
  }

  #faultsOf(response: string, leaves: ReadonlyMap<string, KnownLeaf>): string[] {
    const { receipt } = JSON.parse(response) as { receipt: { leafId: string; bodyHash: string; platformSignature: string; at: string } | null };
    if (receipt === null) return [];
    const leaf = leaves.get(receipt.leafId);
    if (!leaf) return [`leaf ${receipt.leafId} is not there`];
    return [
      ...(leaf.bodyHash === receipt.bodyHash ? [] : [`leaf ${receipt.leafId} has another hash`]),
      ...(leaf.row.recorded_at === receipt.at ? [] : [`leaf ${receipt.leafId} is of ${leaf.row.recorded_at}, the receipt says ${receipt.at}`]),
      ...(verify(null, Buffer.from(receipt.bodyHash, 'hex'), this.#key, Buffer.from(receipt.platformSignature, 'base64url')) ? [] : ['the signature of the receipt does not hold']),
    ];
  }
}
