import { Client } from '../../../cli/lib/client.ts';
import { limitInteger, mustParam } from '../../../src/kernel/params.ts';
import { CustodianAgent } from '../../../src/play/custodian.ts';
import { recoverBidderSecret, toBase64Url } from '../../../src/seal/index.ts';
import type { Bid } from '../../../src/modules/bidding/index.ts';
import type { Rec } from '../../../src/platform/records.ts';
import { inState, iso, ms, turn, type At, type Generator, type Turn } from '../generator.ts';
import { custodianNames, type Player } from '../players.ts';
import { chanceOf } from '../view.ts';
import { bidsOf } from './bidding.ts';
import { ready } from './chance.ts';
import { custodianIdOf, has } from './documents.ts';
import { admitted } from './intake.ts';

const host = 'centre-host';
const session = ({ view }: At, ...states: readonly string[]): boolean => view.opening !== null && states.includes(view.opening.state);
const fallen = (at: At): boolean => inState(at, 'deadline-passed') && at.now >= ms(at.view.lot.data.bidDeadline);
const receipted = ({ view }: At): Rec<Bid>[] => view.bids.filter(({ state }) => state === 'receipted');
const NOT_OPENED = ['drafting', 'sealed', 'submitted', 'replaced', 'withdrawn'];
const opened = ({ view }: At): Rec<Bid>[] => view.bids.filter(({ state }) => !NOT_OPENED.includes(state));
const drawsCoefficients = ({ view }: At): boolean => Object.values(view.opening?.data.coefficients ?? {}).some(({ candidates }) => candidates.length > 1);
const undrawn = ({ view }: At): boolean => Object.values(view.opening?.data.coefficients ?? {}).some(({ drawn }) => drawn === undefined);

export function enough(at: At): boolean {
  const { category, kind, plan } = at.view.lot.data;
  return receipted(at).length >= (plan?.minBiddersOverride ?? limitInteger(mustParam('minBidders', { category, kind })));
}
const decrypting = (at: At): boolean => inState(at, 'opening') && session(at, 'listed', 'decrypting') && at.now <= ms(at.view.opening?.data.decryptEnd);
/** Two custodians have given their shares of this bid. */
const released = ({ view }: At): number => view.of('custody-release').length;
const silent = ({ view }: At, bidder: string): boolean => view.ref.plan.bidders.some((one) => one.bidder === bidder && one.silent);
const intents = (at: At) => at.view.ref.plan.bidders.filter(({ bidder }) => admitted(at, bidder));
const tenth = 60_000;

