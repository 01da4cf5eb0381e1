import { z } from 'zod';
import { isCreditCode } from '../../contracts/credit-code.ts';
import { evaluationRules } from '../../law/rules-evaluation.ts';
import { freezeChance, requireContributions, type ChanceRecord } from '../../platform/chance.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal, refuseByRule } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Account } from '../entity-ca/index.ts';
import { lotParties } from '../project-intake/index.ts';
import { committeeParam, formDigest, loadDraw, type DrawFacts } from './facts.ts';
import type { Draw, DrawRoster } from './model.ts';
import { drawRequest, rosterExpert } from './roster.ts';
import { eligible } from './rules/draw.ts';
import type { Drawing } from './seats.ts';

const input = z.strictObject({
  specialtyNeeds: z.array(z.strictObject({ specialty: z.string().min(1).max(40), headcount: z.int().min(1).max(30) })).min(1).max(10),
  evaluationStart: z.iso.datetime({ precision: 3 }),
  representativeIds: z.array(z.uuid()).max(10).default([]).describe('accounts of the tenderer\'s representatives'),
  avoidEntityIds: z.array(z.string().max(64)).max(50).default([]).describe('whom to avoid, by credit code, or by id where the entity is registered; with reason on the form'),
  regions: z.array(z.string().regex(/^\d{6}$/)).max(20).default([]).describe('regions the experts may come from; empty: all'),
  remote: z.boolean().default(false),
  place: z.string().min(1).max(60).default('公共资源交易中心评标区'),
});
type Input = z.infer<typeof input>;
type Facts = DrawFacts & { representatives: (Rec<Account> | null)[] };

/** 专家抽取申请: within the window before the evaluation; freezes who may be drawn (lifecycle §6, §7). */
export const expDrawRequest = defineAct<Input, Facts>({
  id: 'exp-draw-request', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    const facts = await loadDraw(read, cmd.subject);
    const representatives: (Rec<Account> | null)[] = [];
    for (const id of cmd.input.representativeIds) representatives.push(await read.get<Account>('account', id));
    return { ...facts, representatives };
  },
  parties: ({ lot }) => lotParties(lot),
  decide(facts, cmd, work) {
    const { lot, chance } = facts;
    work.knowGates(lot.id, lot.data.openGates);
    if (!['noticed', 'deadline-passed', 'opening', 'adjourned', 'opened'].includes(lot.state)) throw new Refusal('state', { rule: 'state' });
    const draw = facts.draw ?? newDraw(work, lot.id);
    work.move('expert-draw', draw, 'exp-draw-request');
    fill(draw.data, cmd.input, facts);
    requireComposition(draw.data, facts);
    requireContributions(chance);
    freezeRoster(work, { ...facts, draw }, chance);
    const { specialtyNeeds, headcount, evaluationStart, representativeIds, avoidEntityIds } = draw.data;
    work.act('exp-draw-request', {
      subject: lot.id, lotId: lot.id,
      public: {
        lotId: lot.id, drawId: draw.id, specialtyNeeds, headcount, evaluationStart, requestedAt: work.now,
        representativeCount: representativeIds.length, contributionCommits: chance.data.contributions.map(({ role, commit }) => ({ role, commit })),
      },
      salted: { avoidEntityIds: avoidEntityIds.length > 0 ? avoidEntityIds : null, representativeIds },
      docs: { requestForm: formDigest(cmd.input) },
      facts: { param: windowParam(facts, draw.data), evaluationStart: Date.parse(evaluationStart) },
    });
    work.result = { drawId: draw.id, chanceId: chance.id, ...(countsTold(lot) ? { eligibleCount: draw.data.eligibleCount, filtered: draw.data.filtered } : {}) };
  },
});

