import { createPrivateKey, createPublicKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SealKeys } from '../documents/render/render.ts';
import type { Config } from '../platform/config.ts';
import { StartError } from '../platform/start-error.ts';
import { fromPem, parseCertificate } from '../seal/index.ts';
import { pemOf } from '../seal/certificates.ts';
import type { Trust } from './trust.ts';

/**
 * The platform's electronic seal on its documents: live a key and certificate of the operator's (QINGLAN_SEAL_KEY,
 * QINGLAN_SEAL_CERT; the latter may carry its chain), in demo one by the sandbox authority. Null, live without one: documents are
 * printed and witnessed and bear no seal.
 */
export async function openSealKeys(config: Config, trust: Trust): Promise<SealKeys | null> {
  const { QINGLAN_SEAL_KEY: key, QINGLAN_SEAL_CERT: certificate } = process.env;
  if (Boolean(key) !== Boolean(certificate)) throw new StartError('QINGLAN_SEAL_KEY and QINGLAN_SEAL_CERT belong together: one is missing');
  if (key && certificate) return keysOf(key, certificate, []);
  return trust.sandbox ? demoKeys(join(config.data.demoKeys, 'platform-seal'), trust.sandbox) : null;
}

/** What everybody may know of the seal: whose it is, and by which certificate it is told from others. */
export function sealOf({ certificate }: SealKeys): { fingerprint: string; subject: string } {
  const { fingerprint, subjectText } = parseCertificate(certificate);
  return { fingerprint, subject: subjectText };
}

async function demoKeys(folder: string, sandbox: NonNullable<Trust['sandbox']>): Promise<SealKeys> {
  const [key, certificate] = [join(folder, 'sign.key.pem'), join(folder, 'sign.crt.pem')];
  if (!existsSync(certificate)) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const issued = await sandbox.issue({ subject: { organizationName: '清兰公共资源交易平台', creditCode: 'DEMO-QINGLAN-PLATFORM' }, usage: 'sign', publicKey: 'generate' });
    if (!issued.privateKey) throw new Error('a generated key was expected');
    await writeFile(key, pemOf('PRIVATE KEY', issued.privateKey), { mode: 0o600 });
    await writeFile(certificate, issued.pem, { mode: 0o600 });
  }
  return keysOf(key, certificate, [sandbox.issuing]);
}

async function keysOf(keyFile: string, certificateFile: string, above: readonly Uint8Array[]): Promise<SealKeys> {
  const read = (path: string) => readFile(path, 'utf8').catch(() => { throw new StartError(`the seal's file ${path} cannot be read`); });
  const privateKey = createPrivateKey(await read(keyFile));
  const { kty, crv, d } = privateKey.export({ format: 'jwk' });
  if (kty !== 'EC' || crv !== 'P-256' || !d) throw new StartError('the seal needs an EC key on P-256');
  const pems = (await read(certificateFile)).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const [own, ...chain] = pems.map((pem) => fromPem('CERTIFICATE', pem)).filter((der) => der !== undefined);
  if (!own) throw new StartError(`${certificateFile} holds no certificate`);
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  if (!spki.equals(parseCertificate(own).spki)) throw new StartError('the certificate of the seal is of another key');
  return { privateKey: new Uint8Array(Buffer.from(d, 'base64url')), certificate: own, chain: [...chain, ...above] };
}
