import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/platform/config.ts';
import { serveUntilStopped } from '../src/platform/lifecycle.ts';

export const help = `
qinglan start

Serves API and web on one port until Ctrl-C or SIGTERM. Settings come from the environment:
  PORT              8080; 0 takes any free one
  HOST              127.0.0.1; other addresses need the two files below
  QINGLAN_TLS_CERT  QINGLAN_TLS_KEY   PEM files
  QINGLAN_DATA      ./data: database, ledger, files, demo keys
  DATABASE_URL      an outside PostgreSQL 15 or newer instead of the embedded one
  QINGLAN_MODE      demo or live; demo unless DATABASE_URL is set. Fixed at the first start
  QINGLAN_SEAL_KEY  QINGLAN_SEAL_CERT  PEM files (P-256; the certificate with its chain) of the seal on official documents;
                    demo has one of its own, live documents bear no seal without them
  QINGLAN_UPLOAD_BYTES_A_DAY   17179869184: what one account may upload in a day
  QINGLAN_CHALLENGES_A_MINUTE  300, in demo 30000: sign-in challenges for one address
  QINGLAN_LOG       debug, info, warn or error
Exit codes: 0 stopped as asked, 1 failed, 2 a wrong setting, 3 another server serves this data.
`;

export async function run(args: readonly string[]): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  const config = readConfig(process.env);
  // PostgreSQL starts in a process of its own: meanwhile the program is read
  const { openOwnDatabase } = await import('../src/platform/own-database.ts');
  const database = openOwnDatabase(config);
  database.catch(() => undefined);
  const { serve } = await import('../src/app/main.ts');
  return serveUntilStopped(async (settings: typeof config) => {
    const served = await serve(settings, database);
    // Node keeps what it compiled only when it exits; a server that is killed would start cold the next time.
    flushCompileCache();
    return served;
  }, config);
}
