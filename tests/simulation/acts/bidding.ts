import { sealBid, type SealRequest } from '../../../src/seal/index.ts';
import type { Bid } from '../../../src/modules/bidding/index.ts';
import type { Rec } from '../../../src/platform/records.ts';
import { inState, ms, turn, type At, type Generator, type Turn } from '../generator.ts';
import type { Intent } from '../plan.ts';
import type { Prng } from '../prng.ts';
import { has } from './documents.ts';
import { admitted } from './intake.ts';

type Context = SealRequest['context'];
const open = (at: At): boolean => inState(at, 'noticed') && at.now < ms(at.view.lot.data.bidDeadline);
/** The deadline has fallen, and the lot knows. */
const shut = (at: At): boolean => inState(at, 'deadline-passed', 'opening', 'opened') && at.now >= ms(at.view.lot.data.bidDeadline);

export function bidsOf({ sim, view }: At, bidder: string, ...states: readonly string[]): Rec<Bid>[] {
  const { entityId } = sim.players.get(bidder);
  return view.bids.filter((bid) => bid.ownerId === entityId && states.includes(bid.state));
}
const intents = (at: At): readonly Intent[] => at.view.ref.plan.bidders.filter(({ bidder }) => admitted(at, bidder));
/** Bids are told apart by their place among the bidder's own, which is the same in every run. */
export function named(at: At, bidder: string, what = ''): Rec<Bid> {
  const bid = at.view.bids.filter(({ ownerId }) => ownerId === at.sim.players.get(bidder).entityId)[Number(what)];
  if (!bid) throw new Error(`${bidder} has no bid ${what}`);
  return bid;
}
export function turnsOn(at: At, bidder: string, weight: number, states: readonly string[]): Turn[] {
  const own = at.view.bids.filter(({ ownerId }) => ownerId === at.sim.players.get(bidder).entityId);
  return own.flatMap((bid, i) => (states.includes(bid.state) ? [turn(bidder, weight, String(i))] : []));
}
const live = (at: At, bidder: string): Rec<Bid> | undefined => bidsOf(at, bidder, 'receipted')[0];

export const bidding: readonly Generator[] = [
  {
    act: 'bid-encrypt',
    turns: (at) => (open(at) ? intents(at).flatMap(({ bidder }) => (has(at, 'download', bidder) ? [turn(bidder, encryptWeight(at, bidder))] : [])) : []),
    input: (at, { who }, rng) => envelopeOf(at, who, rng),
    done: ({ sim, view }, { who }, { input, result }) => {
      const { envelope } = input as { envelope: string };
      const [sealed, bidId] = [sim.memory.sealed.get(envelope), String(result['bidId'])];
      if (!sealed) return;
      sim.memory.sealed.set(bidId, sealed);
      sim.secrets.bid(view.ref, { who, entityId: sim.players.get(who).entityId ?? '', priceFen: sealed.priceFen, bidId, envelope, byInvitation: ['invited-tender', 'single-source'].includes(view.ref.plan.kind) });
    },
    wrong: [
      { name: 'sealed for another lot', codes: ['envelope-foreign'], input: (at, { who }, rng) => envelopeOf(at, who, rng, { lotId: '00000000-0000-4000-8000-00000000000c' }) },
      { name: 'sealed for another bidder', codes: ['envelope-foreign', 'certificate-foreign'], input: (at, { who }, rng) => envelopeOf(at, who, rng, { bidderId: '00000000-0000-4000-8000-00000000000b' }) },
      { name: 'sealed to other custodians', codes: ['envelope-foreign', 'envelope-invalid'], input: (at, { who }, rng) => envelopeOf(at, who, rng, { custody: custody(at).map(({ certificate }, i) => ({ id: `other-${i}`, certificate })) }) },
      { name: 'no envelope at all', codes: ['envelope-invalid'], input: async (at, { who }, rng) => ({ ...await envelopeOf(at, who, rng), envelope: (await at.sim.players.get(who).client.uploadText(`no envelope ${rng.next()}`)).sha256 }) },
      { name: 'after the deadline', codes: ['r-before-deadline'], turns: (at) => (shut(at) ? intents(at).map(({ bidder }) => turn(bidder)) : []), input: (at, { who }, rng) => envelopeOf(at, who, rng) },
    ],
  },
  {
    act: 'bid-fingerprint',
    turns: (at) => (open(at) ? intents(at).flatMap(({ bidder }) => turnsOn(at, bidder, 0.8, ['sealed']).filter(({ what }) => named(at, bidder, what).data.fingerprint === undefined)) : []),
    input: (at, { who, what }, rng) => ({ bidId: named(at, who, what).id, clientKind: rng.pick(['browser', 'desktop', 'cli']), macAddress: `02:00:00:00:00:${String(rng.between(10, 99))}`, fileMetadata: 'b'.repeat(64) }),
    wrong: [others('bid-fingerprint', (bidId) => ({ bidId, clientKind: 'cli', fileMetadata: 'b'.repeat(64) }))],
  },
  {
    act: 'bid-submit',
    turns: (at) => (open(at) ? intents(at).flatMap(({ bidder }) => turnsOn(at, bidder, submitWeight(at, bidder), ['sealed'])) : []),
    input: (at, { who, what }) => submission(at, who, what),
    wrong: [
      { name: 'after the deadline', codes: ['r-before-deadline'], turns: (at) => (shut(at) ? intents(at).flatMap(({ bidder }) => turnsOn(at, bidder, 1, ['sealed', 'receipted'])) : []), input: (at, { who, what }) => ({ bidId: named(at, who, what).id }) },
      { name: 'a second beside the first', codes: ['r-bid-latest-only'], turns: (at) => (open(at) ? intents(at).flatMap(({ bidder }) => (live(at, bidder) ? turnsOn(at, bidder, 1, ['sealed']) : [])) : []), input: (at, { who, what }) => ({ bidId: named(at, who, what).id }) },
      { name: 'replaces what is not there', codes: ['not-found'], input: (at, { who, what }) => ({ bidId: named(at, who, what).id, replacesBidSeq: 100_000 }) },
      others('bid-submit', (bidId) => ({ bidId })),
      { name: 'the same again', codes: ['state'], turns: (at) => (open(at) ? intents(at).flatMap(({ bidder }) => turnsOn(at, bidder, 1, ['receipted', 'withdrawn', 'replaced'])) : []), input: (at, { who, what }) => ({ bidId: named(at, who, what).id }) },
    ],
  },
  {
    act: 'bid-withdraw',
    turns: (at) => {
      if (open(at)) return intents(at).flatMap(({ bidder }) => turnsOn(at, bidder, 0.012, ['receipted']));
      return shut(at) ? intents(at).flatMap(({ bidder }) => turnsOn(at, bidder, 0.01, ['receipted', 'decrypted', 'valid', 'ranked'])) : [];
    },
    input: (at, { who, what }) => ({ bidId: named(at, who, what).id, action: open(at) ? 'withdraw' : 'revoke' }),
    wrong: [
      { name: 'the wrong word for the time', codes: ['r-withdraw-before-deadline', 'state'], input: (at, { who, what }) => ({ bidId: named(at, who, what).id, action: open(at) ? 'revoke' : 'withdraw' }) },
      others('bid-withdraw', (bidId) => ({ bidId, action: 'withdraw' })),
    ],
  },
];

