import type { RuleId } from '../../catalogue/index.ts';
import { dayOf, startOfDay } from '../kernel/calendar.ts';
import { limitValue } from '../kernel/params.ts';
import { compare, multiply, rational, zero } from '../kernel/rational.ts';
import { limitNumber } from './limits.ts';
import { need } from './facts.ts';
import type { Rule } from './rules.ts';

const MS: Record<string, number> = { s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Legal cases in which scores may be corrected after they are in (87号令 第64条 and the like). */
export const CORRECTION_CASES: readonly string[] = ['arithmetic', 'out-of-range', 'objective-differs', 'abnormal-score'];
export const DESIGNATION_CASES: readonly string[] = ['technically-complex', 'highly-specialised', 'no-expert-in-roster'];
export const OUT_CAUSES: readonly string[] = ['gives-up', 'force-majeure', 'no-performance-security', 'breach-found'];

/** Experts, committee and evaluation. */
export const evaluationRules = {
  'r-draw-window': (f) => {
    const start = need(f.evaluationStart, 'evaluationStart');
    const lead = f.param('drawLead');
    return f.time < start && (lead === null || f.time >= start - limitNumber(lead, 0) * (MS[lead.unit] ?? 3_600_000));
  },
  'r-committee-composition': (f) => {
    const size = need(f.committeeSize, 'committeeSize');
    const share = f.param('expertShare');
    const experts = rational(BigInt(need(f.expertCount, 'expertCount')));
    const enough = share === null || compare(experts, multiply(limitValue(share) ?? zero, rational(BigInt(size)))) >= 0;
    return size % 2 === 1 && size >= limitNumber(f.param('minCommittee'), 5) && enough;
  },
  'r-expert-avoidance': (f) => (f.avoidHits ?? 0) === 0 || f.declared === 'conflict',
  'r-backups': (f) => need(f.backupCount, 'backupCount') >= limitNumber(f.param('backupCount'), 0),
  'r-list-sealed': (f) => f.reader === 'notifier' || f.time >= need(f.evaluationStart, 'evaluationStart'),
  'r-notify-tries': (f) => need(f.tries, 'tries') <= limitNumber(f.param('notifyTries'), Infinity)
    && (f.replyWithinMs ?? 0) <= limitNumber(f.param('notifyReply'), Infinity) * (MS[f.param('notifyReply')?.unit ?? 'min'] ?? 60_000),
  'r-designate-approved': (f) => Boolean(f.approvalNo) && DESIGNATION_CASES.includes(f.causeCode ?? ''),
  'r-expert-present': (f) => f.faceResult === 'fail' || (need(f.memberOfCommittee, 'memberOfCommittee')
    && (f.faceResult === undefined || f.faceResult === 'not-required' || (f.faceScore ?? 0) >= limitNumber(f.param('faceScore'), 1))),
  'r-score-range': (f) => need(f.scores, 'scores').every(({ score, min, max }) => score >= min && score <= max),
  'r-score-once': (f) => !f.alreadySubmitted || f.correctionOpen === true,
  'r-score-sealed': (f) => f.allSubmitted === true || f.readerIsScorer === true,
  'r-reject-majority': (f) => Boolean(f.clauseRef) && need(f.signerCount, 'signerCount') * 2 > need(f.committeeSize, 'committeeSize'),
  'r-price-above-ceiling': (f) => f.priceUnusable === true
    || (f.ceilingFen !== null && f.ceilingFen !== undefined && need(f.priceFen, 'priceFen') > f.ceilingFen),
  'r-score-correction': (f) => CORRECTION_CASES.includes(f.causeCode ?? '') && need(f.signerCount, 'signerCount') * 2 > need(f.committeeSize, 'committeeSize'),
  'r-eval-clarify': (f) => need(f.clarificationRequested, 'clarificationRequested')
    && f.time <= need(f.clarificationDueAt, 'clarificationDueAt')
    // by the end of the day it was asked on: the committee does not part with questions open
    && need(f.clarificationDueAt, 'clarificationDueAt') <= startOfDay(dayOf(need(f.clarificationAskedAt, 'clarificationAskedAt')) + 1) && need(f.essentialsKept, 'essentialsKept'),
  'r-report-all-signed': (f) => need(f.reportPositions, 'reportPositions') === need(f.committeeSize, 'committeeSize'),
  'r-candidates-max3': (f) => {
    const ranks = need(f.candidateRanks, 'candidateRanks');
    return ranks.length <= limitNumber(f.param('candidatesMax'), 3) && ranks.every((rank, i) => rank === i + 1);
  },
  'r-reevaluate-cause': (f) => need(f.upheldObjection, 'upheldObjection'),
} satisfies Partial<Record<RuleId, Rule>>;
