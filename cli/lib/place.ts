import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadIdentity, type Identity, type StoredIdentity } from '../../src/play/client.ts';
import { readKeys } from '../../src/play/keys.ts';

/** Somebody's keys: a folder with sign.key.pem, sign.crt.pem, encrypt.key.pem and encrypt.crt.pem, or a JSON file of base64. */
export async function identityIn(place: string): Promise<Identity> {
  return (await stat(place)).isDirectory() ? readKeys(place) : loadIdentity(JSON.parse(await readFile(place, 'utf8')) as StoredIdentity);
}

/** Trust on first use, and never again: a platform with another key is refused by every proof that follows. */
export async function pinnedVkey(place: string, shown: string): Promise<string> {
  const file = (await stat(place)).isDirectory() ? join(place, 'ledger.vkey') : `${place}.vkey`;
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  await writeFile(file, `${shown}\n`, { mode: 0o600, flag: 'wx' });
  return shown;
}
