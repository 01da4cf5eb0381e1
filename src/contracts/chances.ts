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

/** States of a lot from the reviewed documents to the report: when lots may be drawn, and numbers for them be given beforehand. */
const drawingStages: ReadonlySet<string> = new Set(['docs-reviewed', 'prequal-noticed', 'noticed', 'deadline-passed', 'opening', 'adjourned', 'opened', 'negotiating', 'quoted']);

export function mayDraw(stage: string | undefined): boolean {
  return stage !== undefined && drawingStages.has(stage);
}
