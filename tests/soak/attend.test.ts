import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCase } from '../../cli/case/read.ts';
import { cityReady } from '../../cli/case/ready.ts';
import type { LotRead } from '../../src/contracts/reads.ts';
import { Clock } from '../../src/play/clock.ts';
import { guest, reach, readRoster, Staff } from '../../src/play/people.ts';
import type { Stage } from '../../src/play/stage.ts';
import { concludeMarket, playMarket } from '../cases/market-side.ts';
import { freePort, launch, repository, type Process } from '../lifecycle/process.ts';

// Procurements whose market is played over the interface while `qinglan attend` plays everybody else, to the certificate.
const minutes = 60_000;
const procedures = [['竞争性磋商', 'gp-consultation'], ['询价', 'gp-inquiry'], ['单一来源', 'gp-single-source'], ['框架协议', 'gp-framework']] as const;

interface Ran { code: number; stdout: string; stderr: string }
let data = '';
let url = '';
let server: Process;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'qinglan-attend-'));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = launch({ data, port, args: [join(repository, 'cli', 'main.ts'), 'start'] });
  await server.until(() => server.stdout.includes('ledger key'));
  await cityReady(join(data, 'demo-keys'), () => undefined);
}, 4 * minutes);

afterAll(async () => {
  await server.stop('SIGTERM');
  await rm(data, { recursive: true, force: true });
}, minutes);

it.each(procedures)('%s goes to its certificate beside qinglan attend', async (_name, id) => {
  const platform = await reach(url, join(data, 'demo-keys'));
  const clock = await Clock.take(guest(platform), `market side of ${id}`, { waitMs: 3 * minutes });
  const stage: Stage = { platform, clock, staff: new Staff(platform), roster: await readRoster(platform), parallel: 2, tell: () => undefined };
  let attending: Promise<Ran> | undefined;
  try {
    const played = await playMarket(stage, await readCase(join(repository, 'cases', `${id}.json`)), (lot) => { attending = qinglan('attend', `${url}/lots/${lot}`); });
    const { lotId } = played.lot;
    const certificateNo = await concludeMarket(stage, played);
    const { code, stderr } = await (attending ?? Promise.reject(new Error('nobody attends')));
    expect(stderr.trim().split('\n').at(-1)).toContain('the trade is over');
    expect(code, stderr.slice(-2_000)).toBe(0);
    expect((await guest(platform).get<LotRead>(`/api/v1/lots/${lotId}`)).stage).toBe('closed');
    expect(await guest(platform).get<object>(`/api/v1/certificates/${certificateNo}`)).toMatchObject({ lotId });
    const evidence = join(data, `${id}.json`);
    await writeFile(evidence, await guest(platform).getText(`/api/v1/lots/${lotId}/evidence`));
    const checked = await qinglan('verify', evidence);
    expect(checked.code, checked.stderr).toBe(0);
  } finally {
    await clock.release();
  }
}, 5 * minutes);

function qinglan(...args: string[]): Promise<Ran> {
  return new Promise((done) => {
    execFile(process.execPath, [join(repository, 'cli', 'main.ts'), ...args], { env: { ...process.env, QINGLAN_DATA: data, PORT: new URL(url).port }, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}