/** Filters the roster and fixes the list as the chance's secret input; the snapshot lets anyone with access recompute the draw. */
export function freezeRoster(work: Work, facts: Drawing, chance: Rec<ChanceRecord>): void {
  const { draw, lot } = facts;
  const seated = new Set(draw.data.seats.map((seat) => seat.employer));
  const roster = facts.experts.map((expert) => rosterExpert(expert, draw.data.evaluationStart))
    .filter((expert) => !draw.data.called.includes(expert.expertId) && !seated.has(expert.employerId));
  const request = drawRequest(draw.data, facts.about);
  const list = eligible(roster, request);
  const lacking = draw.data.seats.filter((seat) => seat.expertId === null).length;
  if (list.expertIds.length < lacking) {
    const [onlyZh, onlyEn] = countsTold(lot) ? [`仅${list.expertIds.length}人，`, `: ${list.expertIds.length}`] : ['', ''];
    throw new Refusal('roster-too-small', { field: 'specialtyNeeds', zh: `符合条件的专家${onlyZh}少于需抽取的${lacking}人，请扩大专业或地域`, en: `Fewer experts fit than the ${lacking} needed${onlyEn}` });
  }
  Object.assign(draw.data, { chanceId: chance.id, round: draw.data.round + 1, filtered: list.filtered, eligibleCount: list.expertIds.length });
  const drawn = new Set(list.expertIds);
  work.create<DrawRoster>('draw-roster', 'frozen', {
    drawId: draw.id, round: draw.data.round, chanceId: chance.id, roster: roster.filter((expert) => drawn.has(expert.expertId)), request, inputHash: list.inputHash,
  }, { lotId: lot.id, key: `${draw.id}/${draw.data.round}` });
  freezeChance(work, chance, list.expertIds, { secret: true });
  work.put(draw);
}

/** Before the deadline counts would tell, roster in hand, whose employers have bid: till then it is only enough or too few. */
export function countsTold({ data }: { data: { openGates: readonly string[] } }): boolean { return data.openGates.includes('bid-deadline'); }

function newDraw(work: Work, lotId: string): Rec<Draw> {
  return work.create<Draw>('draw', 'draft', {
    specialtyNeeds: [], headcount: 0, evaluationStart: '', place: '', representativeIds: [], avoidEntityIds: [], regions: [], remote: false,
    round: 0, chanceId: null, order: [], seats: [], called: [], noticeSeq: 0, replaceSeq: 0, voidCount: 0,
  }, { lotId });
}

/** The first request makes the seats; a later one, after the roster was exhausted, widens what the empty ones may be filled with. */
function fill(draw: Draw, asked: Input, { lot, representatives }: Facts): void {
  const specialties = asked.specialtyNeeds.flatMap((need) => Array<string>(need.headcount).fill(need.specialty));
  const { evaluationStart, avoidEntityIds, regions, remote, place } = asked;
  requireEntities(avoidEntityIds);
  Object.assign(draw, { evaluationStart, avoidEntityIds, regions, remote, place, specialtyNeeds: asked.specialtyNeeds });
  if (draw.seats.length === 0) {
    for (const rep of representatives) {
      if (!rep?.data.roles.includes('owner-rep') || rep.data.representsId !== lot.data.tendererId) throw new Refusal('invalid-input', { field: 'representativeIds' });
    }
    draw.representativeIds = asked.representativeIds;
    draw.headcount = specialties.length;
    draw.seats = specialties.map((specialty, i) => ({ seatNo: i + 1, specialty, expertId: null, expertNo: null, employer: null, tries: 0 }));
    return;
  }
  const empty = draw.seats.filter((seat) => seat.expertId === null);
  if (empty.length !== specialties.length) throw new Refusal('invalid-input', { field: 'specialtyNeeds', zh: `尚缺${empty.length}个席位`, en: `${empty.length} seats are empty` });
  empty.forEach((seat, i) => { seat.specialty = specialties[i] ?? seat.specialty; });
}

/** A name or a code with a slip would keep nobody away, and nobody would notice. */
function requireEntities(named: readonly string[]): void {
  const other = named.find((one) => !isCreditCode(one) && !z.uuid().safeParse(one).success);
  if (other !== undefined) throw new Refusal('invalid-input', { field: 'avoidEntityIds', zh: `“${other}”不是统一社会信用代码，也不是已登记单位的编号`, en: `“${other}” is neither a unified social credit code nor the id of a registered entity` });
}

/** Judged at the request already, so that nobody is called for a committee that may not sit. */
function requireComposition(draw: Draw, { lot, representatives }: Facts): void {
  if (new Set(draw.representativeIds).size !== draw.representativeIds.length) throw new Refusal('invalid-input', { field: 'representativeIds' });
  const committeeSize = draw.headcount + Math.max(representatives.length, draw.representativeIds.length);
  const holds = evaluationRules['r-committee-composition']({ param: committeeParam(lot.data), time: 0, committeeSize, expertCount: draw.headcount });
  if (!holds) throw refuseByRule('r-committee-composition', 'specialtyNeeds');
}

function windowParam({ lot }: Facts, draw: Draw): ReturnType<typeof committeeParam> {
  const base = committeeParam(lot.data);
  return (name, stage) => base(name, stage ?? (draw.remote && name === 'drawLead' ? 'remote' : undefined));
}
