// npm run lock, after a dependency changed: completes package-lock.json. npm leaves out the packages of other
// platforms that a registry mirror does not carry, and then "npm ci" refuses its own lock file.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = join(dirname(dirname(fileURLToPath(import.meta.url))), 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

let added = 0;
for (const [parent, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (!/^\d+\.\d+\.\d+/.test(version) || find(parent, name) === version) continue;
    const place = lock.packages[`node_modules/${name}`] ? `${parent}/node_modules/${name}` : `node_modules/${name}`;
    lock.packages[place] = { version, ...platformOf(name), optional: true };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} packages of other platforms named\n`);

/** The version that Node would find from `parent`. */
function find(parent, name) {
  for (let at = parent; ; at = at.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const found = lock.packages[`${at}${at === '' ? '' : '/'}node_modules/${name}`];
    if (found) return found.version;
    if (at === '') return undefined;
  }
}

/** Such packages are named after what they are for. */
function platformOf(name) {
  const parts = name.split(/[-/]/);
  const os = parts.filter((part) => systems.includes(part));
  const cpu = parts.map((part) => (part === 'armv7' ? 'arm' : part)).filter((part) => processors.includes(part));
  const libc = parts.includes('musl') || parts.includes('musleabihf') ? ['musl'] : parts.includes('gnu') || parts.includes('gnueabihf') ? ['glibc'] : [];
  if (os.length === 0 && cpu.length === 0) throw new Error(`${name}: no platform in its name`);
  return { ...(cpu.length > 0 && { cpu }), ...(libc.length > 0 && os.includes('linux') && { libc }), ...(os.length > 0 && { os }) };
}
