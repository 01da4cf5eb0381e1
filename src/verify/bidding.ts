import { param } from '../kernel/params.ts';
import { limitNumber } from '../law/limits.ts';
import { canonicalJson, portableSha256, toHex, utf8 } from '../ledger/core/index.ts';
import { read, type Act } from './read.ts';
import { must, refuse } from './refusal.ts';
import { actsOf, moveOf, selectorsOf, type Bid, type Trade } from './trade.ts';
import { stateBefore } from './moves.ts';

/** The deadline as it stood at an instant: what the documents said, and what was published to change it. It does not fall while the trade stands still. */
export function deadlineAt({ acts, lotId }: Pick<Trade, 'acts' | 'lotId'>, time: number, of: Deadline = 'bidDeadline'): number | null {
  let deadline: number | null = null;
  let stoppedAt: number | null = null;
  for (const act of acts) {
    if (act.time > time) break;
    for (const move of act.moves) if (move.subject === lotId && move.from !== move.to) stoppedAt = move.to === 'suspended' ? act.time : null;
    const field = deadlineField(act, of);
    if (field !== null && read('order', act).has(field)) deadline = read('order', act).time(field);
  }
  const held = deadline !== null && stoppedAt !== null && stoppedAt < deadline;
  return held ? Math.max(deadline ?? 0, time + 1) : deadline;
}

/** Of the bids, or of the applications for a prequalification. */
export type Deadline = 'bidDeadline' | 'prequalDeadline';

function deadlineField({ kind, fp }: Act, of: Deadline): string | null {
  if (kind === 'act' && fp === 'doc-issue') return of;
  // an order that ends a stop is restricted: what it moves is told beside it
  const moves = (kind === 'act' && ['not-change', 'doc-clarify', 'not-abnormal'].includes(fp)) || (kind === 'gov' && fp === 'gov-periods-moved');
  return moves ? { bidDeadline: 'newBidDeadline', prequalDeadline: 'newPrequalDeadline' }[of] : null;
}

export interface Postponement { readonly act: Act; readonly of: Deadline; /** the deadline after it */ readonly deadline: number | null }

/** Acts of the tenderer that may move the deadline of what runs: it never becomes earlier. */
export function postponements(trade: Trade): Postponement[] {
  return [...actsOf(trade, 'doc-clarify'), ...actsOf(trade, 'not-change')].map((act) => {
    const of = moveOf(act, 'tender-lot')?.from === 'prequal-noticed' ? 'prequalDeadline' : 'bidDeadline';
    const field = deadlineField(act, of) ?? '';
    const before = deadlineAt({ ...trade, acts: trade.acts.slice(0, trade.acts.indexOf(act)) }, act.time, of);
    const said = read('order', act);
    must(!said.has(field) || before === null || said.time(field) >= before, 'order', `#${act.index} 将截止时间提前`, `#${act.index}: the deadline was made earlier`);
    return { act, of, deadline: said.has(field) ? said.time(field) : before };
  });
}

export function openingStart(trade: Trade): Act | null {
  const starts = actsOf(trade, 'opn-start');
  must(starts.length <= 1, 'order', '开标启动不止一次', 'the opening started twice');
  return starts[0] ?? null;
}

/** Each submission got its receipt in the same instant, for the envelope that was sealed, and was in the log before the opening began. */
export function checkReceipts(trade: Trade): { submitted: number } {
  const receipts = Map.groupBy(actsOf(trade, 'bid-receipt'), (act) => read('receipts', act).count('bidSeq'));
  const submits = actsOf(trade, 'bid-submit');
  const start = openingStart(trade);
  for (const submit of submits) {
    const bid = bidOf(trade, submit);
    const [receipt, ...more] = receipts.get(bid.bidSeq) ?? [];
    must(receipt !== undefined && more.length === 0, 'receipts', `投标 ${bid.bidSeq} 的回执不是一份`, `bid ${bid.bidSeq} has not one receipt`);
    receipts.delete(bid.bidSeq);
    checkReceipt(bid, submit, receipt);
    for (const act of [submit, receipt]) {
      must(start === null || act.index < start.index, 'receipts', `#${act.index} 在开标之后才入账`, `#${act.index} entered the log after the opening had begun`);
    }
  }
  must(receipts.size === 0, 'receipts', '有回执而无投标', 'a receipt without its submission');
  return { submitted: submits.length };
}

function checkReceipt(bid: Bid, submit: Act, receipt: Act): void {
  const { bidSeq, encrypted } = bid;
  must(moveOf(receipt, 'bid')?.subject === bid.bidId, 'receipts', `回执 ${bidSeq} 属于另一投标`, `receipt ${bidSeq} is of another bid`);
  must(read('receipts', receipt).time('receivedAt') === receipt.time && receipt.at === submit.at, 'receipts', `回执 ${bidSeq} 的时间不符`, `receipt ${bidSeq} tells another time`);
  must(read('receipts', submit).time('submittedAt') === submit.time, 'receipts', `投标 ${bidSeq} 的时间不符`, `submission ${bidSeq} tells another time`);
  for (const field of ['bidderId', 'cipherFile']) {
    const values = [encrypted, submit, receipt].map((act) => act.opened.get(field));
    const [first] = values;
    must(typeof first === 'string' && values.every((value) => value === first), 'receipts', `投标 ${bidSeq} 的 ${field} 前后不一`, `${field} of bid ${bidSeq} is not one and the same`);
  }
}

