import type { RuleId } from '../../catalogue/index.ts';
import { formatYuan } from '../kernel/money.ts';
import type { RuleFacts } from './facts.ts';
import { depositCapFen } from './rules-intake.ts';

/** What a refusal by a rule tells beside the rule's own words: the figure it was measured by, and the field that is to be changed. */
export interface Told { field: string; zh?: string; en?: string }

export function toldOf(id: RuleId, facts: RuleFacts): Told | undefined {
  return TOLD[id]?.(facts);
}

const english = (fen: bigint): string => formatYuan(fen).replace(' 元', ' yuan');
const atMost = (field: string, zh: string, en: string, cap: bigint): Told => ({ field, zh: `${zh}不得超过 ${formatYuan(cap)}`, en: `${en}: at most ${english(cap)}` });
const share = (fen: bigint, rate: unknown): bigint => (fen * BigInt(Math.round(Number(rate) * 1_000_000))) / 1_000_000n;

const TOLD: Partial<Record<RuleId, (f: RuleFacts) => Told | undefined>> = {
  'r-deposit-cap': (f) => atMost('depositFen', '投标保证金', 'Deposit', depositCapFen(f)),
  'r-performance-bond': (f) => capped(f, 'performanceBond', (cap) => atMost('performanceSecurityFen', '履约保证金', 'Performance security', cap)),
  'r-change-cap': (f) => capped(f, 'changeCap', (cap) => atMost('changeAmountFen', '合同变更金额累计', 'Changes of the contract in total', cap)),
  'r-no-floor-price': () => ({ field: 'floorFen' }),
  'r-notice-period': () => ({ field: 'bidDeadline' }),
  'r-doc-issue-period': () => ({ field: 'saleEnd' }),
  'r-prequal-period': () => ({ field: 'prequalDeadline' }),
  'r-clarify-lead-time': () => ({ field: 'newBidDeadline' }),
  'r-invite-min': () => ({ field: 'inviteeIds' }),
  'r-slot-free': () => ({ field: 'roomId' }),
};

function capped(f: RuleFacts, name: 'performanceBond' | 'changeCap', told: (cap: bigint) => Told): Told | undefined {
  const rate = f.param(name)?.value;
  return rate === null || rate === undefined || f.contractPriceFen === undefined ? undefined : told(share(f.contractPriceFen, rate));
}
