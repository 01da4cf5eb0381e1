import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { encodeVkey, openLedger, signerOf } from '../ledger/index.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase } from '../platform/database.ts';
import { createPool } from '../platform/db.ts';
import type { Served } from '../platform/lifecycle.ts';
import { checkLedgerBelongs } from '../platform/ledger-writer.ts';
import { createLogger } from '../platform/log.ts';
import { compose } from './compose.ts';
import { begin } from './begin.ts';
import { openDeployment } from './genesis.ts';
import { openKeys } from './keys.ts';
import { openTrust } from './trust.ts';

/** The demo city's history is this long; its clock starts there on the first run. */
const demoPastMs = 100 * 86_400_000;

/** Starts everything in one process and answers when it serves. */
export async function serve(config: Config): Promise<Served> {
  const log = createLogger({ level: (process.env['QINGLAN_LOG'] as 'info' | undefined) ?? 'warn' });
  const database = await openDatabase({ ...(config.databaseUrl ? { url: config.databaseUrl } : {}), folder: config.data.postgres, address: `${config.host}:${config.port}` });
  const { promise: fault, resolve: onFault } = Promise.withResolvers<Error>();
  const pool = createPool(database.url, { max: 20 });
  try {
    const keys = await openKeys(join(config.data.root, 'keys'));
    const demoStart = new Date(Date.now() - demoPastMs);
    const trust = await openTrust(config, demoStart);
    const deployment = await openDeployment(pool, config.mode, (origin) => encodeVkey(signerOf(origin, keys.ledgerSeed).key), demoStart);
    const ledger = await openLedger({ dir: config.data.ledger, origin: deployment.origin, seed: keys.ledgerSeed, onFatal: onFault });
    await checkLedgerBelongs(pool, ledger);
    const platform = await compose({ config, pool, ledger, keys, trust, deployment, log });
    await begin(platform, { deployment, ledger, keys, trust, config });
    await platform.app.listen({ port: config.port, host: config.host });
    const url = addressOf(platform.app.server.address(), config);
    return {
      url, failed: Promise.race([fault, database.lost]), lines: [`清兰 Qinglan: ${url}`, `ledger ${ledger.origin}`, `ledger key ${ledger.fingerprint}`],
      async close() {
        await platform.close();
        await ledger.close();
        await pool.end();
        await database.close();
      },
    };
  } catch (error) {
    await pool.end();
    await database.close();
    throw error;
  }
}

function addressOf(address: string | AddressInfo | null, config: Config): string {
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return `${config.tls ? 'https' : 'http'}://${host}:${port}`;
}
