// Makes a clone ready to run: packages, Node 24, the built web. Built-ins and the syntax of Node 20 only,
// because this is what runs before anything is installed. Says what it does on stderr; stdout is the command's.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, closeSync, constants, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compress } from './compress.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const lockStamp = join(modules, '.qinglan-lock');
const webBuild = join(root, 'web', 'dist');
const webStamp = join(webBuild, '.sources');
const webSources = ['web', 'src/contracts', 'src/kernel', 'src/seal', 'catalogue'];
const nodeMajor = 24;

export class NotReady extends Error {}

/** Installs what package-lock.json names, unless it is there. */
export function ensurePackages() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const wanted = sha256(lock);
  if (readText(lockStamp) === wanted) return;
  withLock(() => {
    if (readText(lockStamp) === wanted) return;
    if (!isInstalled(JSON.parse(lock))) install();
    writeFileSync(lockStamp, wanted);
  });
}

/** The Node that npm installed, else this one if it is new enough. */
export function findNode() {
  const own = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (isExecutable(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= nodeMajor) return process.execPath;
  throw new NotReady(`Node ${nodeMajor} is needed, this is ${process.version}, and npm has none for ${process.platform}-${process.arch}: install Node ${nodeMajor}`);
}

/** Builds the pages if a file they are made of changed. */
export function ensureWeb(node) {
  if (!existsSync(join(root, 'web', 'index.html'))) return;
  const sources = hashSources();
  if (readText(webStamp) === sources) return;
  withLock(() => {
    if (readText(webStamp) === sources) return;
    say('building the pages');
    const vite = join(modules, 'vite', 'bin', 'vite.js');
    const built = spawnSync(node, [vite, 'build', join(root, 'web'), '--outDir', webBuild, '--emptyOutDir', '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 2, 2] });
    if (built.status !== 0) throw new NotReady('the pages could not be built; the reason is above');
    compress(webBuild);
    writeFileSync(webStamp, sources);
  });
}

/**
 * Runs a program of the clone under Node 24 and answers with its exit code. Signals are passed on. The channel tells
 * the child when this process is killed, so that it does not live on unseen.
 */
export function run(node, args, options = {}) {
  const cache = join(modules, '.cache', 'qinglan-compile');
  const child = spawn(node, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    ...options,
    // files are synced on the thread pool: with four threads, thirty uploads would wait for four disks' worth of syncs
    env: { NODE_COMPILE_CACHE: cache, UV_THREADPOOL_SIZE: '32', ...process.env, ...options.env },
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
  watchNpm(() => child.kill('SIGTERM'));
  return new Promise((done) => {
    child.once('error', (error) => done(fail(`${node} cannot be started: ${error.message}`)));
    child.once('exit', (code, signal) => done(code ?? 128 + ({ SIGINT: 2, SIGKILL: 9, SIGTERM: 15, SIGHUP: 1 }[signal] ?? 1)));
  });
}

/** Runs `work` and ends the process with its code; what is not ready is one line. */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    process.exitCode = fail(error.message);
  }
  // The channel to the child and the watch of npm would keep an idle process.
  process.exit();
}

export function say(line) {
  process.stderr.write(`qinglan: ${line}\n`);
}

function fail(line) {
  say(line);
  return 1;
}

function install() {
  say('installing packages (npm ci)');
  const args = ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const settings = { cwd: root, stdio: ['ignore', 2, 2] };
  const done = npm && /\.c?js$/.test(npm) ? spawnSync(process.execPath, [npm, ...args], settings) : spawnSync('npm', args, settings);
  if (done.error) throw new NotReady(`npm cannot be started: ${done.error.message}`);
  if (done.status !== 0) throw new NotReady('npm ci failed; the reason is above');
}

/** npm leaves a list of what it installed: the same versions mean that somebody ran npm by hand. */
function isInstalled(lock) {
  const text = readText(join(modules, '.package-lock.json'));
  if (!text) return false;
  const found = JSON.parse(text).packages;
  return Object.entries(lock.packages).every(([path, { version, optional }]) => path === '' || (found[path] ? found[path].version === version : optional === true));
}

/** Two commands at once on a clone that is not ready: the second waits for the first. */
function withLock(work) {
  const path = join(root, '.ready.lock');
  for (;;) {
    try {
      const file = openSync(path, 'wx');
      writeFileSync(file, String(process.pid));
      closeSync(file);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw new NotReady(`cannot write in ${root}: ${error.message}`);
      const holder = Number(readText(path));
      if (holder && !isAlive(holder)) rmSync(path, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    work();
  } finally {
    rmSync(path, { force: true });
  }
}

function hashSources() {
  const files = webSources.flatMap((folder) => filesIn(join(root, folder))).filter((path) => !/\.(test|pg\.test)\.tsx?$/.test(path));
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const path of files) hash.update(`\0${relative(root, path)}\0`).update(readFileSync(path));
  return hash.digest('hex');
}

function filesIn(folder) {
  if (!existsSync(folder) || folder === webBuild) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : entry.isFile() ? [join(folder, entry.name)] : []));
}

/** npm that is killed cannot pass a signal on; its child notices that it has another parent. */
function watchNpm(onGone) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, 250).unref();
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

