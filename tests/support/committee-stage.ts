import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { commitment } from '../../src/kernel/chance.ts';
import { chanceBeacon, chanceCommit, chanceReveal, type ChancePurpose } from '../../src/platform/chance.ts';
import type { EqualityKey } from '../../src/platform/records.ts';
import { SYSTEM_ACTOR } from '../../src/platform/system.ts';
import { actorOf, scenario } from '../../src/platform/testing/scenario.ts';
import type { Actor, AnySpec } from '../../src/platform/act.ts';
import type { EvaluationConfig, Lot } from '../../src/modules/project-intake/index.ts';
import { formDigest } from '../../src/modules/expert-draw/index.ts';
import { expEnroll } from '../../src/modules/expert-draw/exp-enroll.ts';
import type { Expert } from '../../src/modules/expert-draw/model.ts';
import { drawRequest, employerKey, rosterExpert } from '../../src/modules/expert-draw/roster.ts';
import { draw, eligible } from '../../src/modules/expert-draw/rules/draw.ts';

export type Play = ReturnType<typeof scenario>;
export const LOT_START = '2026-12-01T01:30:00.000Z';

/** A lot between notice and opening, its parties, and a roster: what the tests of draw and evaluation start from. */
export async function stage(pool: Pool, options: { config?: Partial<EvaluationConfig>; lot?: Partial<Lot>; state?: string; experts?: number } = {}) {
  const play = scenario(pool);
  await play.setNow('2026-11-30T06:00:00.000Z');
  const lotId = randomUUID();
  const tenderer = actorOf(['tenderer', 'bidder'], { entityId: randomUUID() });
  const supervisor = actorOf(['supervisor']);
  const representative = actorOf(['owner-rep']);
  await play.put({ kind: 'entity', id: tenderer.entityId ?? '', state: 'active', lotId: null, ownerId: null, key: null, data: { uscc: '91110000TENDERER01', name: '招标人' } });
  await play.put({ kind: 'account', id: representative.accountId ?? '', state: 'active', lotId: null, ownerId: null, key: null, data: account('甲方代表', ['owner-rep'], { representsId: tenderer.entityId }) });
  await play.put({ kind: 'lot', id: lotId, state: options.state ?? 'noticed', lotId: null, ownerId: tenderer.entityId, key: lotId, data: lotData(tenderer.entityId ?? '', options) });
  const experts: Actor[] = [];
  for (let i = 1; i <= (options.experts ?? 12); i++) experts.push(await enrolled(play, supervisor, i));
  return { play, pool, lotId, tenderer, supervisor, representative, experts };
}
export type Stage = Awaited<ReturnType<typeof stage>>;

export function system(play: Play, spec: AnySpec, lotId: string, input: unknown = {}) {
  return play.act(spec, SYSTEM_ACTOR, lotId, input);
}

async function enrolled(play: Play, supervisor: Actor, i: number): Promise<Actor> {
  const expert = actorOf(['expert']);
  await play.put({ kind: 'account', id: expert.accountId ?? '', state: 'active', lotId: null, ownerId: null, key: null, data: account(`专家${i}`, ['expert'], {}) });
  await play.act(expEnroll(equalityKey), supervisor, expert.accountId ?? '', enrolment(i));
  return expert;
}

/** As the platform's own, under a key of the tests. */
export const equalityKey: EqualityKey = (kind, value) => createHmac('sha256', 'a key of the tests').update(`${kind}\n${value}`).digest('hex');

/** Experts 1 and 2 share an employer. */
export function enrolment(i: number) {
  return {
    expertNo: `E${String(i).padStart(3, '0')}`, expertIdNo: `11010119700101${String(i).padStart(4, '0')}`, specialties: ['A08'], regionCode: '110000',
    employerName: i <= 2 ? '同一单位' : `单位${i}`, phone: `138${String(i).padStart(8, '0')}`, validFrom: '2026-01-01', validTo: '2028-12-31',
  };
}

export interface Party { actor: Actor; r: Uint8Array; salt: Uint8Array }

/** Tenderer and supervisor commit; `draw` then brings the beacon and their reveals. */
export async function commitChance({ play, lotId, tenderer, supervisor }: Stage, purpose: ChancePurpose): Promise<Party[]> {
  const parties = [tenderer, supervisor].map((actor) => ({ actor, r: new Uint8Array(randomBytes(32)), salt: new Uint8Array(randomBytes(16)) }));
  for (const { actor, r, salt } of parties) await play.act(chanceCommit, actor, lotId, { purpose, commit: commitment(r, salt) });
  return parties;
}

export async function beacon({ play, lotId }: Stage, chanceId: string): Promise<void> {
  await system(play, chanceBeacon, lotId, { chanceId, beacon: randomBytes(32).toString('hex') });
}

export async function drawChance(at: Stage, chanceId: string, parties: readonly Party[]): Promise<void> {
  await beacon(at, chanceId);
  for (const { actor, r, salt } of parties) {
    await at.play.act(chanceReveal, actor, at.lotId, { chanceId, r: Buffer.from(r).toString('hex'), salt: Buffer.from(salt).toString('hex') });
  }
}

function account(name: string, roles: string[], more: Record<string, unknown>) {
  return { name, roles, entityId: null, organ: null, regions: [], industries: [], ...more };
}

