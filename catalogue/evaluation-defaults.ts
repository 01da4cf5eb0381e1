import defaultsJson from './evaluation-defaults.json' with { type: 'json' };

/** Values the formulas of lifecycle §3 and the draw of §6 take where the documents set none; exact decimals as text. */
export type EvaluationDefaults = {
  readonly trim: readonly { readonly below: number | null; readonly drop: number }[];
  readonly deviation: { readonly E1: string; readonly E2: string };
  readonly reasonableLow: { readonly priceMax: string; readonly E1: string; readonly E2: string };
  readonly interpolate: { readonly a: string; readonly b: string; readonly c: string };
  readonly priceMin: string;
  readonly pointsInAll: string;
  readonly dropExtremesFrom: number;
  readonly abnormallyLow: {
    readonly shareOfMean: string; readonly shareOfSecondLowest: string; readonly shareOfCeiling: string;
    readonly confidence: string;
  };
  readonly representativeShare: string;
  readonly expertDraw: { readonly sessionsIn7Days: number; readonly sessionsInYear: number };
  /** points of an assessment of an expert's work */
  readonly expertAssessment: { readonly min: number; readonly max: number };
};

export const evaluationDefaults: EvaluationDefaults = defaultsJson;
