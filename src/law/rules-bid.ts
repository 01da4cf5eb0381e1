import type { RuleId } from '../../catalogue/index.ts';
import { limitHolds, limitNumber } from './limits.ts';
import { need } from './facts.ts';
import type { Rule } from './rules.ts';

/** Bids, the live hall and the opening. */
export const bidRules = {
  'r-before-deadline': (f) => typeof f.bidDeadline === 'number' && f.time < f.bidDeadline,
  'r-prequal-before-deadline': (f) => typeof f.prequalDeadline === 'number' && f.time < f.prequalDeadline,
  'r-bid-latest-only': (f) => need(f.liveBidsOfBidder, 'liveBidsOfBidder') <= 1,
  'r-withdraw-before-deadline': (f) => (f.action === 'withdraw') === (typeof f.bidDeadline === 'number' && f.time < f.bidDeadline),
  'r-prequal-pass': (f) => !f.prequalified || f.prequalPassed === true,
  'r-objection-window': (f) => typeof f.bidDeadline === 'number' && limitHolds(f.param('objectionLead', f.stage ?? 'document'), f.time, f.bidDeadline),
  'r-stream-before-start': (f) => typeof f.streamStartedAt === 'number' && f.streamStartedAt <= f.time,
  'r-stream-gap': (f) => need(f.streamGapMax, 'streamGapMax') <= limitNumber(f.param('streamGap'), Infinity),
  'r-open-at-deadline': (f) => typeof f.bidDeadline === 'number' && f.time >= f.bidDeadline,
  'r-min-bidders': (f) => need(f.submittedBids, 'submittedBids') >= (f.minBiddersOverride ?? limitNumber(f.param('minBidders'), 0)),
  'r-too-few': (f) => typeof f.bidDeadline === 'number' && f.time >= f.bidDeadline
    && need(f.submittedBids, 'submittedBids') < (f.minBiddersOverride ?? limitNumber(f.param('minBidders'), 0)),
  'r-objection-answered': (f) => (f.openObjections ?? 0) === 0,
  'r-decrypt-window': (f) => f.result === 'failed' || (f.time <= need(f.decryptEnd, 'decryptEnd') && f.plainHashProved === true),
  'r-cause-after-window': (f) => f.time >= need(f.decryptEnd, 'decryptEnd') && f.plainHashProved === false,
  'r-k-verifiable': (f) => need(f.drawVerified, 'drawVerified'),
  'r-draw-verifiable': (f) => f.result === 'void' || need(f.drawVerified, 'drawVerified'),
  'r-seed-committed': (f) => f.result === 'void' || (f.allRevealed === true
    && new Set(need(f.contributorRoles, 'contributorRoles').filter((r) => r !== 'system')).size >= limitNumber(f.param('minCommitments'), 2)),
  'r-draws-done': (f) => (f.missingDraws ?? 0) === 0,
} satisfies Partial<Record<RuleId, Rule>>;
