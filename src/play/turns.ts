import { dayOf, isWorkingDay, msPerDay, msPerHour, startOfDay } from '../kernel/calendar.ts';
import type { LotRead } from '../contracts/reads.ts';
import type { CaseLot, CaseSuspension } from './case-file.ts';
import { ProblemError } from './client.ts';
import { guest, type Company } from './people.ts';
import { paper, supervisorOf, type LotPlay, type Stage } from './stage.ts';

/** Turns a trade may take: what is asked and clarified, and what is stopped for a while. */

type Clarification = NonNullable<CaseLot['clarification']>;

/** 提问 or 异议 by a bidder, and the clarification that answers it and moves the deadline; the hall is booked anew. */
export async function clarify({ clock, platform, tell }: Stage, lot: LotPlay, { plan, asker }: { plan: Clarification; asker: Company }): Promise<void> {
  const { lotId, project: { agency: { client }, titleZh } } = lot;
  const deadline = lot.bidDeadline ?? 0;
  // asked in the legal window, answered as late as the case says
  await asker.client.act('doc-question', lotId, { kind: plan.objection === true ? 'objection' : 'question', text: '第三章第二条的业绩要求如何计算？' });
  await clock.moveTo(deadline - plan.daysBefore * msPerDay);
  const newBidDeadline = iso(workingMorning(deadline + plan.postponeDays * msPerDay));
  const { proposed } = await guest(platform).get<{ proposed: { checks: { rule: string; holds: boolean }[] } }>(`/api/v1/lots/${lotId}/calendar?newBidDeadline=${newBidDeadline}`);
  const broken = proposed.checks.filter((check) => !check.holds);
  if (broken.length > 0) throw new Error(`the calendar says of ${newBidDeadline}: ${broken.map((check) => check.rule).join(', ')}`);
  const { items } = await client.get<{ items: { questionId: string }[] }>(`/api/v1/lots/${lotId}/questions`);
  await client.act('doc-clarify', lotId, {
    clarificationFile: await paper(client, `澄清文件：${titleZh}`), isMaterial: true, newBidDeadline, changedItems: ['业绩要求', '投标截止时间'], revisedContent: '业绩按合同签订时间计算',
    answers: items.map(({ questionId }) => ({ questionId, answer: '按合同签订时间计算' })),
  });
  lot.bidDeadline = Date.parse(newBidDeadline);
  if (plan.correction === true) await correct(platform, lot);
  await client.act('int-schedule', lotId, { slotType: 'opening', roomId: `hall-${lotId.slice(0, 8)}`, slotStart: newBidDeadline, slotEnd: iso(lot.bidDeadline + 4 * msPerHour) });
  tell(`lot ${lot.lotNo}: clarified, the deadline is ${newBidDeadline}`);
}

/** 更正公告: names the notice it corrects by the hash its receipt tells. */
async function correct(platform: Stage['platform'], { lotId, project: { agency: { client }, titleZh } }: LotPlay): Promise<void> {
  const { notices } = await guest(platform).get<LotRead>(`/api/v1/lots/${lotId}`);
  const head = notices.findLast(({ noticeType }) => noticeType === 'tender' || noticeType === 'change')?.leafId;
  if (head === undefined) throw new Error('the notice has no leaf');
  const { bodyHash } = await guest(platform).get<{ bodyHash: string }>(`/api/v1/receipts/${head}`);
  await client.act('not-change', lotId, { prevHash: bodyHash, changeFile: await paper(client, `更正公告：${titleZh}`), changedItems: ['投标截止时间'], revisedContent: '以澄清文件载明的截止时间为准' });
}

/** 暂停 and 恢复: nothing is taken meanwhile; gives the instant of the period that was running, as it stands after. */
export async function stop(stage: Stage, lot: LotPlay, { days, by }: CaseSuspension, period: 'newBidDeadline' | 'publicityEnd'): Promise<number> {
  const { clock, tell } = stage;
  const from = await clock.now();
  await order(stage, lot, by, 'suspend', from + 2 * days * msPerDay);
  await mustStand(lot);
  await clock.moveTo(from + days * msPerDay - msPerHour);
  const result = await order(stage, lot, by, 'resume');
  const at = result[period] ?? result['bidDeadline'];
  if (at === undefined) throw new Error(`the end of the stop does not tell ${period}`);
  tell(`lot ${lot.lotNo}: stopped for ${days} days by the ${by}, ${period} is ${at}`);
  return Date.parse(at);
}

async function order({ staff }: Stage, { lotId, project: { agency, category, titleZh } }: LotPlay, by: CaseSuspension['by'], type: 'suspend' | 'resume', dueAt?: number): Promise<Record<string, string>> {
  if (by === 'tenderer') {
    const { result } = await agency.client.act<Record<string, string>>('not-abnormal', lotId, { abnormalType: type, reasonCode: 'under-review', reason: '核实有关情况', noticeFile: await paper(agency.client, `${type}公告：${titleZh}`) });
    return result;
  }
  const officer = await staff.as(supervisorOf[category]);
  const { result } = await officer.act<Record<string, string>>('sup-order', lotId, {
    orderNo: `${type}-${lotId.slice(0, 8)}`, orderType: type, reason: '核实有关情况', orderFile: await paper(officer, `监督指令：${titleZh}`), ...(dueAt === undefined ? {} : { dueAt: iso(dueAt) }),
  });
  return result;
}

/** A stopped trade that took an act would be no stop. */
async function mustStand({ lotId, project: { agency: { client }, titleZh } }: LotPlay): Promise<void> {
  const clarification = { clarificationFile: await paper(client, `暂停期间的澄清：${titleZh}`), isMaterial: false, changedItems: ['无'], revisedContent: '无' };
  const code = await client.act('doc-clarify', lotId, clarification).then(() => 'taken', (error: unknown) => (error instanceof ProblemError ? error.code : Promise.reject(error)));
  if (code !== 'state') throw new Error(`a stopped lot answered ${code}`);
}

/** The morning of the first working day from then on. */
function workingMorning(from: number): number {
  let day = dayOf(from);
  while (!isWorkingDay(day)) day += 1;
  return startOfDay(day) + 9.5 * msPerHour;
}

function iso(at: number): string { return new Date(at).toISOString(); }
