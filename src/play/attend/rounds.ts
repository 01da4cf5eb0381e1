import type { RoundsRead } from '../../contracts/reads.ts';
import { msPerMinute } from '../../kernel/calendar.ts';
import { quotesInRounds } from '../procurement.ts';
import type { MemberView, Turn } from './member.ts';

type Round = RoundsRead['rounds'][number];

/** Time to sign in as one supplier after the other and quote, and for a clock that is moved by an hour. With the last quote a round is over, however early. */
export const roundMinutes = 120;

/** Where quotes come in rounds nothing is scored or signed before the final one has ended. */
export function quotesAwaited(lot: Parameters<typeof quotesInRounds>[0], view: Pick<MemberView, 'state'>, rounds: readonly Round[]): boolean {
  return view.state === 'detailed' && quotesInRounds(lot) && !rounds.some((one) => one.isFinal && one.endedAt !== undefined);
}

/** 开启报价轮次: the chair's turn when no round runs. The last of those planned is the final one. Null: it is the suppliers' turn, or somebody else's. */
export function nextRound(view: Pick<MemberView, 'seatNo' | 'chairSeatNo'>, rounds: readonly Round[], { planned, now }: { planned: number; now: number }): Turn | null {
  if (view.seatNo !== view.chairSeatNo || rounds.some((one) => one.endedAt === undefined)) return null;
  const round = rounds.length + 1;
  return { id: 'do-next-round', step: true, input: { round, quoteEnd: new Date(now + roundMinutes * msPerMinute).toISOString(), isFinal: round >= planned } };
}

/** Suppliers who are still in: what they are asked for nobody else can give. */
export function asked({ bidList }: Pick<MemberView, 'bidList'>): number {
  return bidList.filter(({ rejectedFor, state }) => rejectedFor === null && !['revoked', 'returned', 'rejected'].includes(state)).length;
}
