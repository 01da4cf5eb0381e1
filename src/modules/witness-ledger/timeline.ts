import type { Pool } from 'pg';
import { functionPoint, isFunctionPointId, isStepId, role, roleIds, step, subItems, type FunctionPoint } from '../../../catalogue/index.ts';
import type { TimelineAct, TimelineRead, TimelineStep } from '../../contracts/reads.ts';
import { timelinePhases, type TimelinePhase } from '../../contracts/stages.ts';
import { inTrade, namedInTrade } from '../../kernel/trade-words.ts';
import type { Actor } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import { fromRow, type Rec, type RecordRow } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { lotIsPublic, lotParties, type Lot, openRound } from '../project-intake/index.ts';

/** The whole trade as phases with their leaves. Gated leaves are absent until their gate opens: nothing can be counted here. */
export async function timeline(db: Pool, actor: Actor | null, lotId: string): Promise<TimelineRead> {
  const lot = await knownLot(db, actor, lotId);
  const { rows } = await db.query<{ id: string; fp: string; kind: string; subject: string; recorded_at: string; idx: bigint | null; role: string; step: string | null; from: string | null; notice: string | null }>(
    `select id, fp, kind, subject, recorded_at, idx, (body::jsonb)->>'actorRole' as role, (body::jsonb)->>'step' as step,
       jsonb_path_query_first(body::jsonb, '$.moves[*] ? (@.machine == "tender-lot").from') #>> '{}' as from, (body::jsonb)->'public'->>'abnormalType' as notice
     from leaf where (lot_id = $1 or subject = $2) and open and kind in ('act', 'step') order by ordinal limit 2000`, [lotId, lot.data.projectId]);
  const byPhase = Map.groupBy(rows, (row) => phaseOf(row.fp, row.from));
  const stopped = ['failed', 'terminated', 'suspended'].includes(lot.state);
  const now = phaseIndexNow(phasesOf(lot), stopped ? { ...lot, state: lot.data.previousState ?? lot.state } : lot);
  const steps = phasesOf(lot).map((phase, i): TimelineStep => {
    const acts = (byPhase.get(phase) ?? []).map((row) => actOf(row, lot.data.category));
    const who = namedInTrade(PHASE_WHO[phase], lot.data.category);
    const status = phase === 'notice' && beforeNotice.has(lot.state) && acts.length === 0 ? 'next' : statusOf(lot.state, i, now);
    return { phase, ...namedInTrade(PHASES[phase], lot.data.category), status, acts, ...(i === now ? nowDetail(lot) : i === now + 1 ? { who: who.zh, whoEn: who.en } : {}) };
  });
  return { steps };
}

/** The lot, if this reader may know of it. */
export async function knownLot(db: Pool, actor: Actor | null, lotId: string): Promise<Rec<Lot>> {
  const { rows } = await db.query<RecordRow>(`select kind, id, state, lot_id, owner_id, key, version, data from record where kind = 'lot' and id = $1`, [lotId]);
  const lot = rows[0] ? fromRow<Lot>(rows[0]) : null;
  if (!lot || !(lotIsPublic(lot) || (actor && mayKnow(actor, lotParties(lot))))) throw new Refusal('not-found');
  return lot;
}

const PHASES: Record<TimelinePhase, { zh: string; en: string }> = {
  intake: { zh: '进场', en: 'Intake' }, notice: { zh: '公告', en: 'Notice' }, prequalification: { zh: '资格预审', en: 'Prequalification' }, documents: { zh: '招标文件', en: 'Documents' }, bids: { zh: '投标', en: 'Bids' },
  opening: { zh: '开标', en: 'Opening' }, draw: { zh: '专家抽取', en: 'Expert draw' }, evaluation: { zh: '评标', en: 'Evaluation' }, candidates: { zh: '候选人公示', en: 'Candidates' },
  award: { zh: '定标', en: 'Award' }, contract: { zh: '合同', en: 'Contract' }, certificate: { zh: '见证书', en: 'Certificate' },
};

