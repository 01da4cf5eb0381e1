import { param } from '../kernel/params.ts';
import { limitNumber } from '../law/limits.ts';
import { passing } from '../modules/bidding/rules/prequal.ts';
import type { Json } from '../ledger/core/index.ts';
import { gateOpener } from './gates.ts';
import { deadlineAt } from './bidding.ts';
import { read, Reading, type Act } from './read.ts';
import { must, refuse } from './refusal.ts';
import { actsOf, selectorsOf, type Trade } from './trade.ts';

/**
 * Who might take part: in an invited tender those invited, after a prequalification those who passed, all of them and nobody else.
 * Told once the deadline has opened what was sealed; before it there is nothing to check.
 */
export function checkAdmission(trade: Trade): string {
  const passed = checkPrequalification(trade);
  const invited = checkInvitations(trade, passed);
  checkBidders(trade, invited);
  if (invited === null && passed === null) return '—';
  return [...(passed === null ? [] : [`${passed.size} 合格 passed`]), ...(invited === null ? [] : [`${invited.size} 受邀 invited`])].join(', ');
}

/** The applicants who passed, by the method that was published; null without a prequalification (or before its result is told). */
function checkPrequalification(trade: Trade): ReadonlySet<string> | null {
  const results = actsOf(trade, 'bid-prequal-result');
  const applications = lastApplications(trade);
  const [result] = results;
  if (result === undefined) return null;
  must(results.length === 1, 'admission', '资格预审结果不止一次', 'the prequalification was decided twice');
  const told = opened(result, 'applicantResults').map((one) => new Reading('admission', one, `#${result.index} applicantResults`));
  const said = read('admission', result);
  must(told.length === applications.size, 'admission', '资格预审结果与申请数不符', 'as many results as applications: not so');
  for (const one of told) {
    const application = applications.get(one.text('applicantId'));
    must(application !== undefined && read('admission', application).count('applicationSeq') === one.count('applicationSeq') && application.time < result.time,
      'admission', `申请 ${one.count('applicationSeq')} 与递交不符`, `application ${one.count('applicationSeq')} is none that was handed in`);
  }
  const passes = passing(methodOf(trade), told.map((one) => ({ applicationSeq: one.count('applicationSeq'), qualified: one.flag('qualified'), score: one.textOrNull('score') })));
  for (const one of told) must((one.text('result') === 'pass') === passes.has(one.count('applicationSeq')), 'admission', `申请 ${one.count('applicationSeq')} 的结论与公布的审查办法不符`, `application ${one.count('applicationSeq')}: the published method gives another result`);
  must(said.count('passedCount') === passes.size && said.count('failedCount') === told.length - passes.size, 'admission', '资格预审合格数不符', 'the numbers of the result are not those of its list');
  return new Set(told.filter((one) => one.text('result') === 'pass').map((one) => one.text('applicantId')));
}

/** The last application of each, in time. */
export function lastApplications(trade: Trade): ReadonlyMap<string, Act> {
  const last = new Map<string, Act>();
  for (const act of actsOf(trade, 'bid-prequal-apply')) {
    const deadline = deadlineAt(trade, act.time, 'prequalDeadline');
    must(deadline !== null && act.time < deadline && read('admission', act).time('submittedAt') === act.time, 'admission', `#${act.index} 在资格预审申请截止之后`, `#${act.index}: an application that was not before its deadline`);
    last.set(openedText(act, 'bidderId'), act);
  }
  return last;
}

function methodOf(trade: Trade): { method: 'qualified-all' | 'limited'; limit: number | null } {
  const issued = actsOf(trade, 'doc-issue').findLast((act) => read('admission', act).json('docKind') === 'prequalification') ?? refuse('admission', '没有发布资格预审文件', 'no prequalification document was issued');
  const said = read('admission', issued);
  return { method: said.text('evaluationMethod') === 'limited' ? 'limited' : 'qualified-all', limit: said.has('prequalLimit') ? said.count('prequalLimit') : null };
}

/** Since when each is invited. Null where bidding is open to all. */
function checkInvitations(trade: Trade, passed: ReadonlySet<string> | null): ReadonlyMap<string, number> | null {
  const acts = actsOf(trade, 'not-invite');
  const { kind } = selectorsOf(trade, 'admission');
  if (acts.length === 0) {
    const issued = actsOf(trade, 'doc-issue').some((act) => read('admission', act).json('docKind') !== 'prequalification');
    const due = issued && (kind === 'invited-tender' || passed !== null) && gateOpener(trade, 'bid-deadline') !== null;
    must(!due, 'admission', '缺少投标邀请', 'nobody was invited to a tender that takes invitations');
    return null;
  }
  must(kind !== 'open-tender' || passed !== null, 'admission', '公开招标以邀请代替公告', 'invitations in the place of the notice of an open tender');
  const least = limitNumber(param('inviteMin', selectorsOf(trade, 'admission')) ?? null, 0);
  const invited = new Map<string, number>();
  for (const act of acts) {
    const ids = opened(act, 'inviteeIds').map((id) => (typeof id === 'string' ? id : refuse('admission', '受邀人名单不合格式', 'the list of those invited is none')));
    must(ids.length === read('admission', act).count('inviteeCount'), 'admission', `#${act.index} 受邀家数不符`, `#${act.index}: as many were invited as it says: not so`);
    for (const id of ids) {
      must(!invited.has(id), 'admission', `#${act.index} 重复邀请`, `#${act.index}: invited twice`);
      invited.set(id, act.time);
    }
    must(invited.size >= least, 'admission', '受邀人不足法定家数', 'fewer were invited than the law asks for');
  }
  if (passed !== null) must(passed.size === invited.size && [...passed].every((id) => invited.has(id)), 'admission', '受邀人不是全部预审合格的申请人', 'those invited are not those who passed');
  return invited;
}

function checkBidders(trade: Trade, invited: ReadonlyMap<string, number> | null): void {
  if (invited === null) return;
  for (const act of [...actsOf(trade, 'bid-encrypt'), ...actsOf(trade, 'bid-submit')]) {
    const since = invited.get(openedText(act, 'bidderId'));
    must(since !== undefined && since <= act.time, 'admission', `#${act.index} 的投标人未受邀`, `#${act.index}: a bid of one who was not invited`);
  }
}

export function opened(act: Act, field: string): readonly Json[] {
  const value = act.opened.get(field);
  return Array.isArray(value) ? (value as readonly Json[]) : refuse('admission', `#${act.index} 的 ${field} 未公开`, `${field} of #${act.index} is not opened`);
}

export function openedText(act: Act, field: string): string {
  const value = act.opened.get(field);
  return typeof value === 'string' ? value : refuse('admission', `#${act.index} 的 ${field} 未公开`, `${field} of #${act.index} is not opened`);
}
