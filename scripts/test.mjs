// npm test: every check, in the order of what fails fastest, on a fresh clone. The last line is "N passed, N failed".
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensurePackages, ensureWeb, findNode, main, root, say } from './ready.mjs';

const modules = join(root, 'node_modules');
const results = join(modules, '.cache', 'qinglan-tests');

await main(async () => {
  ensurePackages();
  const node = findNode();
  let [passed, failed] = [0, 0];
  const broken = [];
  const failures = [];
  const count = (name, ok) => {
    if (ok) return (passed += 1);
    broken.push(name);
    return (failed += 1);
  };

  for (const { name, args } of checks()) count(name, await step(node, name, args));
  count('pages build', await webBuilds(node));
  for (const { name, args } of suites()) {
    const report = join(results, `${name}.json`);
    rmSync(report, { force: true });
    const ok = await step(node, name, [join(modules, 'vitest', 'vitest.mjs'), 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
    const tests = read(report);
    passed += tests.passed;
    failed += tests.failed;
    failures.push(...tests.failures);
    // A suite that ended badly without a failed test (a crash, no file found, an error beside the tests) is a failure too.
    if (!ok && tests.failed === 0) failed += 1;
    if (!ok) broken.push(name);
  }

  for (const failure of failures) process.stdout.write(`${failure}\n\n`);
  if (broken.length > 0) process.stdout.write(`failed: ${broken.join(', ')}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});

function checks() {
  return [
    { name: 'types', args: [join(modules, 'typescript', 'bin', 'tsc'), '-p', root] },
    { name: 'lint', args: [join(modules, 'oxlint', 'bin', 'oxlint'), ...(existsSync(join(modules, 'oxlint-tsgolint')) ? ['--type-aware'] : [])] },
    { name: 'architecture', args: [join(root, 'architecture', 'check.ts')] },
    { name: 'generated files', args: [join(root, 'cli', 'main.ts'), 'generate', '--check'] },
  ];
}

function suites() {
  return ['unit', 'pg', 'lifecycle', 'e2e'].map((name) => ({ name, args: ['--project', name] }));
}

/** The end-to-end tests open the built pages; that they build is a result of its own. */
async function webBuilds(node) {
  const began = Date.now();
  try {
    ensureWeb(node);
    told('pages build', true, began);
    return true;
  } catch (error) {
    say(error.message);
    told('pages build', false, began);
    return false;
  }
}

function step(node, name, args) {
  const began = Date.now();
  process.stdout.write(`== ${name}\n`);
  mkdirSync(results, { recursive: true });
  const child = spawn(node, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: join(modules, '.cache', 'qinglan-compile') } });
  return new Promise((done) => {
    child.once('error', (error) => done(say(error.message) ?? false));
    child.once('exit', (code) => done(code === 0));
  }).then((ok) => {
    told(name, ok, began);
    return ok;
  });
}

function told(name, ok, began) {
  process.stdout.write(`== ${name}: ${ok ? 'ok' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(1)} s)\n\n`);
}

function read(report) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests, failures: testResults.flatMap(failuresOf) };
  } catch {
    return { passed: 0, failed: 0, failures: [] };
  }
}

/** Said again at the very end: thousands of lines after it happened, and what keeps only the last lines should keep the cause. */
function failuresOf({ name, message, assertionResults }) {
  const file = relative(root, name);
  const tests = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName, failureMessages }) => `FAILED ${file} > ${fullName}\n${firstLines(failureMessages.join('\n'))}`);
  return tests.length === 0 && message ? [`FAILED ${file}\n${firstLines(message)}`] : tests;
}

const firstLines = (text) => text.split('\n').slice(0, 25).map((line) => `  ${line}`).join('\n');
