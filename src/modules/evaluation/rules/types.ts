/** What the formulas of lifecycle §3 take and give. Points are decimal text outside and hundredths inside. */
export type Method = 'comprehensive' | 'reasonable-low' | 'lowest-evaluated' | 'gp-comprehensive' | 'gp-lowest';
export type Benchmark = 'bm-mean' | 'bm-mean-down' | 'bm-mean-k' | 'bm-mix' | 'bm-second-mean' | 'bm-lowest';
export type PriceFormula = 'ps-deviation' | 'ps-ratio' | 'ps-interpolate';
export type EnterpriseSize = 'micro' | 'small' | 'medium' | 'large';
/** A decimal as text, or a JSON number, which is read by its shortest spelling and never computed with. */
export type Numeric = string | number;
export type CoefficientName = 'x' | 'k' | 'w';
/** What parts bids of equal result, in the order of the documents; see methods.ts for the law's own order. */
export type TieKey = 'lower-price' | 'higher-technical' | 'higher-credit';

export type Criterion = {
  readonly id: string; readonly zh?: string | undefined; readonly max: Numeric; readonly subjective: boolean;
};

export type EvaluationConfig = {
  readonly benchmark?: Benchmark | undefined;
  readonly benchmarkBase?: 'opened' | 'valid' | undefined;
  readonly coefficients?: { readonly [name in CoefficientName]?: readonly Numeric[] | undefined } | undefined;
  readonly priceFormula?: PriceFormula | undefined;
  readonly priceMax?: Numeric | undefined;
  readonly priceMin?: Numeric | undefined;
  readonly E1?: Numeric | undefined;
  readonly E2?: Numeric | undefined;
  readonly a?: Numeric | undefined;
  readonly b?: Numeric | undefined;
  readonly c?: Numeric | undefined;
  readonly smeDeduction?: Numeric | undefined;
  /** How the share works: off the evaluation price, or added to the price points (works, comprehensive scoring). */
  readonly smeMode?: 'deduct' | 'add-points' | undefined;
  readonly objectType?: string | undefined;
  /** Competitive consultation alone parts equal bids by technical points in government procurement. */
  readonly kind?: string | undefined;
  readonly dropExtremes?: boolean | undefined;
  readonly criteria?: readonly Criterion[] | undefined;
  readonly tieKeys?: readonly TieKey[] | undefined;
};

export type Sheet = { readonly expert: string; readonly scores: Readonly<Record<string, Numeric>> };

export type EvaluationBid = {
  readonly bidId: string;
  readonly priceFen: bigint;
  readonly decrypted: boolean;
  /** The committee's majority did not reject it. A price above the ceiling is out whatever this says. */
  readonly valid: boolean;
  readonly overCeiling?: boolean | undefined;
  readonly enterpriseSize?: EnterpriseSize | undefined;
  /** A higher number is a better grade; only where the documents make the grade a field of the bid. */
  readonly creditGrade?: number | undefined;
  readonly objective?: Readonly<Record<string, Numeric>> | undefined;
  readonly adjustments?: readonly { readonly item: string; readonly amountFen: bigint }[] | undefined;
  readonly sheets: readonly Sheet[];
};

export type EvaluationInput = {
  readonly method: Method;
  readonly config: EvaluationConfig;
  readonly bids: readonly EvaluationBid[];
  readonly ceilingFen?: bigint | undefined;
  readonly drawn?: { readonly [name in CoefficientName]?: Numeric | undefined } | undefined;
  /** Bid ids in the order a draw, or the documents' own rule, gave them; parts bids that nothing else parts. */
  readonly tieOrder?: readonly string[] | undefined;
  /** D as fixed at the opening or after preliminary review: a bid rejected later does not move it. */
  readonly fixedBenchmarkFen?: bigint | undefined;
};

export type EvaluationRow = {
  readonly bidId: string;
  readonly priceFen: bigint;
  readonly evaluationPriceFen: bigint;
  /** Decimal text with two digits; null where the method scores nothing. */
  readonly priceScore: string | null;
  /** Means of subjective criteria and points of objective ones, by criterion. */
  readonly criterionMeans: Readonly<Record<string, string>>;
  /** Sum of the objective points alone. */
  readonly objective: string | null;
  readonly total: string | null;
  readonly rank: number;
};

export type AbnormallyLow = {
  readonly bidId: string;
  readonly reasons: readonly ('share-of-mean' | 'share-of-second-lowest' | 'share-of-ceiling')[];
};

export type Evaluation = {
  readonly benchmarkFen: bigint | null;
  /** Valid bids alone, best first. */
  readonly rows: readonly EvaluationRow[];
  /** Groups a draw must part, by bid id. Until then they share a rank, and `candidates` ends before the first of them. */
  readonly ties: readonly (readonly string[])[];
  /** Government procurement: groups that keep one rank for good (并列). */
  readonly jointRanks: readonly (readonly string[])[];
  readonly candidates: readonly string[];
  readonly abnormallyLow: readonly AbnormallyLow[];
};

export type EvaluationError = {
  readonly code:
    | 'coefficient-missing' | 'coefficient-not-published' | 'ceiling-missing' | 'config-invalid' | 'score-missing'
    | 'score-range' | 'score-malformed' | 'bid-twice';
  readonly bidId?: string | undefined;
  readonly criterion?: string | undefined;
  readonly expert?: string | undefined;
  readonly field?: string | undefined;
};
