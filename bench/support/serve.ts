import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { encodeVkey, openLedger, signerOf } from '../../src/ledger/index.ts';
import { begin } from '../../src/app/begin.ts';
import { compose } from '../../src/app/compose.ts';
import { demoMail, mailRoutes } from '../../src/app/demo/mail.ts';
import { openDeployment } from '../../src/app/genesis.ts';
import { openKeys } from '../../src/app/keys.ts';
import { openTrust } from '../../src/app/trust.ts';
import { readConfig } from '../../src/platform/config.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { createPool } from '../../src/platform/db.ts';
import { createLogger } from '../../src/platform/log.ts';

/** The platform without its demo city, in a process of its own, for the benches: prints where it is. */
const config = readConfig({ QINGLAN_DATA: process.argv[2], PORT: '0' });
const database = await openDatabase({ folder: config.data.postgres, address: 'bench' });
const pool = createPool(database.url, { max: 20 });
const keys = await openKeys(join(config.data.root, 'keys'));
const start = new Date();
const trust = await openTrust(config, start);
const deployment = await openDeployment(pool, 'demo', (origin) => encodeVkey(signerOf(origin, keys.ledgerSeed).key), start);
const ledger = await openLedger({ dir: config.data.ledger, origin: deployment.origin, seed: keys.ledgerSeed });
const log = createLogger({ level: 'warn' });
const mailbox = await demoMail();
const port = await freePort();
const platform = await compose({ config, pool, ledger, keys, trust, deployment, log, sms: null, mail: mailbox.config, publicUrl: `http://127.0.0.1:${port}` });
mailRoutes(platform.app, mailbox);
await begin(platform, { deployment, ledger, keys, trust, config });
const url = await platform.app.listen({ port, host: '127.0.0.1' });
process.stdout.write(`${JSON.stringify({ url, database: database.url, deployment: deployment.id })}\n`);
process.once('SIGTERM', () => {
  void (async () => {
    await platform.close();
    await mailbox.sandbox.close();
    await ledger.close();
    await pool.end();
    await database.close();
    process.exit(0);
  })();
});

/** Mails name the server's address before it listens. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => { probe.once('error', reject).listen(0, '127.0.0.1', resolve); });
  const { port: free } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return free;
}
