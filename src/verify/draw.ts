import { limitInteger, mustParam } from '../kernel/params.ts';
import { distinctRoles, replayChance, replayPick, revealFits, SECRET_UNTIL, type Revealed } from '../kernel/chance-replay.ts';
import { inputHash } from '../kernel/chance.ts';
import { fromBase64, fromHex, HASH_SIZE, verifyConsistency, type Json } from '../ledger/core/index.ts';
import { gateOpener, isSecretDraw } from './gates.ts';
import { read, Reading, type Act } from './read.ts';
import { must, refuse } from './refusal.ts';
import { actsOf, sameJson, type Trade } from './trade.ts';

/** A draw: its frozen list, who committed, and what came of it. */
export interface Chance {
  readonly chanceId: string;
  readonly purpose: string;
  readonly t0: Act;
  readonly revealed: Revealed | null;
  readonly inputs: readonly string[] | null;
  /** null while the digest of a secret list is only committed to */
  readonly inputHash: string | null;
  /** seed and order; null while closed, void or not revealed yet */
  readonly drawn: { readonly seed: string; readonly order: readonly string[] } | null;
  readonly silent: readonly string[];
}

/** Who may contribute. The platform and its staff never count. */
const CONTRIBUTORS: readonly string[] = ['tenderer', 'supervisor', 'discipline', 'bidder'];

/** Every draw: committed before its list was fixed, its beacon the log's own root at that moment, and seed and order replayed. */
export function checkDraws(trade: Trade): Chance[] {
  const chances = actsOf(trade, 'gov-chance-t0', 'gov').map((t0) => checkChance(trade, t0));
  must(trade.beacons.length === chances.length, 'draw', '信标证明与抽取数不符', 'there is not one beacon for each draw');
  for (const fp of ['gov-chance-reveal', 'gov-chance-beacon', 'gov-chance-void']) {
    for (const act of actsOf(trade, fp, 'gov')) {
      const id = read('draw', act).text('chanceId');
      must(chances.some(({ chanceId }) => chanceId === id), 'draw', `#${act.index} 属于未固定输入的抽取`, `#${act.index} is of a draw without a frozen list`);
    }
  }
  return chances;
}

function checkChance(trade: Trade, t0: Act): Chance {
  const said = read('draw', t0);
  const chanceId = said.text('chanceId');
  const of = (fp: string): Act[] => actsOf(trade, fp, 'gov').filter((act) => read('draw', act).text('chanceId') === chanceId);
  const contributions = said.members('contributions').map((one) => ({ party: one.text('party'), role: one.text('role'), commit: one.text('commit') }));
  checkCommitments(t0, of('gov-chance-commit'), contributions);
  const beacon = checkBeacon(trade, t0, chanceId, of('gov-chance-beacon'));
  const reveals = checkReveals(t0, beacon?.act ?? null, of('gov-chance-reveal'), contributions);
  const inputs = inputsOf(t0, said);
  const hash = inputHashOf(t0, said);
  if (inputs !== null) must(hash !== null && inputHash(inputs) === hash, 'draw', `抽取 ${chanceId} 的名单与摘要不符`, `the list of draw ${chanceId} is not the one frozen`);
  const [ended] = of('gov-chance-void');
  const purpose = said.text('purpose');
  const silent = ended === undefined ? [] : checkVoid(ended, { reveals, contributions, hidden: isSecretDraw(t0) && gateOpener(trade, SECRET_UNTIL) === null });
  const whole = ended === undefined && beacon !== null && reveals.length === contributions.length;
  const revealed: Revealed | null = whole ? { purpose, inputIds: inputs ?? [], beacon: beacon.root, contributions: reveals } : null;
  const drawn = revealed !== null && inputs !== null ? replayChance(trade.lotId, revealed) : null;
  return { chanceId, purpose, t0, revealed, inputs, inputHash: hash, drawn, silent };
}

interface Contribution { readonly party: string; readonly role: string; readonly commit: string }

function checkCommitments(t0: Act, commits: readonly Act[], contributions: readonly Contribution[]): void {
  const least = limitInteger(mustParam('minCommitments'));
  const independent = distinctRoles({ contributions: contributions.filter(({ role }) => CONTRIBUTORS.includes(role)) });
  must(independent.length >= least, 'draw', `#${t0.index} 独立承诺方不足 ${least}`, `#${t0.index}: fewer than ${least} independent roles had committed`);
  const made = commits.map((act) => {
    must(act.index < t0.index && act.time <= t0.time, 'draw', `#${act.index} 承诺晚于名单固定`, `#${act.index}: committed after the list was frozen`);
    const said = read('draw', act);
    const one = { party: said.text('party'), role: said.text('role'), commit: said.text('commit') };
    must(act.actorRole === one.role, 'draw', `#${act.index} 承诺角色不符`, `#${act.index}: committed in another role than told`);
    return one;
  });
  const sorted = (list: readonly Contribution[]): Contribution[] => [...list].sort((a, b) => (a.party < b.party ? -1 : 1));
  must(sameJson(sorted(made), sorted(contributions)), 'draw', `#${t0.index} 的承诺与存证不符`, `#${t0.index}: the commitments are not those that were made`);
}

