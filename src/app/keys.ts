import { createHmac, createPrivateKey, createPublicKey, randomBytes, sign as edSign } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EqualityKey } from '../platform/records.ts';

/** The platform's own keys: the log key (Ed25519 seed), the service key that signs receipts and the key of equality tests. Files only we may read. */
export interface PlatformKeys { ledgerSeed: Uint8Array; receiptKeyFingerprint: string; signReceipt(bodyHash: string): string; equalityKey: EqualityKey }

export async function openKeys(folder: string): Promise<PlatformKeys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const ledgerSeed = await seedIn(join(folder, 'ledger.seed'));
  const service = privateKeyOf(await seedIn(join(folder, 'service.seed')));
  const equality = await seedIn(join(folder, 'equality.seed'));
  const spki = createPublicKey(service).export({ format: 'der', type: 'spki' });
  return {
    ledgerSeed,
    receiptKeyFingerprint: spki.toString('base64url'),
    signReceipt: (bodyHash) => edSign(null, Buffer.from(bodyHash, 'hex'), service).toString('base64url'),
    equalityKey: (kind, value) => createHmac('sha256', equality).update(`${kind}\n${value}`).digest('hex'),
  };
}

async function seedIn(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(Buffer.from((await readFile(path, 'utf8')).trim(), 'hex'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const seed = randomBytes(32);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${seed.toString('hex')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return new Uint8Array(seed);
}

/** RFC 8410: an Ed25519 private key in PKCS#8 is this prefix and the seed. */
function privateKeyOf(seed: Uint8Array) {
  return createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' });
}
