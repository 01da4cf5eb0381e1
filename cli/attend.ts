import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/platform/config.ts';
import { attendOnce } from '../src/play/attend/attend.ts';
import { both, type Attendance } from '../src/play/attend/attempt.ts';
import { roundMinutes } from '../src/play/attend/rounds.ts';
import { recall } from '../src/play/attend/memory.ts';
import { waitingFor } from '../src/play/attend/waiting.ts';
import { reach, readRoster, Staff } from '../src/play/people.ts';
import { pause } from '../src/play/wait.ts';
import { cityReady } from './case/ready.ts';

const defaultRounds = 2;
const mostRounds = 9;

export const help = `qinglan attend: play everybody but the market, while you play the market's side at the screens

  qinglan attend LOT [--rounds N] [--url URL] [--keys DIR] [--once]

  LOT      id of a lot, or the address of its page
  --rounds how often quotes are called for in a negotiation, consultation or single source, the last time for the final ones (default ${defaultRounds})
  --url    the platform, in demo mode (default: that of the address; of an id http://127.0.0.1:8080, or PORT)
  --keys   the demo's keys (default demo-keys in QINGLAN_DATA, which is ./data)
  --once   look once, do what waits, and end

For engineering tenders and every method of government procurement: the centre takes the project in, the supervisor commits to its part
of each draw, the host opens the bids, experts answer their phones, sit, review and score, and the chair of a negotiating group opens
each round of quotation for ${roundMinutes} minutes. What is the market's it leaves to the market and says so: bids, quotes, confirmations, the
purchaser's review of qualification, the award and all after it. It never moves the clock: that is done on the page (调快时钟). What it
tells stands in Chinese and in English, as the pages name things.
It ends with the trade, or with Ctrl-C; started again it goes on. Exit: 0 the trade is over, 2 wrong use.
`;

const lookMs = 1_500;
const idPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** `qinglan attend`. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { url: { type: 'string' }, keys: { type: 'string' }, once: { type: 'boolean' }, rounds: { type: 'string', default: String(defaultRounds) } } });
  const lotId = idPattern.exec(positionals[0] ?? '')?.[0];
  if (lotId === undefined || positionals.length > 1) {
    process.stderr.write('qinglan attend: name one LOT, by its id or the address of its page; --help says more\n');
    return 2;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > mostRounds) {
    process.stderr.write(`qinglan attend: --rounds is a number from 1 to ${mostRounds}\n`);
    return 2;
  }
  const config = readConfig(process.env);
  const keys = values.keys ?? config.data.demoKeys;
  const url = values.url ?? originOf(positionals[0] ?? '') ?? `http://127.0.0.1:${config.port}`;
  const platform = await reach(url, keys).catch((error: unknown) => { throw isUnreachable(error) ? new Error(`nothing answers at ${url}: is the platform started? another address is given with --url, or as the address of the lot's page`) : error; });
  const told = say();
  await cityReady(keys, () => { told(both(['等待演示城市建成', 'waits for the demo city to be complete'])); });
  const file = join(keys, 'attend', `${lotId}.json`);
  const at: Attendance = { platform, staff: new Staff(platform), roster: await readRoster(platform), lotId, file, memory: await recall(file), rounds, members: new Map(), tell: told };
  for (;;) {
    const over = await lookOnce(at);
    if (over || values.once === true) return 0;
    await pause(lookMs);
  }
}

/** Where the page of the lot was seen, there its platform is. */
function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined;
}

function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'fetch failed';
}

/** A platform that is started again meanwhile is waited for. */
async function lookOnce(at: Attendance): Promise<boolean> {
  try {
    const over = await attendOnce(at);
    at.tell(await waitingFor(at));
    return over;
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    at.tell(both(['平台没有应答，稍后再问', 'the platform does not answer: asking again']));
    return false;
  }
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