function lotData(tendererId: string, { config, lot }: { config?: Partial<EvaluationConfig>; lot?: Partial<Lot> }): Lot {
  return {
    projectId: randomUUID(), lotNo: '1', lotCode: 'T-1', lotName: '标段一', machine: 'tender-lot', category: 'engineering', kind: 'open-tender', objectType: 'works',
    industryId: 'housing', regionCode: '110000', projectName: '项目', projectCode: 'P', unifiedDealCode: null, fundSource: 'state', stateFunded: true,
    tendererId, tendererName: '招标人', agencyId: null, agencyName: null, estimateFen: null, budgetFen: null, ceilingFen: null, depositFen: null, duration: '90', quality: '合格',
    openGates: [], slots: [], notices: [], openDocumentObjections: 0, bidDeadline: LOT_START,
    document: {
      docId: 'd', version: 1, files: [], docHash: '', sealedAt: LOT_START, custodians: [], qualification: '', terms: {},
      evaluation: { method: 'comprehensive', prelimItems: [{ code: 'form', zh: '形式评审' }, { code: 'qualification', zh: '资格评审' }], ...config },
    },
    ...lot,
  };
}

export interface BidPlan { price: string; size?: 'micro' | 'small' | 'medium' | 'large'; adjustments?: { item: string; amountFen: string }[]; creditGrade?: string }

/** An opened lot with its bids, and a committee of experts and one representative whose list has opened. */
export async function opened(pool: Pool, bids: readonly BidPlan[], options: NonNullable<Parameters<typeof stage>[1]> & { size?: number } = {}) {
  const size = options.size ?? 5;
  await pool.query("delete from record where kind in ('expert', 'expert-identity')");
  const at = await stage(pool, { state: 'opened', experts: size + 3, ...options });
  await at.play.setNow(LOT_START);
  const { drawId, seated } = await drawnCommittee(at, size);
  const bidIds: string[] = [];
  for (const [i, { price, ...form }] of bids.entries()) {
    const [bidId, bidderId] = [randomUUID(), randomUUID()];
    bidIds.push(bidId);
    const { size: enterpriseSize, ...rest } = form;
    const opening = { priceFen: price, duration: '90', ...(enterpriseSize ? { enterpriseSize } : {}), ...rest };
    const decryption = { result: 'ok', at: LOT_START, formDigest: formDigest(opening) };
    await at.play.put({ kind: 'bid', id: bidId, state: 'decrypted', lotId: at.lotId, ownerId: bidderId, key: null, data: { bidSeq: i + 1, bidderId, bidderName: `投标人${i + 1}`, plainSha256: '00', decryption, form: { ...opening, files: [] } } });
  }
  return { ...at, drawId, members: [...seated, at.representative], bidIds };
}
export type Opened = Awaited<ReturnType<typeof opened>>;

/** A draw that replays: roster and request as they were frozen, the seed, and the seats in the order it gives. Expert 1 was not in it. */
async function drawnCommittee(at: Stage, size: number) {
  const drawId = randomUUID();
  const request = {
    specialtyNeeds: [{ specialty: 'A08', headcount: size - 1 }], headcount: size - 1, evaluationStart: LOT_START, place: '评标室', avoidEntityIds: [], regions: [], remote: false,
    representativeIds: [at.representative.accountId ?? ''], round: 1, chanceId: randomUUID(), noticeSeq: size - 1, replaceSeq: 0, voidCount: 0,
  };
  const parties = {
    tendererId: '91110000TENDERER01', agencyId: null, bidderIds: [], bidderRegions: [], headHashes: [], authorityIds: [], draftedByIds: [], earlierRoundIds: [],
  };
  const experts = await Promise.all(at.experts.slice(1).map(async ({ accountId }) => (await at.play.get<Expert>('expert', accountId ?? '')) ?? expectExpert()));
  const roster = experts.map((expert) => rosterExpert(expert, LOT_START));
  const asked = drawRequest({ ...request, order: [], seats: [], called: [] }, parties);
  const seed = randomBytes(32);
  const { order, called } = draw(roster, asked, seed);
  const { inputHash, expertIds } = eligible(roster, asked);
  await at.play.put({ kind: 'draw-roster', id: randomUUID(), state: 'frozen', lotId: at.lotId, ownerId: null, key: `${drawId}/1`, data: { drawId, round: 1, chanceId: request.chanceId, roster, request: asked, inputHash } });
  await at.play.put({
    kind: 'chance', id: request.chanceId, state: 'drawn', lotId: at.lotId, ownerId: null, key: `chance/${at.lotId}/experts/1`,
    data: { purpose: 'experts', round: 1, inputIds: expertIds, inputHash, order, seed: seed.toString('hex'), contributions: [] },
  });
  const seats = called.map(({ expertId }, i) => {
    const expert = experts.find((one) => one.data.expertNo === expertId) ?? expectExpert();
    return { seatNo: i + 1, specialty: 'A08', expertId: expert.id, expertNo: expertId, employer: employerKey(expert.data), tries: 1, reply: 'accepted' };
  });
  await at.play.put({ kind: 'draw', id: drawId, state: 'unsealed', lotId: at.lotId, ownerId: null, key: null, data: { ...request, called: called.map((one) => one.expertId), order, seats } });
  return { drawId, seated: seats.map(({ expertId }) => at.experts.find((one) => one.accountId === expertId) ?? expectExpert()) };
}

function expectExpert(): never { throw new Error('no such expert'); }
