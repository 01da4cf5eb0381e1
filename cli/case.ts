import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/platform/config.ts';
import { Clock } from '../src/play/clock.ts';
import { guest, reach, readRoster, Staff, type Platform } from '../src/play/people.ts';
import type { Stage } from '../src/play/stage.ts';
import { playCase } from '../src/play/trade.ts';
import { differencesOf } from './case/compare.ts';
import { saveEvidence } from './case/evidence.ts';
import { readCase } from './case/read.ts';
import { cityReady } from './case/ready.ts';
import type { CaseFile, LotOutcome } from '../src/play/case-file.ts';

export const help = `qinglan case: play a trade over the public interface, as every role, and compare what comes out

  qinglan case FILE ... [--url URL] [--keys DIR] [--evidence DIR] [--pace SECONDS] [--json]

  --url       the platform, in demo mode (default http://127.0.0.1:8080, or PORT)
  --keys      the demo's keys (default demo-keys in QINGLAN_DATA)
  --evidence  where the exported proof of each trade is written (default: evidence beside the keys)
  --pace      seconds between the steps of the opening, so that one can watch it in the browser
  --json      the last line of output is {"id", "ok", "differences", "lots", "evidence"}, one line for each file

A case is one JSON file (cases/case.schema.json). The runner takes the lease of the demo's clock and waits for its turn.
Exit: 0 everything came out as expected, 1 something did not or a trade broke off, 2 wrong use.
`;

const clockWaitMs = 1_800_000;
const actsAtOnce = 8;
const paceMax = 60;

interface Options { url: string; keys: string; evidence: string; json: boolean; pace: number }
/** `evidence` is the file of the first lot; each lot names its own. */
interface Summary { id: string; ok: boolean; differences: string[]; lots: (LotOutcome & { evidence?: string })[]; evidence: string | null }

/** `qinglan case`. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args], allowPositionals: true,
    options: { url: { type: 'string' }, keys: { type: 'string' }, evidence: { type: 'string' }, json: { type: 'boolean' }, pace: { type: 'string' } },
  });
  if (positionals.length === 0) {
    process.stderr.write('qinglan case: name at least one FILE; --help says more\n');
    return 2;
  }
  const config = readConfig(process.env);
  const keys = values.keys ?? config.data.demoKeys;
  const options: Options = { url: values.url ?? `http://127.0.0.1:${config.port}`, keys, evidence: values.evidence ?? join(keys, '..', 'evidence'), json: values.json ?? false, pace: Number(values.pace ?? 0) };
  if (!(options.pace >= 0 && options.pace <= paceMax)) {
    process.stderr.write(`qinglan case: --pace is a number of seconds from 0 to ${paceMax}\n`);
    return 2;
  }
  // every file is read before anything is played
  const files = await Promise.all(positionals.map(readCase));
  const platform = await reach(options.url, options.keys);
  await cityReady(options.keys, (line) => process.stderr.write(`${line}\n`));
  let failed = 0;
  for (const file of files) {
    const summary = await playOne(platform, file, options);
    report(summary, options.json);
    if (!summary.ok) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

async function playOne(platform: Platform, file: CaseFile, { evidence, pace }: Options): Promise<Summary> {
  const begun = performance.now();
  const tell = (line: string): void => { process.stderr.write(`${file.id}: ${line} (${((performance.now() - begun) / 1000).toFixed(1)} s)\n`); };
  try {
    const clock = await Clock.take(guest(platform), `case ${file.id}`.slice(0, 100), { waitMs: clockWaitMs, waiting: () => tell('waits for the clock') });
    try {
      const stage: Stage = { platform, clock, staff: new Staff(platform), roster: await readRoster(platform), parallel: actsAtOnce, tell, pace };
      const lots = await playCase(stage, file);
      const differences = file.lots.flatMap((lot, i) => differencesOf(lot, lots[i]).map((text) => (file.lots.length > 1 ? `lot ${lot.lotNo}: ${text}` : text)));
      const saved = await saveEvidence(platform, file.id, lots.flatMap((lot) => [lot.lotId, ...(lot.retendered ? [lot.retendered.lotId] : []), ...(lot.orders ?? []).map((order) => order.lotId)]), evidence);
      tell(differences.length === 0 ? 'agrees' : `${differences.length} differences`);
      return { id: file.id, ok: differences.length === 0, differences, lots: lots.map((lot) => withEvidence(lot, saved)), evidence: saved[0] ?? null };
    } finally {
      await clock.release().catch(() => undefined);
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    tell(`broke off: ${text}`);
    if (process.env['QINGLAN_LOG'] === 'debug' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    return { id: file.id, ok: false, differences: [`broke off: ${text}`], lots: [], evidence: null };
  }
}

/** Files are named by the first signs of their lot. */
function withEvidence(lot: LotOutcome, saved: readonly string[]): LotOutcome & { evidence?: string } {
  const evidence = saved.find((path) => path.endsWith(`-${lot.lotId.slice(0, 8)}.json`));
  return { ...lot, ...(evidence === undefined ? {} : { evidence }), ...(lot.retendered ? { retendered: withEvidence(lot.retendered, saved) } : {}) };
}

function report({ id, ok, differences, lots, evidence }: Summary, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ id, ok, differences, lots, evidence })}\n`);
    return;
  }
  const lines = lots.map((lot) => `  ${lot.submitted} submitted, ${lot.opened} opened, ${lot.valid} valid: ${lot.outcome}${lot.winner ? ` to ${lot.winner}` : ''}${lot.certificateNo ? `, certificate ${lot.certificateNo}` : ''}${lot.evidence ? `\n  evidence: ${lot.evidence}` : ''}`);
  process.stdout.write([`${id}: ${ok ? 'agrees' : 'DOES NOT AGREE'}`, ...lines, ...differences.map((text) => `  - ${text}`)].join('\n') + '\n');
}
