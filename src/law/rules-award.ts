import type { RuleId } from '../../catalogue/index.ts';
import { limitHolds } from './limits.ts';
import { need } from './facts.ts';
import { OUT_CAUSES } from './rules-evaluation.ts';
import type { Rule } from './rules.ts';

/** Candidates, award, contract and certificate. */
export const awardRules = {
  'r-candidate-publicity': (f) => limitHolds(f.param('candidatePublicity'), need(f.publishedAt, 'publishedAt'), need(f.publicityEnd, 'publicityEnd')),
  'r-candidate-within': (f) => limitHolds(f.param('candidateWithin'), need(f.reportAt, 'reportAt'), need(f.publishedAt, 'publishedAt')),
  'r-award-after-publicity': (f) => f.suspended !== true
    && (f.publicityRequired !== true || (f.time > need(f.publicityEnd, 'publicityEnd') && (f.openObjections ?? 0) === 0)),
  'r-award-from-candidates': (f) => need(f.winnerIsCandidate, 'winnerIsCandidate'),
  'r-award-first': (f) => f.stateFunded !== true || f.awardMode === 'separate' || f.awardRank === 1 || f.earlierCandidatesOut === true,
  'r-decide-days': (f) => limitHolds(f.param('decideDays'), need(f.reportAt, 'reportAt'), f.time),
  'r-out-cause': (f) => OUT_CAUSES.includes(f.causeCode ?? '') && Boolean(f.outEvidence),
  'r-report-supervisor': (f) => limitHolds(f.param('reportSupervisor'), need(f.decidedAt, 'decidedAt'), f.time),
  'r-contract-match': (f) => need(f.contractPriceFen, 'contractPriceFen') === need(f.awardPriceFen, 'awardPriceFen')
    && need(f.contractDuration, 'contractDuration') === need(f.awardDuration, 'awardDuration'),
  'r-contract-30d': (f) => limitHolds(f.param('contractDays'), need(f.noticeIssuedAt, 'noticeIssuedAt'), f.time),
  'r-performance-bond': (f) => {
    if (f.performanceSecurityFen === null || f.performanceSecurityFen === undefined) return true;
    const rate = Number(f.param('performanceBond')?.value ?? 1);
    return f.performanceSecurityFen * 1_000_000n <= need(f.contractPriceFen, 'contractPriceFen') * BigInt(Math.round(rate * 1_000_000));
  },
  'r-change-cap': (f) => {
    const cap = f.param('changeCap')?.value;
    return cap === null || cap === undefined
      || need(f.changesFen, 'changesFen') * 1_000_000n <= need(f.contractPriceFen, 'contractPriceFen') * BigInt(Math.round(Number(cap) * 1_000_000));
  },
  'r-first-payment': (f) => {
    const share = f.param('firstPayment')?.value;
    return share === null || share === undefined || f.paidShare === undefined || f.paidShare >= Number(share);
  },
  'r-full-payment': (f) => limitHolds(f.param('fullPayment'), need(f.signedAt, 'signedAt'), f.time),
  'r-certificate-ready': (f) => f.lotState === 'closed' && (f.openRemedies ?? 0) === 0 && f.suspended !== true,
  'r-revoke-authority': (f) => f.action !== 'revoke' || (f.actorRole === 'centre-review' && Boolean(f.reviewer) && f.signer !== f.reviewer),
} satisfies Partial<Record<RuleId, Rule>>;
