import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LotsRead } from '../../src/contracts/reads.ts';
import { Clock } from '../../src/play/clock.ts';
import { guest, reach, readRoster, Staff } from '../../src/play/people.ts';
import { readCase } from '../../cli/case/read.ts';
import { playMarket } from './market-side.ts';
import { freePort, launch, repository, type Process } from '../lifecycle/process.ts';

const caseFiles = readdirSync(join(repository, 'cases')).filter((name) => name.endsWith('.json') && name !== 'case.schema.json');
const minutes = 60_000;

interface Summary { id: string; ok: boolean; differences: string[]; lots: unknown[]; evidence: string }
interface Ran { code: number; stdout: string; stderr: string }

let data = '';
let url = '';
let port = 0;
let server: Process;
let all: Ran;

/** One server on a fresh folder; the runner itself waits for the city, as a person would who types both commands. */
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'qinglan-cases-'));
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = launch({ data, port, args: [join(repository, 'cli', 'main.ts'), 'start'] });
  await server.until(() => server.stdout.includes('ledger key'));
  all = await qinglan('case', '--json', ...caseFiles.map((name) => join(repository, 'cases', name)));
}, 10 * minutes);

afterAll(async () => {
  await server.stop('SIGTERM');
  await rm(data, { recursive: true, force: true });
}, minutes);

describe('every case of the folder', () => {
  it.each(caseFiles)('%s', (name) => {
    const { id } = JSON.parse(readFileSync(join(repository, 'cases', name), 'utf8')) as { id: string };
    const summary = summaries(all).find((one) => one.id === id);
    expect(summary, all.stderr.slice(-2_000)).toMatchObject({ ok: true, differences: [] });
    expect(summary?.lots).not.toEqual([]);
  });

  it('ends with exit 0, one line of JSON for each file and nothing else', () => {
    expect(all.code, all.stderr.slice(-2_000)).toBe(0);
    expect(summaries(all)).toHaveLength(caseFiles.length);
  });
});

it('the evidence of every trade holds under the policy of the platform it ran on', async () => {
  const refused: string[] = [];
  for (const { id, evidence } of summaries(all)) {
    const { code, stderr } = await qinglan('verify', evidence);
    if (code !== 0) refused.push(`${id}: ${stderr.trim()}`);
  }
  expect(refused).toEqual([]);
}, 3 * minutes);

it('an expectation that does not come true is named and ends with exit 1', async () => {
  const file = JSON.parse(readFileSync(join(repository, 'cases', 'gp-too-few.json'), 'utf8')) as { lots: { expect: Record<string, unknown> }[] };
  const [lot] = file.lots;
  if (lot) Object.assign(lot.expect, { submitted: 7, outcome: 'awarded' });
  const path = join(data, 'changed.json');
  await writeFile(path, JSON.stringify(file));
  const { code, stdout } = await qinglan('case', '--json', path);
  expect(code).toBe(1);
  const { ok, differences } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Summary;
  expect(ok).toBe(false);
  expect(differences).toEqual(['submitted: expected 7, came out 3', 'outcome: expected "awarded", came out "failed"']);
}, 2 * minutes);

it('a file that is no case is refused before anything is played', async () => {
  const path = join(data, 'no-case.json');
  await writeFile(path, JSON.stringify({ id: 'x', category: 'engineering', kind: 'open-tender', titleZh: 'x', source: 'x', lots: [] }));
  const { code, stderr } = await qinglan('case', path);
  expect(code).toBe(2);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect((await qinglan('case')).code).toBe(2);
}, minutes);

it('the demo city has its people and trades in every stage', async () => {
  const keys = join(data, 'demo-keys');
  const roster = JSON.parse(readFileSync(join(keys, 'experts', 'roster.json'), 'utf8')) as unknown[];
  expect(roster).toHaveLength(200);
  expect(readdirSync(keys).filter((name) => /^(tenderer|agency|bidder)-/.test(name))).toHaveLength(30);
  for (const name of ['centre-a', 'supervisor-finance', 'bidder-1']) {
    expect(existsSync(join(keys, name, 'encrypt.crt.pem'))).toBe(true);
    expect(statSync(join(keys, name, 'sign.key.pem')).mode & 0o077).toBe(0);
  }
  const { items } = await (await fetch(`${url}/api/v1/lots?limit=100`)).json() as LotsRead;
  const stages = new Set(items.map((lot) => lot.stage));
  // the cases before have moved the clock by months: applications have closed meanwhile
  expect(['prequal-noticed', 'prequal-review'].some((stage) => stages.has(stage))).toBe(true);
  for (const stage of ['evaluated', 'candidate-publicity', 'contracted', 'closed', 'failed', 'result-published']) expect(stages).toContain(stage);
}, minutes);

function summaries({ stdout }: Ran): Summary[] {
  return stdout.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line) as Summary);
}

function qinglan(...args: string[]): Promise<Ran> {
  return new Promise((done) => {
    execFile(process.execPath, [join(repository, 'cli', 'main.ts'), ...args], { env: { ...process.env, QINGLAN_DATA: data, PORT: String(port) }, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}

it('whoever plays the market alone finds everybody else there: qinglan attend', async () => {
  const platform = await reach(url, join(data, 'demo-keys'));
  const clock = await Clock.take(guest(platform), 'market side', { waitMs: minutes });
  const stage = { platform, clock, staff: new Staff(platform), roster: await readRoster(platform), parallel: 2, tell: () => undefined };
  let attending: Promise<Ran> | undefined;
  const { lot: { lotId } } = await playMarket(stage, await readCase(join(repository, 'cases', 'eng-drawn-coefficient.json')), (lot) => { attending = qinglan('attend', `${url}/lots/${lot}`); });
  await clock.release();
  const report = await (await stage.staff.as('centre-a')).get<{ state: string; signed: number; committeeSize: number }>(`/api/v1/lots/${lotId}/evaluation`);
  expect(report).toMatchObject({ state: 'reported', signed: 5, committeeSize: 5 });
  // it waits for the market now, and would go on to the end
  expect(await Promise.race([attending, new Promise((resolve) => { setTimeout(resolve, 50, 'attends'); })])).toBe('attends');
}, 3 * minutes);