const TENDERER = { zh: '招标人或代理机构', en: 'Tenderer or agency' };
const PHASE_WHO: Record<TimelinePhase, { zh: string; en: string }> = {
  intake: { zh: '交易中心', en: 'Trading centre' }, notice: TENDERER, prequalification: TENDERER, documents: TENDERER, bids: { zh: '投标人', en: 'Bidders' }, opening: { zh: '开标主持人', en: 'Opening host' },
  draw: TENDERER, evaluation: { zh: '评标委员会', en: 'Evaluation committee' }, candidates: TENDERER, award: { zh: '招标人', en: 'Tenderer' }, contract: { zh: '招标人', en: 'Tenderer' },
  certificate: { zh: '招标人或交易中心', en: 'Tenderer or centre' },
};

/** States in which others are waited for than those the phase is known by. */
const STATE_WHO: Readonly<Record<string, { zh: string; en: string }>> = { draft: TENDERER, intended: TENDERER, planned: TENDERER, negotiating: { zh: '供应商', en: 'Suppliers' } };

const SUBSYSTEM_PHASE: Record<string, TimelinePhase> = {
  'project-intake': 'intake', 'gov-procurement': 'intake', notice: 'notice', 'tender-doc': 'documents', bidding: 'bids', 'opening-hall': 'opening', 'live-hall': 'opening',
  'expert-draw': 'draw', evaluation: 'evaluation', 'award-contract': 'award', certificate: 'certificate',
};
const POINT_PHASE: Record<string, TimelinePhase> = { 'awd-candidate': 'candidates', 'ctr-sign': 'contract', 'ctr-change': 'contract', 'ctr-perform': 'contract', 'gpr-accept': 'contract', 'gpr-single': 'notice', 'gpr-quote': 'evaluation', 'gpr-framework': 'award', 'int-archive': 'certificate', 'opn-checkin': 'opening', 'bid-prequal-apply': 'prequalification', 'bid-prequal-result': 'prequalification' };

/** What is done while a prequalification runs, or ends it, belongs to it: its documents, questions, clarifications, invitations. */
const PREQUALIFYING = new Set(['prequal-noticed', 'prequal-review', 'prequalified']);

function phaseOf(fp: string, from: string | null): TimelinePhase | null {
  if (from !== null && PREQUALIFYING.has(from) && fp !== 'not-abnormal') return 'prequalification';
  return POINT_PHASE[fp] ?? (isFunctionPointId(fp) ? SUBSYSTEM_PHASE[functionPoint(fp).subsystem] ?? null : null);
}

/** The phase a state stands in. */
const STATE_PHASE: Record<string, TimelinePhase> = {
  draft: 'intake', intended: 'intake', planned: 'intake', 'intake-pending': 'intake', accepted: 'documents', sealed: 'documents', 'docs-reviewed': 'notice', announced: 'documents',
  'single-publicity': 'notice', 'prequal-noticed': 'prequalification', 'prequal-review': 'prequalification', prequalified: 'prequalification', noticed: 'bids', 'deadline-passed': 'opening', opening: 'opening', adjourned: 'opening', opened: 'evaluation', negotiating: 'evaluation', quoted: 'evaluation',
  evaluated: 'candidates', 'candidate-publicity': 'candidates', awarded: 'award', selected: 'award', notified: 'contract', 'result-published': 'contract', contracted: 'certificate', 'performance-over': 'certificate',
  rectifying: 'contract', closed: 'certificate',
};

/** Without a sub-item for candidates (government procurement) nothing is published before the award; few trades prequalify. */
function phasesOf(lot: Rec<Lot>): TimelinePhase[] {
  const candidates = subItems.some((s) => s.category === lot.data.category && s.sourceEvent === 'awd-candidate');
  return timelinePhases.filter((phase) => (phase !== 'candidates' || candidates) && (phase !== 'prequalification' || lot.data.prequal !== undefined));
}

