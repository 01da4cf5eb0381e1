/** Means of the sheets by criterion, lifecycle §3.3: exact, and rounded once, to hundredths. */
import { evaluationDefaults } from '../../../../catalogue/evaluation-defaults.ts';
import { compare, mean, parseRational, roundToHundredths, toRational, zero } from '../../../kernel/rational.ts';
import type { Rational } from '../../../kernel/rational.ts';
import { err, ok } from '../../../kernel/result.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Criterion, EvaluationBid, EvaluationError, Numeric } from './types.ts';

export type CriterionPoints = {
  /** Hundredths by criterion, in the order of the documents. */
  readonly means: ReadonlyMap<string, bigint>;
  readonly objective: bigint;
  readonly technical: bigint;
};

export function criterionPoints(
  bid: EvaluationBid, criteria: readonly Criterion[], dropExtremes: boolean,
): Result<CriterionPoints, EvaluationError> {
  const means = new Map<string, bigint>();
  let objective = 0n;
  for (const criterion of criteria) {
    const points = criterion.subjective ? subjectiveMean(bid, criterion, dropExtremes) : objectivePoints(bid, criterion);
    if (!points.ok) return points;
    means.set(criterion.id, points.value);
    if (!criterion.subjective) objective += points.value;
  }
  return ok({ means, objective, technical: technicalPoints(criteria, means) });
}

/** With enough members, the single highest and the single lowest score are left out before the mean. */
export function meanOfScores(scores: readonly Rational[], dropExtremes: boolean): bigint {
  const sorted = [...scores].sort(compare);
  const dropping = dropExtremes && sorted.length >= evaluationDefaults.dropExtremesFrom;
  return roundToHundredths(mean(dropping ? sorted.slice(1, -1) : sorted));
}

function subjectiveMean(
  bid: EvaluationBid, criterion: Criterion, dropExtremes: boolean,
): Result<bigint, EvaluationError> {
  const scores: Rational[] = [];
  for (const sheet of bid.sheets) {
    const score = readScore(sheet.scores[criterion.id], criterion);
    if (!score.ok) return err({ ...score.error, bidId: bid.bidId, expert: sheet.expert });
    scores.push(score.value);
  }
  if (scores.length === 0) return err({ code: 'score-missing', bidId: bid.bidId, criterion: criterion.id });
  return ok(meanOfScores(scores, dropExtremes));
}

function objectivePoints(bid: EvaluationBid, criterion: Criterion): Result<bigint, EvaluationError> {
  const score = readScore(bid.objective?.[criterion.id], criterion);
  return score.ok ? ok(roundToHundredths(score.value)) : err({ ...score.error, bidId: bid.bidId });
}

function readScore(value: Numeric | undefined, criterion: Criterion): Result<Rational, EvaluationError> {
  if (value === undefined) return err({ code: 'score-missing', criterion: criterion.id });
  const score = parseRational(value);
  if (score === undefined) return err({ code: 'score-malformed', criterion: criterion.id });
  const inRange = compare(score, zero) >= 0 && compare(score, toRational(criterion.max)) <= 0;
  return inRange ? ok(score) : err({ code: 'score-range', criterion: criterion.id });
}

/** The criterion named technical parts equal bids; where the documents have none so named, all that is judged does. */
function technicalPoints(criteria: readonly Criterion[], means: ReadonlyMap<string, bigint>): bigint {
  const named = criteria.filter((criterion) => criterion.id === 'technical' || criterion.id.startsWith('technical-'));
  const counted = named.length > 0 ? named : criteria.filter((criterion) => criterion.subjective);
  return counted.reduce((total, criterion) => total + (means.get(criterion.id) ?? 0n), 0n);
}
