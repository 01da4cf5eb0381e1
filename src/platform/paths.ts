import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone; everything the program ships with is found from here. */
export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));
export const migrationsFolder = join(repositoryRoot, 'migrations');
export const webBuildFolder = join(repositoryRoot, 'web', 'dist');

/** Where a deployment keeps what must survive. One folder, so that one backup takes all. */
export interface DataPaths {
  root: string;
  postgres: string;
  ledger: string;
  /** whom `qinglan verify` trusts on this machine: the own ledger's key, written at every start */
  policy: string;
  blobs: string;
  demoKeys: string;
}

export function dataPaths(folder: string): DataPaths {
  const root = resolve(folder.replace(/^~(?=\/|$)/, homedir()));
  return {
    root,
    postgres: join(root, 'postgres'),
    ledger: join(root, 'ledger'),
    policy: join(root, 'ledger.policy'),
    blobs: join(root, 'blobs'),
    demoKeys: join(root, 'demo-keys'),
  };
}
