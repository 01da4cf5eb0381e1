import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportPrivateKey, fromPem, importPrivateKey, parseCertificate, pemOf, type KeyUse } from '../seal/index.ts';
import type { Identity, KeyAndCertificate } from './client.ts';

/** A person's keys in a folder: `sign` and `encrypt`, each `.key.pem` and `.crt.pem`, readable by the owner alone. */
export function hasKeys(folder: string): boolean {
  return existsSync(join(folder, 'sign.crt.pem')) && existsSync(join(folder, 'encrypt.crt.pem'));
}

export async function readKeys(folder: string): Promise<Identity> {
  const [sign, encrypt] = await Promise.all([readPair(folder, 'sign'), readPair(folder, 'encrypt')]);
  const { commonName, organizationName } = parseCertificate(sign.certificate).subject;
  return { name: organizationName ?? commonName ?? '', sign, encrypt };
}

/** Whole or not at all: the certificate that says "there" is written last. */
export async function writeKeys(folder: string, identity: Identity): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const use of ['encrypt', 'sign'] as const) {
    await put(join(folder, `${use}.key.pem`), pemOf('PRIVATE KEY', await exportPrivateKey(identity[use].privateKey)));
    await put(join(folder, `${use}.crt.pem`), pemOf('CERTIFICATE', identity[use].certificate));
  }
}

async function put(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

async function readPair(folder: string, use: KeyUse): Promise<KeyAndCertificate> {
  const [key, certificate] = [await part(folder, `${use}.key.pem`, 'PRIVATE KEY'), await part(folder, `${use}.crt.pem`, 'CERTIFICATE')];
  return { privateKey: await importPrivateKey(use, key), certificate };
}

async function part(folder: string, name: string, label: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = fromPem(label, await readFile(join(folder, name), 'utf8'));
  if (!bytes) throw new Error(`${join(folder, name)} holds no ${label}`);
  return bytes;
}
