import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { TimelineRead } from '../src/contracts/reads.ts';
import { readConfig } from '../src/platform/config.ts';
import { attendOnce, type Attendance } from '../src/play/attend/attend.ts';
import { recall } from '../src/play/attend/memory.ts';
import type { Client } from '../src/play/client.ts';
import { reach, readRoster, Staff } from '../src/play/people.ts';
import { pause } from '../src/play/wait.ts';
import { cityReady } from './case/ready.ts';

export const help = `qinglan attend: play everybody but the market, while you play the market's side at the screens

  qinglan attend LOT [--url URL] [--keys DIR] [--once]

  LOT    id of a lot, or the address of its page
  --url  the platform, in demo mode (default http://127.0.0.1:8080, or PORT)
  --keys the demo's keys (default demo-keys in QINGLAN_DATA)
  --once look once, do what waits, and end

The centre takes the project in, the supervisor commits to its part of each draw, the host opens the bids, experts answer their phones,
sit and score. It never moves the clock: that is done on the page (demonstration, "move the clock").
It ends with the trade, or with Ctrl-C; started again it goes on. Exit: 0 the trade is over, 2 wrong use.
`;

const lookMs = 1_500;
const idPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** `qinglan attend`. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { url: { type: 'string' }, keys: { type: 'string' }, once: { type: 'boolean' } } });
  const lotId = idPattern.exec(positionals[0] ?? '')?.[0];
  if (lotId === undefined || positionals.length > 1) {
    process.stderr.write('qinglan attend: name one LOT, by its id or the address of its page; --help says more\n');
    return 2;
  }
  const config = readConfig(process.env);
  const keys = values.keys ?? config.data.demoKeys;
  const platform = await reach(values.url ?? `http://127.0.0.1:${config.port}`, keys);
  const told = say();
  await cityReady(keys, told);
  const file = join(keys, 'attend', `${lotId}.json`);
  const at: Attendance = { platform, staff: new Staff(platform), roster: await readRoster(platform), lotId, file, memory: await recall(file), tell: told };
  const members = new Map<string, Client>();
  for (;;) {
    const over = await attendOnce(at, members);
    told(await waitingFor(at));
    if (over || values.once === true) return 0;
    await pause(lookMs);
  }
}

/** Whom the trade waits for, by the timeline that everybody sees. */
async function waitingFor({ staff, lotId }: Attendance): Promise<string> {
  const { steps } = await (await staff.as('centre-a')).get<TimelineRead>(`/api/v1/lots/${lotId}/timeline`);
  const now = steps.find(({ status }) => status === 'now');
  return now ? `waiting: ${now.zh}${now.who === undefined ? '' : `, ${now.who}`}${now.dueAt === undefined ? '' : `, until ${now.dueAt}`}` : 'nothing is waited for';
}

/** A line that only repeats the last ones says nothing. */
function say(): (line: string) => void {
  const last: string[] = [];
  return (line) => {
    if (last.includes(line)) return;
    last.push(line);
    if (last.length > 6) last.shift();
    process.stderr.write(`${line}\n`);
  };
}
