import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildSlots, slotCommitment } from '../../src/ledger/core/slots.ts';
import { checkSealed } from './sealed.ts';
import { toBase64Url } from './tlog.ts';

const body = '{"fp":"bid-submit"}';
const salt = randomBytes(16);
const slot = 40_321;
const tree = buildSlots(new Map([[slot, slotCommitment(salt, body)]]), () => randomBytes(32));
const batch = (fp: string) => new TextEncoder().encode(JSON.stringify({ v: 1, body: { fp, at: '2026-11-24T01:00:00.000Z', root: toBase64Url(tree.root) } }));
const place = { batch: 7, slot, salt: toBase64Url(salt), path: tree.path(slot).map(toBase64Url) };
const bodyHash = createHash('sha256').update(body).digest('hex');

test('what the ledger sealed is found at its place', () => {
  expect(checkSealed(bodyHash, place, batch('sealed-batch'))).toMatchObject({ good: true, at: '2026-11-24T01:00:00.000Z' });
});

test('another content, place, salt or leaf is not', () => {
  expect(checkSealed(bodyHash.replace(/^./, (c) => (c === '0' ? '1' : '0')), place, batch('sealed-batch')).good).toBe(false);
  expect(checkSealed(bodyHash, { ...place, slot: slot + 1 }, batch('sealed-batch')).good).toBe(false);
  expect(checkSealed(bodyHash, { ...place, salt: toBase64Url(randomBytes(16)) }, batch('sealed-batch')).good).toBe(false);
  expect(checkSealed(bodyHash, { ...place, path: place.path.slice(1) }, batch('sealed-batch')).good).toBe(false);
  expect(checkSealed(bodyHash, place, batch('bid-submit')).good).toBe(false);
});