/** The beacon is the root of the tree that ends with the T0 leaf, and the log has only grown since. */
function checkBeacon(trade: Trade, t0: Act, chanceId: string, beacons: readonly Act[]): { act: Act; root: string } | null {
  const given = trade.beacons.filter((one) => one.text('chanceId') === chanceId);
  const [proof] = given;
  must(proof !== undefined && given.length === 1 && proof.count('t0Index') === t0.index, 'draw', `缺少抽取 ${chanceId} 的信标证明`, `no proof of the beacon of draw ${chanceId}`);
  const root = proof.text('root');
  const { size, root: last } = trade.proved.checkpoint;
  const claim = {
    first: t0.index + 1, second: size, firstRoot: fromHex(root, HASH_SIZE), secondRoot: last, path: proof.texts('consistency').map((step) => fromBase64(step, HASH_SIZE)),
  };
  must(verifyConsistency(claim), 'draw', `抽取 ${chanceId} 的信标不是账本当时的根`, `the beacon of draw ${chanceId} is no root of this log`);
  const [act] = beacons;
  if (act === undefined) return null;
  must(beacons.length === 1 && act.index > t0.index && read('draw', act).text('beacon') === root, 'draw', `#${act.index} 公布的信标不符`, `#${act.index}: another beacon than the log's root`);
  return { act, root };
}

function checkReveals(t0: Act, beacon: Act | null, reveals: readonly Act[], contributions: readonly Contribution[]) {
  const seen = new Set<string>();
  return reveals.map((act) => {
    const said = read('draw', act);
    const [party, r, salt] = [said.text('party'), said.text('r'), said.text('salt')];
    const own = contributions.find((one) => one.party === party) ?? refuse('draw', `#${act.index} 未承诺而揭示`, `#${act.index}: revealed without having committed`);
    must(!seen.has(party), 'draw', `#${act.index} 重复揭示`, `#${act.index}: revealed twice`);
    seen.add(party);
    must(beacon !== null && act.index > t0.index && act.time >= beacon.time, 'draw', `#${act.index} 揭示早于信标`, `#${act.index}: revealed before the beacon was known`);
    const formed = /^[0-9a-f]{64}$/.test(r) && /^([0-9a-f]{2}){16,32}$/.test(salt);
    must(formed && revealFits(own, r, salt), 'draw', `#${act.index} 揭示值与承诺不符`, `#${act.index}: what was revealed is not what was committed`);
    return { ...own, r, salt };
  });
}

/** Who is named silent is who did not reveal; while reveals are behind their gate, at least one who had committed. */
function checkVoid(ended: Act, { reveals, contributions, hidden }: { reveals: readonly { party: string }[]; contributions: readonly Contribution[]; hidden: boolean }): string[] {
  const silent = read('draw', ended).members('silent').map((one) => one.text('party')).sort();
  if (hidden) {
    const known = silent.length > 0 && silent.every((one) => contributions.some(({ party }) => party === one));
    must(known, 'draw', `#${ended.index} 作废理由不符`, `#${ended.index}: void, and nobody who had committed is named`);
    return silent;
  }
  const missing = contributions.filter(({ party }) => !reveals.some((one) => one.party === party)).map(({ party }) => party).sort();
  must(missing.length > 0 && sameJson(silent, missing), 'draw', `#${ended.index} 作废理由不符`, `#${ended.index}: void although all revealed, or the silent are misnamed`);
  return silent;
}

function inputHashOf(t0: Act, said: Reading): string | null {
  if (!isSecretDraw(t0)) return said.text('inputHash');
  const opened = t0.opened.get('inputHash');
  return opened === undefined ? null : new Reading('draw', { inputHash: opened }, `#${t0.index}`).text('inputHash');
}

function inputsOf(t0: Act, said: Reading): string[] | null {
  if (said.has('inputIds')) return said.texts('inputIds');
  const opened: Json | undefined = t0.opened.get('inputIds');
  return opened === undefined ? null : new Reading('draw', { inputIds: opened }, `#${t0.index}`).texts('inputIds');
}

/** Coefficients drawn at the opening: from the published lists, by the seed of the draw. Name to value. */
export function checkCoefficients(trade: Trade, chances: readonly Chance[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const act of actsOf(trade, 'opn-coefficient')) {
    const said = read('draw', act);
    const [name, value, candidates] = [said.text('coefficientName'), said.text('drawnValue'), said.texts('candidates')];
    const id = said.member('proof').text('chanceId');
    const chance = chances.find(({ chanceId }) => chanceId === id);
    must(chance !== undefined && chance.purpose === 'coefficients' && chance.revealed !== null, 'draw', `#${act.index} 的抽取未完成`, `#${act.index}: drawn from a draw that is not complete`);
    must(sameJson(chance.inputs?.filter((one) => one.startsWith(`${name}=`)) ?? [], candidates.map((one) => `${name}=${one}`)), 'draw', `#${act.index} 的候选值未在名单内`, `#${act.index}: drawn from values that were not frozen`);
    const replayed = replayPick(trade.lotId, chance.revealed, `coefficient-${name}`, candidates);
    must(replayed.value === value && replayed.seed === said.text('seed') && replayed.inputHash === said.text('inputHash'), 'draw', `#${act.index} 系数 ${name} 重算不符`, `#${act.index}: coefficient ${name} replays to ${replayed.value}, not ${value}`);
    must(!Object.hasOwn(values, name), 'draw', `系数 ${name} 抽取两次`, `coefficient ${name} was drawn twice`);
    values[name] = value;
  }
  return values;
}
