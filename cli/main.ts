import { exitCodes, StartError } from '../src/platform/start-error.ts';

/** What a file of a verb exports. */
export interface Verb {
  help: string;
  run: (args: readonly string[]) => Promise<number>;
}

const verbs: Readonly<Record<string, { about: string; load: () => Promise<Verb> }>> = {
  start: { about: 'serve the platform', load: () => import('./start.ts') },
  case: { about: 'play a trade over the public interface, as every role', load: () => load('case') },
  attend: { about: 'play everybody but the market, while you play the market at the screens', load: () => load('attend') },
  seal: { about: 'seal a bid', load: () => load('seal') },
  submit: { about: 'hand in a sealed bid', load: () => load('submit') },
  status: { about: 'look at a lot, own bids and their receipts', load: () => load('status') },
  withdraw: { about: 'withdraw or revoke an own bid', load: () => load('withdraw') },
  decrypt: { about: 'open an own bid at the opening', load: () => load('decrypt') },
  'price-table': { about: 'make and check price tables (xlsx)', load: () => load('price-table') },
  verify: { about: 'check an exported trade, offline', load: () => load('verify') },
  custodian: { about: 'hold a share of every bid until its opening', load: () => load('custodian') },
  catalogue: { about: 'read the catalogue of acts, roles and rules', load: () => load('catalogue') },
  bench: { about: 'measure, as JSON lines', load: () => load('bench') },
  generate: { about: 'write the generated files, or check them', load: () => import('./generate.ts') },
};

process.exitCode = await main(process.argv.slice(2));
// A verb may leave a socket or a timer behind; it has answered, so nothing may hold it.
process.stdout.write('', () => process.exit());

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  if (name === '' || name === '--help' || name === '-h' || name === 'help') {
    (name === '' ? process.stderr : process.stdout).write(usage());
    return name === '' ? exitCodes.badUsage : 0;
  }
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) return fail(`no verb "${name}"; there are: ${Object.keys(verbs).join(', ')}`, exitCodes.badUsage);
  try {
    return await runVerb(await verb.load(), args);
  } catch (error) {
    if (error instanceof StartError) return fail(error.message, error.exitCode);
    return fail(describe(error), isUsageError(error) ? exitCodes.badUsage : exitCodes.failed);
  }
}

async function runVerb({ help, run }: Verb, args: readonly string[]): Promise<number> {
  if (!args.includes('--help') && !args.includes('-h')) return run(args);
  process.stdout.write(`${help.trim()}\n`);
  return 0;
}

function load(name: string): Promise<Verb> {
  return import(`./${name}.ts`) as Promise<Verb>;
}

function usage(): string {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length));
  const lines = Object.entries(verbs).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  return `qinglan VERB [arguments]; --help after a verb says more\n\n${lines.join('\n')}\n`;
}

function fail(line: string, code: number): number {
  process.stderr.write(`qinglan: ${line}\n`);
  return code;
}

/** What node:util parseArgs throws about the arguments. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS');
}

/** One line, unless somebody is looking for the fault. */
function describe(error: unknown): string {
  if (process.env.QINGLAN_LOG === 'debug' && error instanceof Error && error.stack) return error.stack;
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split('\n')[0] ?? '';
}
