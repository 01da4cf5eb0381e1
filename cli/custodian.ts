import { parseArgs } from 'node:util';
import { decodeVkey, fingerprint } from '../src/ledger/core/index.ts';
import { Client } from '../src/play/client.ts';
import { CustodianAgent } from '../src/play/custodian.ts';
import { identityIn, pinnedVkey } from './lib/place.ts';

export const help = `qinglan custodian: hold a share of every bid until its opening

  qinglan custodian --url URL --keys PLACE[,PLACE ...] [--vkey VKEY] [--every MS] [--once]

  --url    the platform, as http://127.0.0.1:8080
  --keys   one place for each custodian: a folder with sign.key.pem, sign.crt.pem, encrypt.key.pem and encrypt.crt.pem, or a
           JSON file {"name", "sign": {"key", "certificate"}, "encrypt": {"key", "certificate"}} of base64 (PKCS#8, DER)
  --vkey   the ledger's verifier key, obtained elsewhere. Without it the key in PLACE/ledger.vkey is used; the first start in
           a folder without one writes there what the platform shows, and its fingerprint should be compared
  --every  milliseconds between two looks (default 1000)
  --once   look once and end: exit 0 when nothing failed

Several keys in one process show the steps, not the separation: a real custodian runs its own agent on its own machine.
`;

interface Holder { name: string; agent: CustodianAgent; failed: () => number }

/** `qinglan custodian`. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { url: { type: 'string' }, keys: { type: 'string' }, vkey: { type: 'string' }, every: { type: 'string' }, once: { type: 'boolean' } },
  });
  const { url, keys } = values;
  const everyMs = Number(values.every ?? 1_000);
  if (!url || !keys || !Number.isInteger(everyMs) || everyMs < 50) {
    process.stderr.write('qinglan custodian: --url and --keys are needed, --every is at least 50; --help says more\n');
    return 2;
  }
  const holders = await Promise.all(keys.split(',').map((place) => holderOf(url, place, values.vkey)));
  if (values.once) {
    for (const { agent } of holders) await agent.tick();
    return holders.some(({ failed }) => failed() > 0) ? 1 : 0;
  }
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(name, () => stop.abort());
  await Promise.all(holders.map(({ agent }) => agent.run(stop.signal, everyMs)));
  return 0;
}

async function holderOf(url: string, place: string, givenVkey: string | undefined): Promise<Holder> {
  const who = await identityIn(place);
  const guest = new Client(url, '', null);
  const platform = await guest.get<{ deployment: string; ledger: { vkey: string } }>('/api/v1/platform');
  const vkey = givenVkey ?? (await pinnedVkey(place, platform.ledger.vkey));
  decodeVkey(vkey);
  const client = await new Client(url, platform.deployment, who).signIn();
  let failures = 0;
  const say = (line: string): void => { process.stdout.write(`${new Date().toISOString()} ${who.name}: ${line}\n`); };
  const agent = new CustodianAgent(client, vkey, {
    proved: (lotId, custodianId) => say(`${custodianId} proved its test share for lot ${lotId}`),
    released: (lotId, custodianId, bids) => say(`${custodianId} released its shares of ${bids} bids of lot ${lotId}`),
    failed(lotId, error) {
      failures += 1;
      process.stderr.write(`qinglan custodian: ${who.name}: ${lotId ? `lot ${lotId}: ` : ''}${error instanceof Error ? error.message : String(error)}\n`);
    },
  });
  say(`watches ${url} under ledger key ${fingerprint(decodeVkey(vkey))}`);
  return { name: who.name, agent, failed: () => failures };
}
