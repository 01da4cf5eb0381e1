import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { encodeVkey, openLedger, policyText, signerOf } from '../ledger/index.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import type { Served } from '../platform/lifecycle.ts';
import { checkLedgerBelongs } from '../platform/ledger-writer.ts';
import { createLogger } from '../platform/log.ts';
import { mailConfig } from '../platform/mail.ts';
import { smsConfig } from '../platform/sms.ts';
import { voiceConfig } from '../platform/voice.ts';
import { compose } from './compose.ts';
import { begin } from './begin.ts';
import { startDemo } from './demo/index.ts';
import { openDeployment } from './genesis.ts';
import { openKeys } from './keys.ts';
import { openOwnDatabase } from '../platform/own-database.ts';
import { openTrust } from './trust.ts';

/** The demo city's history is this long; its clock starts there on the first run. */
const demoPastMs = 120 * 86_400_000;

/** Starts everything in one process and answers when it serves. The database may be on its way already. */
export async function serve(config: Config, starting: Promise<Database> = openOwnDatabase(config)): Promise<Served> {
  const log = createLogger({ level: (process.env['QINGLAN_LOG'] as 'info' | undefined) ?? 'warn' });
  const { promise: fault, resolve: onFault } = Promise.withResolvers<Error>();
  // what was opened last is closed first, also when a later step of the start fails
  const opened = new AsyncDisposableStack();
  try {
    const database = await starting;
    opened.defer(() => database.close());
    const pool = database.pool({ max: 20 });
    opened.defer(() => pool.end());
    const keys = await openKeys(join(config.data.root, 'keys'));
    const demoStart = new Date(Date.now() - demoPastMs);
    const trust = await openTrust(config, demoStart);
    const deployment = await openDeployment(pool, config.mode, (origin) => encodeVkey(signerOf(origin, keys.ledgerSeed).key), demoStart);
    const ledger = await openLedger({ dir: config.data.ledger, origin: deployment.origin, seed: keys.ledgerSeed, onFatal: onFault });
    opened.defer(() => ledger.close());
    await checkLedgerBelongs(pool, ledger);
    database.checkBeforeBack((session) => checkLedgerBelongs(session, ledger));
    await writeFile(config.data.policy, policyText([signerOf(deployment.origin, keys.ledgerSeed).key]));
    const [sms, voice, mail] = [smsConfig(process.env), voiceConfig(process.env), mailConfig(process.env)];
    const port = await freePort(config);
    const publicUrl = process.env['QINGLAN_PUBLIC_URL'] ?? `${config.tls ? 'https' : 'http'}://${config.host}:${port}`;
    const demo = config.mode === 'demo' ? await startDemo(config, { sms, voice, mail }, log) : null;
    const platform = await compose({ config, pool, ledger, keys, trust, deployment, sms: demo?.sms ?? sms, voice: demo?.voice ?? voice, mail: demo?.mail ?? mail, publicUrl, log });
    opened.defer(() => platform.close());
    // the demo's own clients stop before the platform they talk to
    if (demo) opened.defer(() => demo.close());
    demo?.routes(platform.app);
    await begin(platform, { deployment, ledger, keys, trust, config });
    await platform.app.listen({ port, host: config.host });
    const url = addressOf(platform.app.server.address(), config);
    demo?.begin(url);
    return {
      url, failed: Promise.race([fault, database.lost]), close: () => opened.disposeAsync(),
      lines: [`清兰 Qinglan: ${url}`, ...(database.note === undefined ? [] : [database.note]), ...(demo?.lines ?? []), `ledger ${ledger.origin}`, `ledger key ${ledger.fingerprint}`],
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

function addressOf(address: string | AddressInfo | null, config: Config): string {
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return `${config.tls ? 'https' : 'http'}://${host}:${port}`;
}

/** PORT=0 asks for any free one; the certificate's QR code must name it before anything is served. */
async function freePort(config: Config): Promise<number> {
  if (config.port !== 0) return config.port;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => { probe.once('error', reject).listen(0, config.host, resolve); });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
