import type { Ledger } from '../ledger/index.ts';
import type { ParsedCertificate } from '../seal/index.ts';
import type { Config } from '../platform/config.ts';
import type { Platform } from './compose.ts';
import type { Deployment } from './genesis.ts';
import type { PlatformKeys } from './keys.ts';
import type { Trust } from './trust.ts';

export interface Begun { deployment: Deployment; ledger: Ledger; keys: PlatformKeys; trust: Trust; config: Config }

/** The ledger's first subject: the platform itself. */
export const platformSubject = '00000000-0000-4000-8000-000000000000';

/** Writes the genesis leaf if it is not there yet (a first start may have been cut off between the two). */
export async function begin(platform: Platform, { deployment, ledger, keys, trust }: Begun): Promise<void> {
  const { rowCount } = await platform.deps.pool.query(`select 1 from leaf where fp = 'gov-genesis'`);
  if ((rowCount ?? 0) > 0) return;
  const admins = await trust.admins();
  await platform.system('genesis', platformSubject, {
    mode: deployment.mode, deployment: deployment.id, origin: ledger.origin, vkey: ledger.vkey, receiptKey: keys.receiptKeyFingerprint,
    roots: trust.store.rootFingerprints, admins: admins.map(adminOf),
  });
}

function adminOf(c: ParsedCertificate) {
  return {
    name: c.subject.commonName ?? c.subject.personNo ?? '', certificate: Buffer.from(c.der).toString('base64'), fingerprint: c.fingerprint, serial: c.serialNumber,
    issuer: c.issuerText, notBefore: new Date(c.notBefore).toISOString(), notAfter: new Date(c.notAfter).toISOString(),
  };
}
