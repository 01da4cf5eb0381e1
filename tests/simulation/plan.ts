import { bidderNames, tendererNames } from './players.ts';
import { Prng } from './prng.ts';

/** What the people of one lot have in mind. Chosen once, from the seed; what becomes of it is up to the steps. */
export interface Plan {
  category: 'engineering' | 'gov-procurement';
  kind: SimKind;
  tenderer: string;
  agency: string;
  lotNo: string;
  terms: Terms;
  ceilingFen: number;
  depositFen: number | null;
  stateFunded: boolean;
  /** procurement that may not wait for an intention */
  urgent: boolean;
  bidders: Intent[];
  /** applicants are reviewed first, and those who pass are invited */
  prequal: { method: 'qualified-all' | 'limited'; limit: number | null } | null;
}
export type SimKind = 'open-tender' | 'invited-tender' | 'competitive-negotiation' | 'competitive-consultation' | 'single-source' | 'framework-agreement';
/** `partner`: who bids together with the bidder, where the documents take consortia. */
export interface Intent { partner?: string; bidder: string; priceFen: number; silent: boolean; size: 'micro' | 'small' | 'medium' | 'large' }
export interface Terms { method: string; [key: string]: unknown }

const forWorks: readonly Terms[] = [
  { method: 'comprehensive', benchmark: 'bm-mean-down', benchmarkBase: 'valid', coefficients: { x: ['0.01', '0.02', '0.03'] }, priceFormula: 'ps-deviation', priceMax: '60', E1: '1', E2: '0.5', criteria: [{ id: 'technical', zh: '技术', max: '30', subjective: true }, { id: 'credit', zh: '信用', max: '10', subjective: false }] },
  { method: 'comprehensive', benchmark: 'bm-mean', priceFormula: 'ps-deviation', priceMax: '50', E1: '2', E2: '1', dropExtremes: true, criteria: [{ id: 'design', zh: '施工组织', max: '35', subjective: true }, { id: 'people', zh: '人员', max: '15', subjective: true }] },
  { method: 'reasonable-low', benchmark: 'bm-mean', priceMax: '100', E1: '2', E2: '1' },
  { method: 'lowest-evaluated' },
];
const forPurchases: readonly Terms[] = [
  { method: 'gp-comprehensive', priceMax: '30', smeDeduction: '0.1', criteria: [{ id: 'technical', zh: '技术', max: '45', subjective: true }, { id: 'service', zh: '服务', max: '25', subjective: false }] },
  { method: 'gp-lowest', smeDeduction: '0.1' },
];

const purchases = ['open-tender', 'framework-agreement', 'competitive-negotiation', 'competitive-consultation', 'single-source'] as const;
const shares = { 'open-tender': 3, 'framework-agreement': 1, 'competitive-negotiation': 2, 'competitive-consultation': 2, 'single-source': 1 } as const;

/** Whole projects: one or two lots on the same terms. Prices are long, unlike one another, and appear nowhere by chance. */
export function planProject(rng: Prng): Plan[] {
  const category = rng.chance(0.55) ? 'engineering' : 'gov-procurement';
  const tenderer = rng.pick(tendererNames);
  const kind: SimKind = category === 'engineering' ? rng.weighted(['open-tender', 'invited-tender'] as const, (one) => (one === 'open-tender' ? 3 : 1)) : rng.weighted(purchases, (one) => shares[one]);
  const common = { category, kind, tenderer, agency: rng.pick(['agency-1', 'agency-2']), stateFunded: rng.chance(0.8), urgent: rng.chance(0.7) } as const;
  return ['1', '2'].slice(0, !['single-source', 'framework-agreement'].includes(kind) && rng.chance(0.2) ? 2 : 1).map((lotNo) => planLot(rng, common, lotNo));
}

function planLot(rng: Prng, common: Omit<Plan, 'lotNo' | 'terms' | 'ceilingFen' | 'depositFen' | 'bidders' | 'prequal'>, lotNo: string): Plan {
  const works = common.category === 'engineering';
  // below the sum from which procurement needs a larger committee
  const ceilingFen = (works ? 150_000_000_00 : 8_000_000_00) + rng.int(900_000) * 100;
  const drawn = rng.weighted([1, 2, 3, 4, 5], (n) => [1, 1, 7, 4, 1][n - 1] ?? 1);
  const count = countOf(common.kind, drawn);
  // a framework comes to something only with three who can be ranked
  const mayFail = common.kind !== 'framework-agreement';
  const bidders = rng.some(bidderNames, count).map((bidder): Intent => ({
    bidder, priceFen: Math.round(ceilingFen * (mayFail && rng.chance(0.08) ? 1.02 : 0.86 + rng.int(1_200) / 10_000)) + rng.int(99_991), silent: mayFail && rng.chance(0.08), size: rng.pick(['micro', 'small', 'medium', 'large']),
  }));
  // equal prices make ties that only a draw can part
  const [first, second] = bidders;
  if (first && second && rng.chance(0.15)) second.priceFen = first.priceFen;
  const partner = rng.chance(0.3) ? bidderNames.find((name) => !bidders.some(({ bidder }) => bidder === name)) : undefined;
  if (first && partner !== undefined && common.kind !== 'single-source') first.partner = partner;
  const terms = termsOf(rng, common.kind, works);
  const prequal = common.kind === 'open-tender' && works && bidders.length >= 3 && first?.partner === undefined ? prequalOf(new Prng(ceilingFen / 100)) : null;
  return { ...common, lotNo, terms, ceilingFen, bidders, prequal, depositFen: rng.chance(0.5) ? (works ? 500_000_00 : 100_000_00) : null };
}

/** A negotiation goes to the lowest final quote, a consultation to the best marks (财政部令第74号; 财库〔2014〕214号). */
function termsOf(rng: Prng, kind: SimKind, works: boolean): Terms {
  if (['competitive-negotiation', 'single-source', 'framework-agreement'].includes(kind)) return { method: 'gp-lowest', smeDeduction: '0.1' };
  if (kind === 'competitive-consultation') return forPurchases[0] ?? { method: 'gp-comprehensive' };
  return rng.pick(works ? forWorks : forPurchases);
}

/** Three at least are invited, or the one that there is; of those who want to be admitted to a framework some are not. */
function countOf(kind: SimKind, drawn: number): number {
  if (kind === 'invited-tender') return Math.max(3, drawn);
  if (kind === 'framework-agreement') return 5;
  return kind === 'single-source' ? 1 : drawn;
}

/** From a stream of its own: whatever else is planned stays as it is. */
function prequalOf(rng: Prng): Plan['prequal'] {
  if (!rng.chance(0.25)) return null;
  return rng.chance(0.4) ? { method: 'limited', limit: 3 } : { method: 'qualified-all', limit: null };
}
