/** GET /api/v1/lots/{id}/chances: one draw by lot, as everybody may see it. Instants are UTC, contributions and hashes hex. */
export interface ChanceView {
  chanceId: string; purpose: string; round: number; state: string;
  contributions: { party: string; role: string; commit: string; at: string; r?: string; salt?: string; revealedAt?: string }[];
  inputHash?: string; inputIds?: string[]; t0?: string; t0LeafId?: string; beacon?: string; revealBy?: string;
  seed?: string; order?: string[]; silent?: string[];
}
export interface ChancesRead { items: ChanceView[]; nextCursor: null }

/** Whether a benchmark takes a coefficient that is drawn where the documents publish several (lifecycle §3.1). */
export function drawsCoefficients(benchmark: string | undefined): boolean {
  return ['bm-mean-down', 'bm-mean-k', 'bm-mix'].includes(benchmark ?? '');
}
