import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, sandboxIdentity, type CertificateSubject, type Identity } from '../../cli/lib/client.ts';
import { begin } from '../../src/app/begin.ts';
import { compose } from '../../src/app/compose.ts';
import { openDeployment } from '../../src/app/genesis.ts';
import { openKeys } from '../../src/app/keys.ts';
import { openTrust } from '../../src/app/trust.ts';
import { encodeVkey, openLedger, signerOf } from '../../src/ledger/index.ts';
import { readConfig } from '../../src/platform/config.ts';
import { createLogger, type Logger } from '../../src/platform/log.ts';
import type { SmsConfig } from '../../src/platform/sms.ts';
import { testDatabase } from '../../src/platform/testing/pg.ts';
import { fromPem, importPrivateKey } from '../../src/seal/index.ts';

/** A gateway that nobody answers at: what is sent waits, and the provider's callback is served. */
const SMS = { baseUrl: 'http://127.0.0.1:9', accessKeyId: 'test', accessKeySecret: 'test', signName: '测试', templates: {} };

/** The whole platform in this process, on a database and a folder of its own, reached over HTTP as everybody reaches it. */
export async function openWorld(options: { now?: Date; env?: Record<string, string>; sms?: SmsConfig; log?: Logger } = {}) {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'qinglan-world-'));
  const config = readConfig({ QINGLAN_DATA: folder, QINGLAN_MODE: 'demo', PORT: '0', ...options.env });
  const start = options.now ?? new Date('2026-03-02T01:00:00.000Z');
  const keys = await openKeys(join(folder, 'keys'));
  const trust = await openTrust(config, start);
  const { pool } = database;
  const deployment = await openDeployment(pool, 'demo', (origin) => encodeVkey(signerOf(origin, keys.ledgerSeed).key), start);
  const ledger = await openLedger({ dir: config.data.ledger, origin: deployment.origin, seed: keys.ledgerSeed, onFatal: (error) => { throw error; } });
  const log = options.log ?? createLogger({ level: 'error' });
  const platform = await compose({ config, pool, ledger, keys, trust, deployment, sms: options.sms ?? SMS, publicUrl: 'http://127.0.0.1', log });
  await begin(platform, { deployment, ledger, keys, trust, config });
  await platform.app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(platform.app.server.address() as AddressInfo).port}`;
  return {
    url, folder, config, pool, ledger, platform, trust, deployment: deployment.id,
    guest: new Client(url, deployment.id, null),
    async close() {
      await platform.close();
      await ledger.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

/** What the helpers need of a server, in this process or another. */
export interface Place { url: string; deployment: string; folder: string }

/** One of the two administrators that a demo platform makes for itself at its first start. */
export async function admin(place: Place, n: 1 | 2): Promise<Client> {
  const read = async (use: 'sign' | 'encrypt') => {
    const pem = (what: string) => readFileSync(join(place.folder, 'demo-keys', `admin-${n}`, `${use}.${what}.pem`), 'utf8');
    const [key, certificate] = [fromPem('PRIVATE KEY', pem('key')), fromPem('CERTIFICATE', pem('crt'))];
    if (!key || !certificate) throw new Error('the keys of the administrators cannot be read');
    return { privateKey: await importPrivateKey(use, key), certificate };
  };
  const who: Identity = { name: `admin-${n}`, sign: await read('sign'), encrypt: await read('encrypt') };
  return new Client(place.url, place.deployment, who).signIn();
}

export function person(place: Place, subject: CertificateSubject): Promise<Identity> {
  return sandboxIdentity(place.url, subject);
}

/** Moves the demo clock, or stops it where it is; frozen unless told otherwise. */
export async function setClock(place: Place, to: string | null, freeze = true): Promise<void> {
  const client = new Client(place.url, place.deployment, null);
  const { lease } = await client.post<{ lease: string }>('/api/v1/demo/clock/lease', { holder: 'test' });
  try {
    await client.post('/api/v1/demo/clock', { lease, ...(to === null ? {} : { to }), freeze });
  } finally {
    await client.post('/api/v1/demo/clock/release', { lease });
  }
}
