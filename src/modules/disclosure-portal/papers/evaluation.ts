import { role, roleIds } from '../../../../catalogue/index.ts';
import { drawRecord, evaluationReport, scoreSummary, wordsOf, type ReportFacts } from '../../../documents/index.ts';
import type { Rec } from '../../../platform/records.ts';
import { priceTextOf } from '../../bidding/index.ts';
import type { Evaluation } from '../../evaluation/index.ts';
import { lastKept, lastOf, type Candidate, type PaperFacts } from './facts.ts';

// All of these are closed to the public until the award: record.ts names their gate, and who may read them before it.

export function evaluationPapers(facts: PaperFacts): Candidate[] {
  const session = facts.evaluations.find(({ id }) => id === facts.lot.data.evaluationSessionId);
  return [...draws(facts), ...(session?.data.report && session.data.reportAt !== undefined ? [...scores(facts, session), ...reports(facts, session)] : [])];
}

const CHANCE_STATES: Readonly<Record<string, string>> = { drawn: '有效', void: '作废', committing: '未完成', frozen: '未完成', revealing: '未完成' };

function draws(facts: PaperFacts): Candidate[] {
  const draw = facts.draws.at(-1);
  const at = draw?.data.unsealedAt;
  if (!draw || at === undefined) return [];
  const { data } = draw;
  const chances = facts.chances.filter((chance) => chance.data.purpose === 'experts').map(({ state, data: chance }) => ({
    round: chance.round, state: CHANCE_STATES[state] ?? state, t0: chance.t0 ?? null, beacon: chance.beacon ?? null, seed: chance.seed ?? null,
    contributions: chance.contributions.map((one) => ({ role: roleZh(one.role), commit: one.commit, revealedAt: one.revealedAt ?? null })),
  }));
  return [{
    kind: 'draw-record', version: draw.id, at, leaves: lastOf(facts, ['exp-draw-run', 'exp-draw-request', 'exp-unseal']),
    build: (making) => drawRecord({
      place: data.place, evaluationStart: data.evaluationStart, headcount: data.headcount, representatives: data.representativeIds.length, avoided: data.avoidEntityIds.length, rounds: data.round, voids: data.voidCount,
      replacements: data.replaceSeq, eligible: data.eligibleCount ?? null, needs: data.specialtyNeeds.map(({ specialty, headcount }) => ({ specialty, count: headcount })), chances,
      seats: data.seats.map(({ seatNo, expertNo, specialty, calledAt, repliedAt }) => ({ seatNo, expertNo, specialty, calledAt: calledAt ?? null, repliedAt: repliedAt ?? null })),
    }, making),
  }];
}

function scores(facts: PaperFacts, { id, data }: Rec<Evaluation>): Candidate[] {
  const config = facts.lot.data.document?.evaluation;
  if (!config || !data.report) return [];
  const rows = data.bids.map((tally) => {
    const bid = facts.bids.find((one) => one.id === tally.bidId)?.data;
    const ranking = tally.out === undefined ? bid?.ranking : undefined;
    return {
      bidSeq: tally.bidSeq, bidderName: bid?.bidderName ?? '', rank: ranking?.rank ?? null, priceFen: (bid && priceTextOf(bid)) ?? '', evaluationFen: ranking?.evaluationFen ?? null,
      priceScore: ranking?.priceScore ?? null, means: { ...tally.objective, ...ranking?.criterionMeans }, total: ranking?.total ?? null, rejectedFor: tally.out ?? null,
    };
  }).sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || a.bidSeq - b.bidSeq);
  const seqOf = new Map(data.bids.map((tally) => [tally.bidId, tally.bidSeq]));
  const sheets = facts.sheets.map(({ data: sheet }) => ({ bidSeq: seqOf.get(sheet.bidId) ?? 0, seatNo: sheet.seatNo, scores: sheet.scores, at: sheet.at })).sort((a, b) => a.bidSeq - b.bidSeq || a.seatNo - b.seatNo);
  return [{
    kind: 'score-summary', version: `${id}/${data.report.version}`, at: data.reportAt ?? data.report.draftedAt, leaves: lastKept(facts, ['evl-summary', 'evl-report']),
    build: (making) => scoreSummary({ method: methodZh(config.method), benchmarkFen: data.benchmarkFen ?? null, criteria: (config.criteria ?? []).map(({ id: criterion, zh, max }) => ({ id: criterion, zh, max })), rows, sheets }, making),
  }];
}

/** As report.ts of the evaluation writes it; what is not there is left out. */
interface Content {
  competition: string; benchmarkFen: string | null; coefficients: Record<string, string>;
  rows: ReportFacts['rows']; rejected: ReportFacts['rejected']; clarifications: ReportFacts['clarifications']; candidates: ReportFacts['candidates'];
}

function reports(facts: PaperFacts, { id, data }: Rec<Evaluation>): Candidate[] {
  const { report } = data;
  const found = facts.reports.find((one) => one.key === `${id}/${report?.version}`);
  if (!report || found?.data.digest !== report.digest) return [];
  const content = found.data.content as unknown as Content;
  const signatures = facts.leaves.filter((leaf) => leaf.fp === 'evl-report' && leaf.kind === 'act' && leaf.at >= report.draftedAt);
  const members = data.members.map(({ seatNo, role: post, signed }) => ({
    seatNo, role: post === 'expert' ? '评审专家' : `${wordsOf(facts.lot.data).tenderer}代表`, chair: seatNo === data.chairSeatNo, position: signed ? (signed.position === 'agree' ? '同意' : '不同意') : null,
    reason: signed?.reason ?? null, signedAt: signed?.at ?? null,
  }));
  return [{
    kind: 'evaluation-report', version: `${id}/${report.version}`, at: data.reportAt ?? report.draftedAt, leaves: signatures,
    build: (making) => evaluationReport({
      ...content, method: methodZh(facts.lot.data.document?.evaluation.method ?? ''), digest: report.digest, version: report.version, draftedAt: report.draftedAt, reportAt: data.reportAt ?? report.draftedAt,
      competition: content.competition === 'lacking' ? '有效投标不足三个，经评审仍具有竞争性' : '有效投标具有竞争性', members,
      rejected: content.rejected.map(({ bidSeq, bidderName, reason }) => ({ bidSeq, bidderName, reason })),
    }, making),
  }];
}

const METHODS: Readonly<Record<string, string>> = { comprehensive: '综合评估法', 'reasonable-low': '合理低价法', 'lowest-evaluated': '经评审的最低投标价法', 'gp-comprehensive': '综合评分法', 'gp-lowest': '最低评标价法' };
function methodZh(method: string): string { return METHODS[method] ?? method; }
function roleZh(id: string): string { const known = roleIds.find((one) => one === id); return known ? role(known).zh : id; }
