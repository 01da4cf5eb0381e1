import { SEALED_BATCHES, decodeLeaf, canonicalJson, fromBase64Url, idOfBody, slotCommitment, verifySlot, type Leaf } from '../../../src/ledger/core/index.ts';
import { nodeSha256 } from '../../../src/ledger/engines/local/signer.ts';
import type { LedgerFile } from '../ledger-file.ts';
import type { KnownLeaf } from './leaves.ts';
import type { Violation } from './violation.ts';
import { createHash } from 'node:crypto';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The log against the leaves of the database: the same things at the same places, and nothing that waits behind a gate. */
export class LogCheck {
  /** entries read so far: id and digest of the body by index */
  readonly #entries: { id: string; bodyHash: string; seq: number }[] = [];
  /** every id that any entry names */
  readonly #named = new Set<string>();

  /** `whole`: entries below this index were in the log before the database was read, so each of them must be in it. */
  compare(ledger: LedgerFile, known: ReadonlyMap<string, KnownLeaf>, whole: number): Violation[] {
    const found = this.#read(ledger);
    for (const [index, { id, bodyHash, seq }] of this.#entries.entries()) {
      const row = known.get(id)?.row;
      if (!row) {
        if (index < whole) found.push({ check: 'ledger', subject: id, detail: `entry ${index} is not in the database` });
        continue;
      }
      if (row.body_hash !== bodyHash) found.push({ check: 'ledger', subject: id, detail: `entry ${index} has another body than the database` });
      if (row.idx !== null && (Number(row.idx) !== index || row.seq !== seq)) found.push({ check: 'ledger', subject: id, detail: `is entry ${index}, the database says ${row.idx}` });
    }
    for (const { row } of known.values()) {
      if (row.idx !== null && this.#entries[Number(row.idx)]?.id !== row.id) found.push({ check: 'ledger', subject: row.id, detail: `${row.fp}: the database says entry ${row.idx}, the log has another there` });
      if (!row.open && this.#named.has(row.id)) found.push({ check: 'gate', subject: row.id, detail: `${row.fp}: the log names it before ${row.gate}` });
    }
    return found;
  }

  #read(ledger: LedgerFile): Violation[] {
    const found: Violation[] = [];
    for (let index = this.#entries.length; index < ledger.size; index++) {
      const { leaf: text } = ledger.entry(index);
      const leaf = decodeLeaf(text);
      const body = canonicalJson(leaf.body);
      this.#entries.push({ id: idOfBody(leaf.body), bodyHash: createHash('sha256').update(body).digest('hex'), seq: leaf.seq });
      for (const [named] of text.matchAll(uuid)) this.#named.add(named);
      if (leaf.sealed !== undefined && !wasSealed(ledger, leaf, body)) found.push({ check: 'ledger', subject: String(leaf.body['id']), detail: `entry ${index} does not stand in batch ${leaf.sealed.batch}` });
    }
    return found;
  }
}

function wasSealed(ledger: LedgerFile, { sealed }: Leaf, body: string): boolean {
  if (sealed === undefined) return false;
  const batch = decodeLeaf(ledger.entry(sealed.batch).leaf);
  const root = batch.body['root'];
  if (batch.subject !== SEALED_BATCHES || typeof root !== 'string') return false;
  const commitment = slotCommitment(fromBase64Url(sealed.salt), body, nodeSha256);
  return verifySlot({ slot: sealed.slot, commitment, path: sealed.path.map((step) => fromBase64Url(step)), root: fromBase64Url(root) }, nodeSha256);
}
