import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { fixture, forge, leafOf, vkeyLine } from './forge.ts';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'qinglan-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const trade = fixture('too-few');
const policy = vkeyLine(trade.bundle.origin, trade.seed);
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const evidence = file('evidence.json', trade.text);
const trusted = file('policy', policy);

function run(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number; out: string; err: string }> {
  const { QINGLAN_POLICY: _own, ...rest } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'verify', ...args], { env: { ...rest, QINGLAN_DATA: join(folder, 'nobody'), ...env } }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

it('takes its policy from the option, else the environment, else the local platform, and never from the file', async () => {
  file('ledger.policy', policy);
  const answers = await Promise.all([run([evidence, '--policy', trusted]), run([evidence], { QINGLAN_POLICY: trusted }), run([evidence], { QINGLAN_DATA: folder }), run([evidence])]);
  expect(answers.map(({ code }) => code)).toEqual([0, 0, 0, 2]);
  expect(answers[0]?.out).toContain('核验通过');
  const none = answers[3]?.err ?? '';
  expect(none).toContain(trade.bundle.origin);
  expect(none).toContain('fingerprint');
  expect(none.trimEnd().split('\n')).toHaveLength(1);
});

it('says in one line which check a forged trade breaks', async () => {
  const forged = file('forged.json', forge(trade, (draft) => { leafOf(draft, 'bid-receipt').body.public['receivedAt'] = '2026-01-01T00:00:00.000Z'; }));
  const [plain, json] = await Promise.all([run([forged, '--policy', trusted]), run([forged, '--policy', trusted, '--json'])]);
  expect([plain.code, plain.out, json.code]).toEqual([1, '', 1]);
  expect(plain.err).toMatch(/^qinglan verify: receipts: .*\n$/);
  expect(JSON.parse(json.out)).toMatchObject({ ok: false, check: 'receipts' });
});

it('fetches what is named by its address, later where it is told to come later', async () => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (request.url === '/none') response.writeHead(404).end();
    else if (asked === 1) response.writeHead(503, { 'retry-after': '0' }).end('{}');
    else response.end(trade.text);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    expect((await run([`${url}/evidence`, '--policy', trusted])).code).toBe(0);
    expect(asked).toBe(2);
    expect(await run([`${url}/none`, '--policy', trusted])).toMatchObject({ code: 2, err: `qinglan verify: ${url}/none cannot be read\n` });
  } finally {
    server.close();
  }
});

it('tells wrong use and broken files in one line', async () => {
  const [help, without, missing, broken, badPolicy] = await Promise.all([
    run(['--help']), run([]), run([join(folder, 'nothing')]), run([file('broken.json', '{'), '--policy', trusted]), run([evidence, '--policy', file('bad', 'quorum all\n')]),
  ]);
  expect([help.code, without.code, missing.code, broken.code, badPolicy.code]).toEqual([0, 2, 2, 1, 2]);
  for (const { err } of [without, missing, broken, badPolicy]) expect(err.trimEnd().split('\n')).toHaveLength(1);
});
