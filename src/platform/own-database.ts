import type { Config } from './config.ts';
import { openDatabase, type Database } from './database.ts';

/** The server's database as its settings name it. Few imports: it starts while the rest of the program is still being read. */
export function openOwnDatabase(config: Config): Promise<Database> {
  return openDatabase({ ...(config.databaseUrl ? { url: config.databaseUrl } : {}), folder: config.data.postgres, address: `${config.host}:${config.port}` });
}