export function bidOf(trade: Trade, act: Act): Bid {
  const bid = trade.bids.get(moveOf(act, 'bid')?.subject ?? '');
  return bid ?? refuse('moves', `#${act.index} 未关联封装过的投标`, `#${act.index} is about no bid that was sealed`);
}

/** A correction names the version before it by the hash of its leaf: nothing that was published is passed over. */
export function checkRevisions({ acts, proved }: Trade): void {
  const bodies = new Map(proved.entries.map(({ id, leaf }) => [id, leaf.body]));
  let head: string | null = null;
  for (const act of acts) {
    if (act.kind !== 'act' || !['not-publish', 'not-change'].includes(act.fp)) continue;
    must(act.fp === 'not-publish' || read('order', act).text('prevHash') === head, 'order', `#${act.index} 更正公告未引用前一版本`, `#${act.index}: the correction does not name the version before it`);
    head = toHex(portableSha256(utf8(canonicalJson(bodies.get(act.id)))));
  }
}

/** Bids come before the deadline in force, the opening not before it; withdrawal is for before, revocation for after. */
export function checkDeadline(trade: Trade): string | null {
  checkRevisions(trade);
  for (const act of [...actsOf(trade, 'bid-encrypt'), ...actsOf(trade, 'bid-submit')]) {
    const deadline = deadlineAt(trade, act.time);
    must(deadline !== null && act.time < deadline, 'order', `#${act.index} 在投标截止之后`, `#${act.index}: ${act.fp} is not before the deadline`);
  }
  for (const act of actsOf(trade, 'bid-withdraw')) {
    const before = act.time < (deadlineAt(trade, act.time) ?? 0) || !hasFallen(trade, act.time);
    must((read('order', act).text('action') === 'withdraw') === before, 'order', `#${act.index} 撤回或撤销与截止时间不符`, `#${act.index}: withdrawn or revoked on the wrong side of the deadline`);
  }
  const opened = [...actsOf(trade, 'opn-start'), ...trade.acts.filter(({ step }) => step === 'do-too-few')];
  for (const act of opened) {
    const deadline = deadlineAt(trade, act.time);
    must(deadline !== null && act.time >= deadline, 'order', '开标早于投标截止', 'the opening began before the deadline');
  }
  const last = trade.acts.at(-1);
  const deadline = last ? deadlineAt(trade, last.time) : null;
  return deadline === null ? null : new Date(deadline).toISOString();
}

/** With an objection open the instant passes and the deadline does not fall. */
function hasFallen({ acts }: Trade, time: number): boolean {
  return acts.some((act) => act.time <= time && act.moves.some(({ event, to }) => event === 'timer:bid-deadline' && to === 'deadline-passed'));
}

/** The list fixed at the start is the list of the receipts: nobody was added or left out. */
export function checkList(trade: Trade, start: Act): Bid[] {
  const states = [...trade.bids.values()].map((bid) => ({ bid, state: stateBefore(trade, 'bid', bid.bidId, start) }));
  const listed = states.filter(({ state }) => state !== null && !NOT_OPENED.includes(state)).map(({ bid }) => bid).sort((a, b) => a.bidSeq - b.bidSeq);
  const counted = states.filter(({ state }) => state === 'receipted').length;
  must(read('opening', start).count('bidCount') === counted, 'opening', '开标投标数与回执不符', 'the number of bids opened is not that of the receipts');
  const bidders = states.filter(({ state }) => state === 'receipted').map(({ bid }) => bid.encrypted.opened.get('bidderId'));
  must(new Set(bidders).size === bidders.length, 'opening', '同一投标人有两份有效投标', 'one bidder has two bids that count');
  must(counted >= leastBids(trade), 'opening', '投标人不足而开标', 'opened with fewer bids than the law asks for');
  const snapshot = listed.map(({ bidId, bidSeq, encrypted }) => ({ bidId, bidSeq, cipherSha256: encrypted.opened.get('cipherFile') ?? null }));
  const digest = toHex(portableSha256(utf8(canonicalJson(snapshot))));
  must(start.opened.get('bidListSnapshot') === digest, 'opening', '开标时固定的投标清单与回执不符', 'the list fixed at the start is not that of the receipts');
  return listed;
}

/** 投标人不足: what was counted then, and that it was too few. */
export function checkTooFew(trade: Trade, act: Act): void {
  const counted = [...trade.bids.values()].filter((bid) => stateBefore(trade, 'bid', bid.bidId, act) === 'receipted').length;
  must(read('opening', act).count('bidCount') === counted && counted < leastBids(trade), 'opening', '投标人不足的认定与回执不符', 'said to be too few, and the receipts say otherwise');
}

export function leastBids(trade: Trade): number {
  const plan = actsOf(trade, 'gpr-plan').at(-1);
  const override = plan === undefined ? undefined : plan.public['minBiddersOverride'];
  return typeof override === 'number' ? override : limitNumber(param('minBidders', selectorsOf(trade, 'opening')) ?? null, 0);
}

/** As the opening itself counts: versions replaced, withdrawn or never handed in are no part of it. */
const NOT_OPENED: readonly string[] = ['drafting', 'sealed', 'submitted', 'replaced', 'withdrawn'];
