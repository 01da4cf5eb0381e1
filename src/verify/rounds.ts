import type { Evaluation } from '../modules/evaluation/rules/types.ts';
import { read, type Act } from './read.ts';
import { must } from './refusal.ts';
import { actsOf, completions, type Trade } from './trade.ts';

/** One evaluation: from its beginning, or the step that had it done again, to the report that all have signed. */
export interface Round {
  /** it counts from here */
  readonly from: number;
  /** the ranking the report rests on; none where no bid was ranked */
  readonly summary: Act | null;
  /** the last signature; null while the committee is at work */
  readonly closed: Act | null;
  /** the step that opened it; null for the first */
  readonly cause: Act | null;
}

export interface JudgedRound extends Round { readonly evaluation: Evaluation | null }

/** The evaluations of a lot, in their order. */
export function roundsOf(trade: Trade): Round[] {
  const again = reEvaluations(trade);
  return [null, ...again].map((cause, i) => {
    const [from, next] = [cause?.time ?? 0, again[i]];
    const within = (act: Act): boolean => (cause === null || !precedes(act, cause)) && (next === undefined || precedes(act, next));
    const closed = completions(trade, 'do:all-signed').filter(within).at(-1) ?? null;
    const summaries = trade.acts.filter((act) => act.fp === 'evl-summary' && act.kind === 'move' && within(act));
    return { from, cause, closed, summary: summaries.at(-1) ?? null };
  });
}

/** Whoever has a lot evaluated again has a cause on record, and brings back what he names and nothing else. */
export function checkReEvaluations(trade: Trade): number {
  const again = reEvaluations(trade);
  for (const [i, act] of again.entries()) {
    const before = trade.acts.filter(({ time }) => time < act.time);
    // what an order says is restricted: the log shows that there was one for each time
    const orders = before.filter(({ fp, kind }) => fp === 'sup-order' && kind === 'act').length;
    const upheld = before.filter((one) => one.fp === 'obj-reply' && ['upheld', 'partly-upheld'].some((code) => code === one.public['resultCode'])).length;
    must(orders + upheld > i, 'ranking', `#${act.index} 复评没有在先的监督决定或成立的异议`, `#${act.index}: evaluated again without an order or an upheld objection before it`);
    const named = read('ranking', act).counts('reinstatedBidSeqs');
    const back = act.moves.filter(({ machine, from, to }) => machine === 'bid' && from === 'rejected' && to === 'decrypted').map(({ subject }) => trade.bids.get(subject)?.bidSeq ?? 0);
    must([...named].sort((a, b) => a - b).join() === back.sort((a, b) => a - b).join(), 'ranking', `#${act.index} 恢复的投标与记载不符`, `#${act.index}: other bids came back than are named`);
  }
  return again.length;
}

/** The evaluation that stood when an act was done. */
export function roundAt<T extends Round>(rounds: readonly T[], act: Act): T | null {
  const last = rounds.findLast(({ cause }) => cause === null || (cause.time <= act.time && !precedes(act, cause)));
  return last?.closed && last.closed.time <= act.time ? last : null;
}

/** By time; within one instant by the log's order: what is in the log before a leaf that waited behind no gate was done before it. */
export function precedes(act: Act, cause: Act): boolean {
  return act.time < cause.time || (act.time === cause.time && cause.batch === null && act.index < cause.index);
}

function reEvaluations(trade: Trade): Act[] {
  return actsOf(trade, 'awd-decide', 'step').filter(({ step }) => step === 'do-re-evaluate');
}
