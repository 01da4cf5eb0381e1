import type { ParamName, RuleId } from '../../catalogue/index.ts';
import { limitHolds } from './limits.ts';
import { need } from './facts.ts';
import type { Rule } from './rules.ts';

/** Identity, intake, notices and tender documents. */
export const intakeRules = {
  'r-identity-unique': (f) => !need(f.identityTaken, 'identityTaken'),
  'r-signer-valid': (f) => need(f.signerValid, 'signerValid'),
  'r-key-possession': (f) => need(f.keyProved, 'keyProved'),
  'r-four-eyes': (f) => need(f.signer, 'signer') !== f.reviewer,
  'r-promise-signed': (f) => f.decisionCode !== 'accept' || need(f.promiseSigned, 'promiseSigned'),
  'r-intake-complete': (f) => need(f.missingFields, 'missingFields').length === 0,
  'r-intake-time': (f) => limitHolds(f.param('intakeAccept'), need(f.submittedAt, 'submittedAt'), f.time),
  'r-slot-free': (f) => !need(f.slotTaken, 'slotTaken'),
  'r-archive-complete': (f) => need(f.archiveMissing, 'archiveMissing').length === 0,
  'r-archive-days': (f) => limitHolds(f.param('archiveDays'), need(f.doneAt, 'doneAt'), f.time),
  'r-disclose-complete': (f) => (f.missingItems ?? []).length === 0,
  'r-disclose-window': (f) => f.disclosureDueAt === null || f.time <= need(f.disclosureDueAt, 'disclosureDueAt'),
  'r-plan-lead-time': (f) => f.planExempt === true
    || (typeof f.planPublishedAt === 'number' && limitHolds(f.param('planLead'), f.planPublishedAt, f.time)),
  'r-fair-review-passed': (f) => f.fairReview?.result === 'pass' && f.fairReview.docHash === need(f.docHash, 'docHash'),
  'r-doc-hash-match': (f) => ['mismatch', 'invalid', 'fail'].includes(f.result ?? '')
    || need(f.hashPairs, 'hashPairs').every(([used, committed]) => used === committed),
  'r-notice-period': (f) => f.docKind === 'prequalification'
    || limitHolds(f.param('minBidPeriod'), need(f.saleStart, 'saleStart'), needAt(f.bidDeadline, 'bidDeadline')),
  'r-doc-issue-period': (f) => limitHolds(f.param('minDocPeriod'), need(f.saleStart, 'saleStart'), need(f.saleEnd, 'saleEnd')),
  'r-prequal-period': (f) => f.docKind !== 'prequalification'
    || limitHolds(f.param('minPrequalPeriod'), need(f.saleEnd, 'saleEnd'), needAt(f.prequalDeadline, 'prequalDeadline')),
  'r-no-floor-price': (f) => f.floorPriceFen === undefined || f.floorPriceFen === null || Number(f.param('floorPriceAllowed')?.value ?? 1) === 1,
  'r-price-weight': (f) => f.priceWeight === undefined || f.priceWeight === null
    || (f.priceWeight >= numeric(f, 'priceWeightMin', 0) && f.priceWeight <= numeric(f, 'priceWeightMax', 1)),
  'r-sme-deduction': (f) => f.smeReserved === true || f.smeDeduction === undefined || f.smeDeduction === null
    || (f.smeDeduction >= numeric(f, 'smeDeductMin', 0) && f.smeDeduction <= numeric(f, 'smeDeductMax', 1)),
  'r-deposit-cap': (f) => f.depositFen === undefined || f.depositFen === null || f.depositFen <= depositCapFen(f),
  'r-clarify-lead-time': (f) => !need(f.isMaterial, 'isMaterial')
    || limitHolds(f.param('clarifyLead', f.stage), f.time, Math.max(f.bidDeadline ?? 0, f.newBidDeadline ?? 0)),
  'r-revision-chain': (f) => need(f.prevHash, 'prevHash') === need(f.headHash, 'headHash'),
  'r-redisclosure': (f) => f.priceCut !== true || limitHolds(f.param('redisclosure'), f.time, needAt(f.newListingEnd, 'newListingEnd')),
  'r-price-floor': (f) => f.newFloorPriceFen === undefined || f.newFloorPriceFen === null || Boolean(f.approvalNo)
    || f.newFloorPriceFen * 1_000_000n >= need(f.appraisedFen ?? undefined, 'appraisedFen') * BigInt(Math.round(numeric(f, 'priceFloor', 0) * 1_000_000)),
  'r-appraisal-path': (f) => f.firstDisclosureAt === undefined || f.firstDisclosureAt === null || f.newAppraisal === true
    || limitHolds(f.param('redisclosureLimit'), f.firstDisclosureAt, f.time),
  'r-scope-of-supervision': (f) => need(f.inScope, 'inScope'),
  'r-order-carried-out': (f) => typeof f.orderClosedAt !== 'number' || typeof f.orderDueAt !== 'number' || f.orderClosedAt <= f.orderDueAt,
  'r-resume-by-suspender': (f) => need(f.organ, 'organ') === need(f.suspendedBy, 'suspendedBy')
    || (typeof f.suspendedUntil === 'number' && f.suspendedUntil <= f.time),
  'r-invite-min': (f) => need(f.inviteeCount, 'inviteeCount') >= numeric(f, 'inviteMin', 0),
} satisfies Partial<Record<RuleId, Rule>>;

function numeric(f: Parameters<Rule>[0], name: ParamName, absent: number): number {
  const value = f.param(name)?.value;
  return value === null || value === undefined ? absent : Number(value);
}

function needAt(value: number | null | undefined, name: string): number {
  if (value === null || value === undefined) throw new Error(`rule fact missing: ${name}`);
  return value;
}

/** min(rate × (estimate, else budget, else ceiling), cap); an absent limit is left out. Exact: the rate is taken in millionths. */
export function depositCapFen(f: Parameters<Rule>[0]): bigint {
  const base = f.estimateFen ?? f.budgetFen ?? f.ceilingFen ?? null;
  const caps: bigint[] = [];
  const rate = f.param('depositRate')?.value;
  if (base !== null && rate !== null && rate !== undefined) caps.push((base * BigInt(Math.round(Number(rate) * 1_000_000))) / 1_000_000n);
  const cap = f.param('depositCap')?.value;
  if (cap !== null && cap !== undefined) caps.push(BigInt(cap) * 100n);
  return caps.reduce((least, c) => (c < least ? c : least), caps[0] ?? 1n << 90n);
}
