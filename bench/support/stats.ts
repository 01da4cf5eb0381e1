/** Medians and quantiles of what was measured. */
export function median(values: readonly number[]): number { return quantile(values, 0.5); }

export function quantile(values: readonly number[], at: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * at))] ?? Number.NaN;
}

/** Four digits that mean something. */
export function round(value: number): number { return Number(value.toPrecision(value >= 1000 ? 4 : 3)); }
