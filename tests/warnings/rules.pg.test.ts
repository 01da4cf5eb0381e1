import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { functionPoints, machineRows, rule, warnings, type CategoryId, type ParamName, type RuleId } from '../../catalogue/index.ts';
import { declarations } from '../../src/app/declarations.ts';
import { param } from '../../src/kernel/params.ts';
import type { RuleFacts } from '../../src/law/facts.ts';
import { RULES } from '../../src/law/rules.ts';
import { defineAct } from '../../src/platform/act.ts';
import { actorOf, scenario } from '../../src/platform/testing/scenario.ts';
import { testDatabase, type TestDatabase } from '../../src/platform/testing/pg.ts';

// Every warning that a rule raises: broken facts go through the real judge, and the warning must stand in the database. Take the
// predicate out of src/law, the rule out of the points that name it, or the trigger out of the catalogue, and its row here fails.

const NOW = '2026-12-01T02:00:00.000Z';
const now = Date.parse(NOW);
const DAY = 86_400_000;

/** Facts that break each rule, and the category whose limits it goes by. */
const BROKEN: Partial<Record<RuleId, Partial<RuleFacts> & { category?: CategoryId; objectType?: string }>> = {
  'r-identity-unique': { identityTaken: true },
  'r-signer-valid': { signerValid: false },
  'r-key-possession': { keyProved: false },
  'r-intake-time': { submittedAt: now - 30 * DAY },
  'r-archive-complete': { archiveMissing: ['contract'] },
  'r-archive-days': { doneAt: now - 90 * DAY },
  'r-notice-period': { docKind: 'tender', saleStart: now, bidDeadline: now + 2 * DAY },
  'r-doc-issue-period': { saleStart: now, saleEnd: now + DAY },
  'r-prequal-period': { docKind: 'prequalification', saleEnd: now, prequalDeadline: now + DAY },
  'r-redisclosure': { priceCut: true, newListingEnd: now + DAY, category: 'state-property' },
  'r-plan-lead-time': { planPublishedAt: now - DAY },
  'r-fair-review-passed': { fairReview: { result: 'pass', docHash: 'other' }, docHash: 'this' },
  'r-no-floor-price': { floorPriceFen: 1n },
  'r-price-weight': { priceWeight: 0.01, category: 'gov-procurement', objectType: 'goods' },
  'r-sme-deduction': { smeDeduction: 0.9, category: 'gov-procurement', objectType: 'goods' },
  'r-doc-hash-match': { hashPairs: [['this', 'other']] },
  'r-clarify-lead-time': { isMaterial: true, bidDeadline: now + DAY, newBidDeadline: null },
  'r-before-deadline': { bidDeadline: now },
  'r-prequal-before-deadline': { prequalDeadline: now },
  'r-min-bidders': { submittedBids: 1 },
  'r-invite-min': { inviteeCount: 1 },
  'r-stream-before-start': { streamStartedAt: null },
  'r-stream-gap': { streamGapMax: 1e9 },
  'r-expert-avoidance': { avoidHits: 1, declared: 'clear' },
  'r-backups': { backupCount: 0 },
  'r-list-sealed': { reader: 'somebody', evaluationStart: now + DAY },
  'r-expert-present': { memberOfCommittee: false },
  'r-award-first': { stateFunded: true, awardMode: null, awardRank: 2, earlierCandidatesOut: false },
  'r-contract-match': { contractPriceFen: 1n, awardPriceFen: 2n, contractDuration: '90', awardDuration: '90' },
  'r-performance-bond': { performanceSecurityFen: 50n, contractPriceFen: 100n },
  'r-contract-30d': { noticeIssuedAt: now - 60 * DAY },
  'r-first-payment': { paidShare: 0, category: 'land-use-right' },
  'r-full-payment': { signedAt: now - 800 * DAY, category: 'land-use-right' },
  'r-change-cap': { changesFen: 90n, contractPriceFen: 100n, category: 'gov-procurement' },
  'r-objection-window': { bidDeadline: now + DAY },
  'r-scope-of-supervision': { inScope: false },
  'r-order-carried-out': { orderDueAt: now - 1, orderClosedAt: now },
  'r-disclose-window': { disclosureDueAt: now - 1 },
  'r-candidate-within': { reportAt: now - 30 * DAY, publishedAt: now },
  'r-decide-days': { reportAt: now - 30 * DAY, category: 'gov-procurement' },
  'r-report-supervisor': { decidedAt: now - 60 * DAY },
};

interface Row { warning: string; on: 'refusal' | 'soft'; rule: RuleId }
const triggered: Row[] = warnings.flatMap(({ id, trigger }) => trigger.flatMap(({ on, ref }) => ((on === 'refusal' || on === 'soft') && ref in RULES ? [{ warning: id, on, rule: ref as RuleId }] : [])));
const rows: Row[] = [...triggered, { warning: 'w-promise-breach', on: 'refusal', rule: 'r-archive-complete' }];

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.close());

it('covers every rule that has a predicate and raises a warning', () => {
  expect([...new Set(rows.map((row) => row.rule))].filter((id) => !(id in BROKEN))).toEqual([]);
});

/** Points and machine rows that are declared and judge by this rule. */
function judgedBy(id: RuleId): string[] {
  const declared = new Set(declarations().specs.map((spec) => spec.id));
  const points = functionPoints.filter((point) => [point.rule, ...point.alsoRules].includes(id)).map((point) => point.id);
  const moved = machineRows.filter((row) => row.guards.includes(id)).map((row) => row.event.replace(':', '-'));
  return [...points, ...moved].filter((one) => declared.has(one));
}

/** The judge as every act passes it, over facts of our own. */
function probe(id: RuleId, lotId: string) {
  const { category = 'engineering', objectType, ...facts } = BROKEN[id] ?? {};
  return defineAct<Record<string, never>, null>({
    id: `probe-${id}`, kind: 'gov', subjectKind: 'lot', input: z.strictObject({}), load: async () => null, parties: () => ({}),
    decide(_facts, cmd, work) {
      work.leaves.push({
        kind: 'move', fp: 'gov-step', subject: lotId, lotId, actorRole: 'centre-a', actorKey: cmd.actor.key, public: {}, salted: {}, docs: {}, gate: null, bySystem: false, moves: [],
        guards: [id], facts: { ...facts, param: (name: ParamName, stage?: string) => param(name, { category, objectType, stage }) ?? null },
      });
    },
  });
}

describe.each(rows)('$warning by $on of $rule', ({ warning, on, rule: id }) => {
  it('is raised, once for all times, and the rule is judged by an act of the platform', async () => {
    const play = scenario(database.pool);
    await play.setNow(NOW);
    const lotId = randomUUID();
    await play.put({ kind: 'lot', id: lotId, state: 'noticed', lotId: null, ownerId: null, key: lotId, data: { openGates: [] } });
    const actor = actorOf(['centre-a']);
    expect(rule(id).kind).toBe(on === 'soft' ? 'soft' : 'hard');
    for (const _ of [1, 2]) {
      if (on === 'soft') await play.act(probe(id, lotId), actor, lotId, {});
      else expect(await play.refused(probe(id, lotId), actor, lotId, {})).toBe(id);
    }
    const { rows: raised } = await database.pool.query<{ state: string; data: Record<string, unknown> }>("select state, data from record where kind = 'warning' and lot_id = $1 and data->>'warning' = $2", [lotId, warning]);
    expect(raised).toMatchObject([{ state: 'raised', data: { rule: id, times: 2 } }]);
    expect(judgedBy(id)).not.toEqual([]);
  });
});