export const opening: readonly Generator[] = [
  { act: 'liv-start', turns: (at) => (inState(at, 'noticed', 'deadline-passed') && session(at, 'scheduled') ? [turn(host, inState(at, 'noticed') ? 0.4 : 2)] : []), input: () => ({}) },
  { act: 'liv-guest', turns: (at) => (session(at, 'live', 'started', 'listed') ? [turn('guest', 0.05)] : []), input: (_at, _turn, rng) => ({ visitorKey: `visitor-${rng.int(9)}` }) },
  {
    act: 'opn-checkin',
    turns: (at) => (inState(at, 'noticed') && session(at, 'live') && at.now < ms(at.view.lot.data.bidDeadline) ? intents(at).flatMap(({ bidder }) => (has(at, 'checkin', bidder) ? [] : [turn(bidder, 0.5)])) : []),
    input: () => ({ deviceId: 'device' }),
    wrong: [
      { name: 'twice', codes: ['state'], turns: (at) => (inState(at, 'noticed') && session(at, 'live') && at.now < ms(at.view.lot.data.bidDeadline) ? intents(at).flatMap(({ bidder }) => (has(at, 'checkin', bidder) ? [turn(bidder)] : [])) : []), input: () => ({}) },
      { name: 'after the deadline', codes: ['r-before-deadline'], turns: (at) => (fallen(at) ? intents(at).map(({ bidder }) => turn(bidder)) : []), input: () => ({}) },
    ],
  },
  {
    act: 'opn-start',
    turns: (at) => (fallen(at) && session(at, 'live') && enough(at) && at.view.lot.data.openDocumentObjections === 0 && (!drawsCoefficients(at) || ready(at, 'coefficients')) ? [turn(host, 2)] : []),
    input: () => ({}),
    wrong: [
      { name: 'before the deadline', codes: ['r-open-at-deadline'], turns: (at) => (inState(at, 'noticed') && session(at, 'live') && at.now < ms(at.view.lot.data.bidDeadline) ? [turn(host)] : []), input: () => ({}) },
      { name: 'with too few', codes: ['r-min-bidders'], turns: (at) => (fallen(at) && session(at, 'live') && !enough(at) ? [turn(host)] : []), input: () => ({}) },
      { name: 'without commitments', codes: ['contribution-missing'], turns: (at) => (fallen(at) && session(at, 'live') && enough(at) && drawsCoefficients(at) && !ready(at, 'coefficients') ? [turn(host)] : []), input: () => ({}) },
    ],
  },
  {
    act: 'do-too-few',
    turns: (at) => (fallen(at) && session(at, 'live') && !enough(at) ? [turn(host, 2)] : []), input: () => ({}),
    wrong: [{ name: 'with enough', codes: ['r-too-few'], turns: (at) => (fallen(at) && session(at, 'live') && enough(at) ? [turn(host)] : []), input: () => ({}) }],
  },
  { act: 'opn-list', turns: (at) => (inState(at, 'opening') && session(at, 'started') ? [turn(host, 2)] : []), input: () => ({}) },
  {
    act: 'custody-release',
    turns: (at) => (session(at, 'started', 'listed', 'decrypting') && receipted(at).length > 0 ? custodianNames.flatMap((name) => (releasedBy(at, name) ? [] : [turn(name, released(at) < 2 ? 3 : 0.3)])) : []),
    input: (at, { who }) => releaseOf(at, who),
    done: ({ sim, view }, { who }, { input }) => { for (const { share } of (input as { shares: { share: string }[] }).shares) sim.secrets.never(view.ref, `share of ${who}`, share); },
    wrong: [
      { name: 'a share that is none', codes: ['share-invalid'], input: async (at, { who }) => { const { shares, ...rest } = await releaseOf(at, who); return { ...rest, shares: shares.map((one) => ({ ...one, share: 'A'.repeat(one.share.length) })) }; } },
      { name: 'in the name of another', codes: ['forbidden'], input: async (at, { who }) => ({ ...await releaseOf(at, who), custodianId: custodianIdOf(at, custodianNames.find((name) => name !== who) ?? '') }) },
      { name: 'before the opening', codes: ['state'], turns: (at) => (inState(at, 'noticed', 'deadline-passed') && session(at, 'scheduled', 'live') ? custodianNames.map((name) => turn(name)) : []), input: (at, { who }) => ({ custodianId: custodianIdOf(at, who), shares: [{ bidSeq: 123_456, share: 'A'.repeat(43) }] }) },
    ],
  },
  {
    act: 'opn-decrypt',
    turns: (at) => [...decryptTurns(at), ...causeTurns(at)],
    input: async (at, { who, what = '' }) => {
      if (who === host) { const [seq, cause] = what.split(' '); return { bidSeq: placed(at, Number(seq)).data.bidSeq, result: 'failed', failureCause: cause }; }
      const bid = bidsOf(at, who, 'receipted')[0];
      if (!bid) throw new Error(`${who} has nothing to open`);
      return what === 'failed' ? { bidSeq: bid.data.bidSeq, result: 'failed', failureCause: 'open' } : { bidSeq: bid.data.bidSeq, result: 'ok', bidderSecret: await secretOf(at, who, bid) };
    },
    done: ({ sim, view }, { who }, { input }) => { const { bidderSecret } = input as { bidderSecret?: string }; if (bidderSecret) sim.secrets.never(view.ref, `secret of ${who}`, bidderSecret); },
    wrong: [
      { name: 'with a wrong key', codes: ['decrypt-failed'], turns: (at) => decryptTurns(at).filter(({ what }) => what === 'ok'), input: (at, { who }) => ({ bidSeq: bidsOf(at, who, 'receipted')[0]?.data.bidSeq, result: 'ok', bidderSecret: 'A'.repeat(43) }) },
      { name: 'before the shares', codes: ['shares-missing'], turns: (at) => (decrypting(at) && released(at) < 2 ? intents(at).flatMap(({ bidder }) => (bidsOf(at, bidder, 'receipted').length > 0 ? [turn(bidder)] : [])) : []), input: async (at, { who }) => { const bid = bidsOf(at, who, 'receipted')[0]; return { bidSeq: bid?.data.bidSeq, result: 'ok', bidderSecret: bid ? await secretOf(at, who, bid) : '' }; } },
      { name: 'after the window', codes: ['r-decrypt-window'], turns: (at) => (inState(at, 'opening') && session(at, 'decrypted') ? intents(at).flatMap(({ bidder }) => (bidsOf(at, bidder, 'receipted').length > 0 ? [turn(bidder)] : [])) : []), input: async (at, { who }) => { const bid = bidsOf(at, who, 'receipted')[0]; return { bidSeq: bid?.data.bidSeq, result: 'ok', bidderSecret: bid ? await secretOf(at, who, bid) : '' }; } },
      { name: 'a cause inside the window', codes: ['r-cause-after-window'], turns: (at) => (decrypting(at) && receipted(at).length > 0 && at.now < ms(at.view.opening?.data.decryptEnd) ? [turn(host)] : []), input: (at) => ({ bidSeq: receipted(at)[0]?.data.bidSeq, result: 'failed', failureCause: 'bidder' }) },
      { name: 'of another bidder', codes: ['not-found'], turns: (at) => (decrypting(at) ? intents(at).flatMap(({ bidder }) => (foreign(at, bidder) ? [turn(bidder)] : [])) : []), input: (at, { who }) => ({ bidSeq: foreign(at, who)?.data.bidSeq, result: 'ok', bidderSecret: 'A'.repeat(43) }) },
    ],
  },
  {
    act: 'do-extend', turns: (at) => (decrypting(at) && session(at, 'decrypting') ? [turn(host, 0.05)] : []),
    input: (at, _turn, rng) => ({ newEnd: iso(ms(at.view.opening?.data.decryptEnd) + Math.min(rng.between(1, 3) * tenth, Math.max(1, 30 * 60_000 - (at.view.opening?.data.extendedMs ?? 0)))), reasonCode: 'platform-fault' }),
    wrong: [
      { name: 'shorter', codes: ['invalid-input'], input: (at) => ({ newEnd: iso(ms(at.view.opening?.data.decryptEnd) - 1), reasonCode: 'platform-fault' }) },
      { name: 'more than one window', codes: ['invalid-input'], input: (at) => ({ newEnd: iso(ms(at.view.opening?.data.decryptEnd) + 31 * 60_000), reasonCode: 'platform-fault' }) },
    ],
  },
  {
    act: 'opn-announce', turns: (at) => (announceable(at).length > 0 ? [turn(host, 2, 'all'), turn(host, 0.5, 'one')] : []),
    input: (at, { what }) => (what === 'all' ? {} : { bidSeqs: [announceable(at)[0]?.data.bidSeq] }),
    wrong: [{ name: 'what was not opened', codes: ['not-found'], input: () => ({ bidSeqs: [100_000] }) }, { name: 'while the window is open', codes: ['state', 'not-found'], turns: (at) => (decrypting(at) ? [turn(host)] : []), input: () => ({}) }],
  },
  {
    act: 'opn-coefficient', turns: (at) => (inState(at, 'opening') && session(at, 'announced') && undrawn(at) && chanceOf(at.view, 'coefficients')?.state === 'drawn' ? [turn(host, 3)] : []), input: () => ({}),
    wrong: [{ name: 'before chance has spoken', codes: ['state'], turns: (at) => (inState(at, 'opening') && session(at, 'announced') && undrawn(at) && chanceOf(at.view, 'coefficients')?.state !== 'drawn' ? [turn(host)] : []), input: () => ({}) }],
  },
  {
    act: 'opn-confirm',
    turns: (at) => (inState(at, 'opening') && session(at, 'announced', 'confirming') && !undrawn(at) ? confirmable(at, false).map((who) => turn(who, 1.5)) : []),
    input: (_at, _turn, rng) => (rng.chance(0.15) ? { dispute: '对记录有异议' } : {}),
    wrong: [
      { name: 'twice', codes: ['state'], turns: (at) => (inState(at, 'opening') && session(at, 'confirming') ? confirmable(at, true).map((who) => turn(who)) : []), input: () => ({}) },
      { name: 'another record', codes: ['r-doc-hash-match'], input: () => ({ recordDigest: 'a'.repeat(64) }) },
      { name: 'before the draw', codes: ['r-draws-done'], turns: (at) => (inState(at, 'opening') && session(at, 'announced') && undrawn(at) ? confirmable(at, false).map((who) => turn(who)) : []), input: () => ({}) },
    ],
  },
  {
    act: 'dispute-answer', turns: (at) => disputes(at, false).flatMap((place) => [turn(at.view.ref.plan.tenderer, 0.2, place), turn(host, 0.1, place)]),
    input: (at, { what }) => ({ bidSeq: placed(at, Number(what)).data.bidSeq, answer: '当场答复' }),
    wrong: [
      { name: 'twice', codes: ['state'], turns: (at) => disputes(at, true).map((place) => turn(host, 1, place)), input: (at, { what }) => ({ bidSeq: placed(at, Number(what)).data.bidSeq, answer: '再答' }) },
      { name: 'where nobody objected', codes: ['not-found'], turns: (at) => (inState(at, 'opening', 'opened') ? [turn(host)] : []), input: () => ({ bidSeq: 100_000, answer: '答' }) },
    ],
  },
  { act: 'do-adjourn', turns: (at) => (inState(at, 'opening') && session(at, 'started', 'listed', 'decrypting', 'decrypted', 'announced', 'confirming') ? [turn(host, 0.06)] : []), input: () => ({ reasonCode: 'network-fault' }) },
  { act: 'do-reconvene', turns: (at) => (inState(at, 'adjourned') && session(at, 'adjourned') ? [turn(host, 1)] : []), input: () => ({}) },
];