/** Who bids together mostly says so first. */
const submitWeight = (at: At, bidder: string): number => (intents(at).some((one) => one.bidder === bidder && one.partner !== undefined) && bidsOf(at, bidder, 'sealed').some(({ data }) => data.consortium === undefined) ? 0.1 : 2);

/** One bids, perhaps again; after a withdrawal rather not. */
function encryptWeight(at: At, bidder: string): number {
  if (bidsOf(at, bidder, 'drafting', 'sealed').length > 0) return 0.004;
  if (live(at, bidder)) return 0.02;
  return bidsOf(at, bidder, 'withdrawn').length > 0 ? 0.3 : 2;
}

function submission(at: At, who: string, what: string | undefined) {
  const replaced = live(at, who);
  return { bidId: named(at, who, what).id, ...(replaced ? { replacesBidSeq: replaced.data.bidSeq } : {}) };
}

/** Another's bid, by its id as one who had found it out: to everybody but its owner it is not there. */
function others(_act: string, input: (bidId: string) => unknown): NonNullable<Generator['wrong']>[number] {
  return {
    name: 'of another bidder', codes: ['not-found'],
    turns: (at) => (inState(at, 'noticed') ? intents(at).flatMap(({ bidder }) => (foreign(at, bidder) ? [turn(bidder)] : [])) : []),
    input: (at, { who }) => input(foreign(at, who)?.id ?? ''),
  };
}
const foreign = (at: At, bidder: string): Rec<Bid> | undefined => at.view.bids.find(({ ownerId }) => ownerId !== at.sim.players.get(bidder).entityId);

function custody({ view }: At): Context['custody'] {
  return (view.lot.data.document?.custodians ?? []).map(({ id, certificate }) => ({ id, certificate: new Uint8Array(Buffer.from(certificate, 'base64')) }));
}

async function envelopeOf(at: At, who: string, rng: Prng, bent: Partial<Context> = {}) {
  const { sim, view } = at;
  const player = sim.players.get(who);
  const intent = intents(at).find(({ bidder }) => bidder === who);
  if (!intent || player.entityId === null) throw new Error(`${who} does not bid for lot ${view.ref.n}`);
  // a later version offers a little less
  const priceFen = intent.priceFen - view.bids.filter(({ ownerId }) => ownerId === player.entityId).length * 1_013;
  const bytes = new TextEncoder().encode(`technical proposal of ${who} for lot ${view.ref.n}: ${rng.next()}`);
  const sealed = await sealBid({
    form: { lotId: bent.lotId ?? view.lot.id, priceFen: String(priceFen), duration: `${rng.between(90, 200)}日历天`, quality: '合格', projectManager: `经理${who}`, enterpriseSize: intent.size },
    files: [{ name: '投标文件.txt', size: bytes.length, bytes }],
    context: { deployment: sim.world.deployment, lotId: view.lot.id, bidderId: player.entityId, bidderCertificate: player.identity.encrypt.certificate, custody: custody(at), ...bent },
  });
  const { sha256 } = await player.client.upload(sealed.envelope);
  sim.memory.sealed.set(sha256, { header: sealed.header, bidder: who, priceFen });
  return { envelope: sha256, plainSha256: sealed.plainDigest, cipherSuite: 'qinglan-seal-v1' };
}
