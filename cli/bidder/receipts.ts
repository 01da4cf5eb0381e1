import { createHash, createPublicKey, verify } from 'node:crypto';
import type { ReceiptRead } from '../../src/contracts/reads.ts';
import { concat, decodeLeaf, fromBase64Url, fromHex, idOfBody, leafHash, verifySlot } from '../../src/ledger/core/index.ts';
import { canonical } from '../../src/kernel/canonical.ts';
import { durableBody } from '../../src/play/opening-proof.ts';
import type { KeptReceipt } from './bid-file.ts';
import { ProofError, type Session } from './tool.ts';
import { t } from './words.ts';

/**
 * Checks a receipt for all it can say now: the platform's signature; and, as the leaf goes its way, that it waits in a batch that is
 * in the log, or that it stands in the log with the very bytes that were signed. Trusted is the ledger key of the session alone.
 */
export async function checkReceipt({ client, vkey }: Session, kept: KeptReceipt): Promise<ReceiptRead['state']> {
  const { spki } = await client.get<{ spki: string }>('/api/v1/platform/receipt-key');
  const key = createPublicKey({ key: Buffer.from(spki, 'base64url'), format: 'der', type: 'spki' });
  if (!verify(null, Buffer.from(kept.bodyHash, 'hex'), key, Buffer.from(kept.platformSignature, 'base64url'))) throw broken('平台签名不符', 'the platform\'s signature does not fit');
  const told = await client.get<ReceiptRead>(`/api/v1/receipts/${kept.leafId}`);
  if (told.bodyHash !== kept.bodyHash) throw broken('平台所存内容已变', 'the platform holds other bytes now');
  if (told.state === 'durable' && told.index !== undefined) await inLog(client, vkey, kept, told.index);
  if (told.state === 'sealed' && told.sealed) await inBatch(client, vkey, kept, told.sealed);
  return told.state;
}

async function inLog(client: Session['client'], vkey: string, { leafId, bodyHash }: KeptReceipt, index: number): Promise<void> {
  const [entry, proof] = await Promise.all([client.getText(`/api/v1/ledger/entries/${index}`), client.getText(`/api/v1/ledger/proofs/${leafId}`)]);
  const body = await holds(() => durableBody({ entry, proof }, vkey));
  if (createHash('sha256').update(canonical(body)).digest('hex') !== bodyHash) throw broken('账本中的内容与回执不符', 'the log holds other bytes than the receipt');
}

async function inBatch(client: Session['client'], vkey: string, { bodyHash }: KeptReceipt, { batchIndex, slot, salt, path }: NonNullable<ReceiptRead['sealed']>): Promise<void> {
  const entry = await client.getText(`/api/v1/ledger/entries/${batchIndex}`);
  const id = await holds(async () => idOfBody(decodeLeaf(entry).body));
  const proof = await client.getText(`/api/v1/ledger/proofs/${id}`);
  const body = await holds(() => durableBody({ entry, proof }, vkey));
  const commitment = leafHash(concat(fromBase64Url(salt), fromHex(bodyHash)));
  const root = body['fp'] === 'sealed-batch' && typeof body['root'] === 'string' ? fromBase64Url(body['root']) : new Uint8Array();
  if (!verifySlot({ slot, commitment, path: path.map((step) => fromBase64Url(step)), root })) throw broken('回执不在其密封批次中', 'the receipt is not in its sealed batch');
}

async function holds<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new ProofError(t('账本证明不成立', 'a proof of the ledger does not hold'), { cause });
  }
}

function broken(zh: string, en: string): ProofError { return new ProofError(t(`回执核验不通过：${zh}`, `the receipt does not hold: ${en}`)); }