/** Between the opening and the committee's first session it is the draw that is waited for. */
function phaseNow({ state, data }: Rec<Lot>): TimelinePhase {
  return state === 'opened' && data.evaluationSessionId === undefined ? 'draw' : STATE_PHASE[state] ?? 'intake';
}

function phaseIndexNow(phases: readonly TimelinePhase[], lot: Rec<Lot>): number {
  const at = phases.indexOf(phaseNow(lot));
  return at >= 0 ? at : phases.indexOf('award');
}

/** The documents are made before there is a notice: what stands earlier in the order of phases is yet to come. */
const beforeNotice: ReadonlySet<string> = new Set(['accepted', 'sealed']);

function statusOf(state: string, i: number, now: number): TimelineStep['status'] {
  if (state === 'closed') return 'done';
  if (state === 'suspended') return i === now ? 'stopped' : i < now ? 'done' : 'next';
  if (state === 'failed' || state === 'terminated') return i === now ? 'ended' : i < now ? 'done' : 'next';
  return i < now ? 'done' : i === now ? 'now' : 'next';
}

function nowDetail(lot: Rec<Lot>): Partial<TimelineStep> {
  const phase = phaseNow(lot);
  const named = namedInTrade(STATE_WHO[lot.state] ?? PHASE_WHO[phase], lot.data.category);
  const due = namedInTrade({ zh: '投标截止', en: 'Bid deadline' }, lot.data.category);
  const who = { who: named.zh, whoEn: named.en };
  if (lot.state === 'noticed' && lot.data.bidDeadline) return { ...who, dueAt: lot.data.bidDeadline, dueZh: due.zh, dueEn: due.en };
  if (lot.state === 'prequal-noticed' && lot.data.prequal) return { who: '申请人', whoEn: 'Applicants', dueAt: lot.data.prequal.deadline, dueZh: '资格预审申请截止', dueEn: 'Applications until' };
  const round = openRound(lot);
  if (lot.state === 'negotiating' && round) return { ...who, dueAt: round.quoteEnd, dueZh: `第${round.round}轮报价截止${round.isFinal ? '（最后报价）' : ''}`, dueEn: `Round ${round.round} of quotation ends${round.isFinal ? ' (final)' : ''}` };
  if (lot.state === 'single-publicity' && lot.data.single) return { ...who, dueAt: lot.data.single.publicityEnd, dueZh: '单一来源公示期满', dueEn: 'End of the single-source publicity' };
  if (lot.state === 'candidate-publicity' && lot.data.publicity) return { ...who, dueAt: lot.data.publicity.publicityEnd, dueZh: '公示期满', dueEn: 'End of publicity' };
  return who;
}

/** One act, four notices: which it was is told by its name. */
const ABNORMAL: Readonly<Record<string, { zh: string; en: string }>> = {
  suspend: { zh: '中止公告', en: 'Notice of suspension' }, resume: { zh: '恢复公告', en: 'Notice of resumption' }, terminate: { zh: '终止公告', en: 'Notice of termination' }, fail: { zh: '流标公告', en: 'Notice of failure' },
};

function actOf(row: { id: string; fp: string; recorded_at: string; idx: bigint | null; role: string; step: string | null; notice: string | null }, category: string): TimelineAct {
  const named: Pick<FunctionPoint, 'zh' | 'en'> | undefined = ABNORMAL[row.notice ?? ''] ?? (row.step && isStepId(row.step) ? step(row.step) : isFunctionPointId(row.fp) ? functionPoint(row.fp) : undefined);
  const actorZh = roleIds.find((id) => id === row.role);
  return {
    leafId: row.id, fp: row.fp, ...(row.step ? { step: row.step } : {}), ...namedInTrade({ zh: named?.zh ?? row.fp, en: named?.en ?? row.fp }, category), actorRole: row.role,
    ...(actorZh ? { actorZh: inTrade(role(actorZh).zh, category, 'zh') } : {}), at: row.recorded_at, seal: row.idx === null ? 'recorded' : 'durable', ...(row.idx === null ? {} : { index: Number(row.idx) }),
  };
}