/** Bids whose record was objected to, by their place; answered or not. */
function disputes(at: At, answered: boolean): string[] {
  if (!inState(at, 'opening', 'opened')) return [];
  return at.view.bids.flatMap(({ data }, place) => (data.confirmed?.dispute && (data.confirmed.answer !== undefined) === answered ? [String(place)] : []));
}

function decryptTurns(at: At): Turn[] {
  if (!decrypting(at)) return [];
  return intents(at).flatMap(({ bidder }) => (bidsOf(at, bidder, 'receipted').length === 0 ? []
    : [...(released(at) >= 2 ? [turn(bidder, silent(at, bidder) ? 0.01 : 2, 'ok')] : []), turn(bidder, 0.02, 'failed')]));
}

/** After the window, bid by bid: why it stayed closed. */
function causeTurns(at: At): Turn[] {
  if (!inState(at, 'opening') || !session(at, 'decrypted') || at.now < ms(at.view.opening?.data.decryptEnd)) return [];
  return opened(at).flatMap((bid) => (bid.state === 'receipted' ? [turn(host, 2, `${at.view.bids.indexOf(bid)} bidder`), turn(host, 0.2, `${at.view.bids.indexOf(bid)} other`)] : []));
}
function placed({ view }: At, place: number): Rec<Bid> { const bid = view.bids[place]; if (!bid) throw new Error(`no bid ${place}`); return bid; }

