import { z } from 'zod';
import { defineAct, type Cmd } from '../../platform/act.ts';
import { authorise } from '../../platform/authorise.ts';
import { latestChance, type ChanceRecord } from '../../platform/chance.ts';
import type { Rec, Reader } from '../../platform/records.ts';
import { refuseByRule, Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import { announcedAll, bidBySeq, closeWindow } from './completions.ts';
import { begin, bidderParties, channelOf, loadOpening, ownBidReads, partiesOf, refuseUnlessOpening, type OpeningFacts } from './facts.ts';
import type { OpenAttempt } from './open-bid.ts';
import type { Opened, Opener } from './opener.ts';
import { failureZh } from './view.ts';

const input = z.strictObject({
  bidSeq: z.int().min(100_000).max(999_999),
  result: z.enum(['ok', 'failed']),
  failureCause: z.enum(['open', 'bidder', 'other']).nullable().default(null).describe('bidder, other: the host states the cause after the window'),
  bidderSecret: z.string().regex(/^[A-Za-z0-9_-]{43}$/).nullable().default(null).describe('the secret of this bid, base64url, unwrapped by the bidder with its own key'),
});
type Input = z.infer<typeof input>;

interface Facts extends OpeningFacts { bid: Rec<Bid>; /** all bids, for the host only */ bids: Rec<Bid>[]; attempt: OpenAttempt | null; coefficients: Rec<ChanceRecord> | null }

/**
 * 投标文件解密 (电子招标投标办法 第30、31条). The bidder gives its secret, two custodians have given theirs; opening reads and
 * computes, so it is done before the lot is locked, and `decide` judges what came out. A key that does not fit is refused and changes
 * nothing: the bidder may try again inside the window. What stays closed after it gets its cause from the host, bid by bid.
 */
export const opnDecrypt = (open: Opener) => defineAct<Input, Facts>({
  id: 'opn-decrypt', kind: 'act', subjectKind: 'lot', input, reads: ownBidReads,
  async prepare({ subject, input: { result, bidSeq, bidderSecret }, actor: { entityId } }) {
    return entityId === null || result !== 'ok' || bidderSecret === null ? null : open({ lotId: subject, entityId, bidSeq, bidderSecret });
  },
  load: loadDecrypt,
  parties: (facts, cmd) => (cmd.actor.entityId === null ? partiesOf(facts) : { ...bidderParties(facts, cmd), ownerId: facts.bid.ownerId }),
  decide(facts, cmd, work) {
    if (cmd.actor.role === 'centre-host') stateCause(facts, cmd, work);
    else if (cmd.input.result === 'ok') decrypted(facts, cmd, work);
    else reportFailure(facts, cmd, work);
    work.result = { bidSeq: cmd.input.bidSeq, result: cmd.input.result, state: facts.opening.state };
  },
});

async function loadDecrypt(read: Reader, cmd: Cmd<Input>, prefetched: Rec<never>[][]): Promise<Facts> {
  const facts = await loadOpening(read, cmd, prefetched);
  const host = cmd.actor.entityId === null;
  // numbers of bids are tried by nobody who may not know them: first who asks, then whether the list is out
  authorise(cmd.id, cmd.actor, host ? partiesOf(facts) : bidderParties(facts, cmd));
  refuseUnlessOpening(facts.lot);
  const bids = host ? await read.list<Bid>({ kind: 'bid', lotId: facts.lot.id }) : ((prefetched[2] ?? []) as Rec<Bid>[]);
  const bid = bidBySeq(bids, cmd.input.bidSeq);
  if (!bid) throw new Refusal('not-found', { field: 'bidSeq' });
  const chances = host ? await read.list<ChanceRecord>({ kind: 'chance', lotId: facts.lot.id }) : [];
  const { opening } = facts;
  const may = !host && cmd.input.result === 'ok' && cmd.input.bidderSecret !== null && bid.state === 'receipted'
    && ['listed', 'decrypting'].includes(opening.state) && cmd.now <= (opening.data.decryptEnd ?? '');
  return { ...facts, bid, bids, attempt: may ? attemptOn(bid, cmd.prepared as Opened | null) : null, coefficients: latestChance(chances, 'coefficients') };
}

/** What was opened before the lock counts for the very envelope that is there under it. */
function attemptOn({ id, data }: Rec<Bid>, opened: Opened | null): OpenAttempt {
  if (opened?.bidId !== id || opened.cipherSha256 !== data.cipherSha256 || opened.plainSha256 !== data.plainSha256) throw new Refusal('version-conflict');
  return opened.attempt;
}

function decrypted({ lot, opening, bid, attempt }: Facts, cmd: Cmd<Input>, work: Work): void {
  if (cmd.input.bidderSecret === null) throw new Refusal('invalid-input', { field: 'bidderSecret' });
  if (opening.data.decryptEnd !== undefined && work.now > opening.data.decryptEnd) throw refuseByRule('r-decrypt-window');
  move(work, opening, bid, { result: 'ok' });
  if (attempt === null) throw new Error('a bid that may be opened was not tried');
  if (!attempt.ok) {
    if (attempt.why === 'shares-missing') throw new Refusal('shares-missing', { rule: 'state' });
    throw new Refusal('decrypt-failed', { field: 'bidderSecret', rule: 'r-decrypt-window', ...(attempt.code ? { en: `Decryption failed: ${attempt.code}` } : {}) });
  }
  bid.data.decryption = { result: 'ok', at: work.now, formDigest: attempt.formDigest };
  bid.data.form = attempt.form;
  // the files are unpacked afterwards, off the lot's lock
  if (attempt.form.files.length > 0) work.send('bid.opened', { lotId: lot.id, bidId: bid.id, bidderSecret: cmd.input.bidderSecret });
  opening.data.pendingDecrypt = Math.max(0, (opening.data.pendingDecrypt ?? 0) - 1);
  leaf(work, { lot, opening, bid }, { result: 'ok', failureCause: null, plainHashProved: true });
  work.say(channelOf(lot), 'decrypt', { bidSeq: bid.data.bidSeq, status: 'decrypted' });
  if (opening.data.pendingDecrypt === 0) closeWindow(work, { lot, opening }, 'do:all-decrypted');
}

/** The bidder itself says that it cannot open; recorded, and it may try again inside the window. */
function reportFailure({ lot, opening, bid }: Facts, cmd: Cmd<Input>, work: Work): void {
  if (cmd.input.failureCause !== null && cmd.input.failureCause !== 'open') throw new Refusal('forbidden', { field: 'failureCause' });
  if (opening.data.decryptEnd !== undefined && work.now > opening.data.decryptEnd) throw refuseByRule('r-decrypt-window');
  move(work, opening, bid, { result: 'failed', failureCause: 'open' });
  bid.data.decryption = { result: 'failed', failureCause: 'open', at: work.now };
  leaf(work, { lot, opening, bid }, { result: 'failed', failureCause: 'open', plainHashProved: false });
  work.say(channelOf(lot), 'decrypt', { bidSeq: bid.data.bidSeq, status: 'failed', reasonZh: failureZh(opening, bid) });
}

/** 因投标人原因视为撤销, otherwise 视为撤回: said by the host after the window, for each bid that stayed closed. */
function stateCause(facts: Facts, cmd: Cmd<Input>, work: Work): void {
  const { lot, opening, bid, bids, coefficients } = facts;
  const { result, failureCause } = cmd.input;
  if (result !== 'failed' || failureCause === null || failureCause === 'open') throw new Refusal('invalid-input', { field: 'failureCause' });
  if (work.now < (opening.data.decryptEnd ?? '')) throw refuseByRule('r-cause-after-window');
  move(work, opening, bid, { result, failureCause });
  bid.data.decryption = { result, failureCause, at: work.now };
  leaf(work, { lot, opening, bid }, { result, failureCause, plainHashProved: false });
  work.say(channelOf(lot), 'decrypt', { bidSeq: bid.data.bidSeq, status: 'failed', reasonZh: failureZh(opening, bid) });
  announcedAll(work, { lot, opening, bids }, coefficients);
}

/** The bid first: its state says whether anything is left to decrypt. */
function move(work: Work, opening: OpeningFacts['opening'], bid: Rec<Bid>, facts: Record<string, string>): void {
  work.move('bid', bid, 'opn-decrypt', facts);
  work.move('opening-session', opening, 'opn-decrypt', facts);
}

function leaf(work: Work, { lot, opening, bid }: OpeningFacts & { bid: Rec<Bid> }, said: { result: string; failureCause: string | null; plainHashProved: boolean }): void {
  const { result, failureCause, plainHashProved } = said;
  work.act('opn-decrypt', {
    ...begin(work, lot),
    public: { openingId: opening.id, bidSeq: bid.data.bidSeq, result, failureCause, decryptedAt: work.now },
    docs: { plainFile: bid.data.plainSha256 },
    facts: { result, decryptEnd: Date.parse(opening.data.decryptEnd ?? work.now), plainHashProved },
  });
}
