import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createTrustStore, fromPem, parseCertificate, type ParsedCertificate, type TrustStore } from '../seal/index.ts';
import { createSandboxCa, type SandboxCa } from '../../sandbox/ca/index.ts';
import { pemOf } from '../seal/certificates.ts';
import type { Config } from '../platform/config.ts';
import { StartError } from '../platform/start-error.ts';

export interface Trust { store: TrustStore; sandbox: SandboxCa | null; admins: () => Promise<ParsedCertificate[]> }

/** Whom the platform believes: in demo its own sandbox authority, live the authorities of QINGLAN_TRUST. */
export async function openTrust(config: Config, demoStart: Date): Promise<Trust> {
  return config.mode === 'demo' ? demoTrust(config, demoStart) : liveTrust();
}

async function demoTrust(config: Config, now: Date): Promise<Trust> {
  const sandbox = await createSandboxCa({ dir: join(config.data.root, 'demo-ca'), now });
  const store = await createTrustStore(sandbox.trust());
  return { store, sandbox, admins: () => Promise.all(['admin-1', 'admin-2'].map((name, i) => demoKey(config, sandbox, name, `平台管理员${'甲乙'[i] ?? ''}`))) };
}

/** A demo person's key and certificate under demo-keys, made once. */
export async function demoKey(config: Config, sandbox: SandboxCa, name: string, personName: string): Promise<ParsedCertificate> {
  const folder = join(config.data.demoKeys, name);
  const certificateFile = join(folder, 'sign.crt.pem');
  if (!existsSync(certificateFile)) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const usage of ['sign', 'encrypt'] as const) {
      const issued = await sandbox.issue({ subject: { personName, personNo: `DEMO-${randomUUID().slice(0, 8)}` }, usage, publicKey: 'generate' });
      if (!issued.privateKey) throw new Error('a generated key was expected');
      await writeFile(join(folder, `${usage}.key.pem`), pemOf('PRIVATE KEY', issued.privateKey), { mode: 0o600 });
      await writeFile(join(folder, `${usage}.crt.pem`), issued.pem, { mode: 0o600 });
    }
  }
  return readCertificate(certificateFile);
}

async function liveTrust(): Promise<Trust> {
  const folder = process.env['QINGLAN_TRUST'];
  if (!folder || !existsSync(folder)) throw new StartError('live mode needs QINGLAN_TRUST: a folder with the root and issuing certificates (PEM) of the authorities it trusts');
  const certificates = await Promise.all((await readdir(folder)).filter((f) => /\.(pem|crt)$/.test(f)).map((f) => readCertificate(join(folder, f))));
  const roots = certificates.filter((c) => c.selfSigned && c.isCa);
  const store = await createTrustStore({ roots: roots.map((c) => c.der), intermediates: certificates.filter((c) => !c.selfSigned && c.isCa).map((c) => c.der) });
  return {
    store, sandbox: null,
    async admins() {
      const files = (process.env['QINGLAN_ADMINS'] ?? '').split(',').filter(Boolean);
      if (files.length !== 2) throw new StartError('the first start in live mode needs QINGLAN_ADMINS: the signing certificates (PEM) of two administrators, comma separated');
      return Promise.all(files.map(readCertificate));
    },
  };
}

async function readCertificate(path: string): Promise<ParsedCertificate> {
  const der = fromPem('CERTIFICATE', await readFile(path, 'utf8'));
  if (!der) throw new StartError(`${path} holds no certificate`);
  return parseCertificate(der);
}
