import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { readConfig, type Config } from '../../src/platform/config.ts';
import type { Database } from '../../src/platform/database.ts';
import type { Pool } from '../../src/platform/db.ts';
import { openOwnDatabase } from '../../src/platform/own-database.ts';
import { serveUntilStopped, type Served } from '../../src/platform/lifecycle.ts';

/**
 * The smallest server on the platform's database: what it acknowledges is in a table. It stands where
 * src/app/main.ts stands, so that what is tested is the start and the stop alone.
 */
export async function serve(config: Config, starting: Promise<Database> = openOwnDatabase(config)): Promise<Served> {
  const database = await starting;
  const pool = database.pool();
  await pool.query('create table if not exists acknowledged (n bigint primary key)');
  const server = listener(pool);
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const url = `http://${config.host}:${(server.address() as AddressInfo).port}`;
  const about = { url, adopted: database.adopted, note: database.note, embedded: database.embedded };
  return {
    url,
    lines: [JSON.stringify(about)],
    failed: database.lost,
    async close() {
      server.closeAllConnections();
      server.close();
      await pool.end();
      await database.close();
    },
  };
}

function listener(pool: Pool): Server {
  return createServer((request, response) => {
    const answer = async (): Promise<unknown> => {
      if (request.url === '/api/v1/health') return (await pool.query(`select 'ok' as status`)).rows[0];
      if (request.method === 'POST') {
        await pool.query('insert into acknowledged values ($1)', [BigInt(request.url?.slice(1) ?? '')]);
        return {};
      }
      return (await pool.query<{ n: bigint }>('select n from acknowledged order by n')).rows.map(({ n }) => Number(n));
    };
    answer().then(
      (body) => response.end(JSON.stringify(body)),
      () => response.writeHead(500).end(),
    );
  });
}

if (import.meta.main) {
  process.exitCode = await serveUntilStopped(serve, readConfig(process.env));
  process.exit();
}