/** Bids open and not read out, where the session reads. */
function announceable(at: At): Rec<Bid>[] {
  return inState(at, 'opening') && session(at, 'decrypted') ? at.view.bids.filter(({ state, data }) => state === 'decrypted' && data.announcedAt === undefined) : [];
}
const confirmable = (at: At, confirmed: boolean): string[] => intents(at).map(({ bidder }) => bidder).filter((bidder) => bidsOf(at, bidder, 'decrypted').some(({ data }) => data.announcedAt !== undefined && (data.confirmed !== undefined) === confirmed));
const foreign = (at: At, bidder: string): Rec<Bid> | undefined => receipted(at).find(({ ownerId }) => ownerId !== at.sim.players.get(bidder).entityId);
const releasedBy = (at: At, name: string): boolean => at.view.of<{ custodianId: string }>('custody-release').some(({ data }) => data.custodianId === custodianIdOf(at, name));

async function secretOf(at: At, who: string, bid: Rec<Bid>): Promise<string> {
  const sealed = at.sim.memory.sealed.get(bid.id);
  if (!sealed) throw new Error(`${who} has lost the header of its bid`);
  return toBase64Url(await recoverBidderSecret(sealed.header, at.sim.players.get(who).identity.encrypt.privateKey));
}

/** The custodian's own program looks at the log for itself and makes the shares; they are only written down here. */
class Drafting extends Client {
  readonly drafts: { id: string; subject: string; input: unknown }[] = [];
  override gov<R>(id: string, subject: string, input: unknown) {
    this.drafts.push({ id, subject, input });
    return Promise.resolve({ receipt: null, events: [], result: {} as R });
  }
}

async function releaseOf(at: At, who: string): Promise<{ custodianId: string; startLeafId: string; shares: { bidSeq: number; share: string }[] }> {
  const { world } = at.sim;
  const drafting = await new Drafting(world.url, world.deployment, identityOf(at.sim.players.get(who))).signIn();
  const failures: unknown[] = [];
  await new CustodianAgent(drafting, world.ledger.vkey, { failed: (_lot, error) => { failures.push(error); } }).tick();
  const draft = drafting.drafts.find(({ id, subject }) => id === 'custody-release' && subject === at.view.lot.id);
  if (!draft) throw new Error(`${who} makes no shares for lot ${at.view.ref.n}: ${failures.map(String).join('; ')}`);
  return draft.input as Awaited<ReturnType<typeof releaseOf>>;
}
const identityOf = ({ identity }: Player) => identity;
