import type { ParamName } from '../../../catalogue/index.ts';
import type { LawfulItem } from '../../contracts/desk.ts';
import { dayOf, isWorkingDay, msPerDay, msPerHour, startOfDay } from '../../kernel/calendar.ts';
import { dueAt, earliestAt } from '../../kernel/limits.ts';
import type { Rec } from '../../platform/records.ts';
import { announcedDeadline } from '../../modules/notice/index.ts';
import { lotParam, type Lot } from '../../modules/project-intake/index.ts';

/** Fields of forms that the law gives a first instant, with the limit that does. */
const FIELDS: readonly { field: string; param: ParamName; stage?: string; zh: string; en: string; when?: (lot: Lot) => boolean }[] = [
  { field: 'bidDeadline', param: 'minBidPeriod', zh: '投标准备时间', en: 'Time to prepare bids' },
  { field: 'saleEnd', param: 'minDocPeriod', zh: '文件获取时间', en: 'Time to get the documents' },
  { field: 'prequalDeadline', param: 'minPrequalPeriod', zh: '资格预审申请准备时间', en: 'Time to prepare applications' },
  { field: 'newPrequalDeadline', param: 'clarifyLead', stage: 'prequalification', zh: '实质性澄清、修改资格预审文件后的申请截止', en: 'Applications after a material clarification of the prequalification' },
  { field: 'publicityEnd', param: 'candidatePublicity', zh: '中标候选人公示期', en: 'Publicity of the candidates', when: ({ category }) => category === 'engineering' },
  { field: 'publicityEnd', param: 'singlePublicity', zh: '单一来源公示期', en: 'Publicity of a single source', when: ({ kind }) => kind === 'single-source' },
  { field: 'validTo', param: 'frameworkTerm', zh: '框架协议有效期', en: 'Term of the framework agreement', when: ({ kind }) => kind === 'framework-agreement' },
  { field: 'newBidDeadline', param: 'clarifyLead', zh: '实质性澄清、修改后的投标截止', en: 'Bid deadline after a material clarification' },
];

/** While the form is filled in the clock runs on: the suggestion leaves this much. */
const slackMs = msPerHour;
const morningMs = 9.5 * msPerHour;

/** The first lawful instant of each such field were the act done now, and the first working morning after it. */
export function lawful(lot: Rec<Lot>, nowMs: number): LawfulItem[] {
  const param = lotParam(lot.data);
  return FIELDS.flatMap(({ field, param: name, stage, zh, en, when }) => {
    if (when?.(lot.data) === false) return [];
    const row = param(name, stage);
    if (row === null || row.value === null) return [];
    if (row.op === '<=') return upTo(row, { field, zh, en, nowMs });
    const earliest = earliestAt(row, nowMs).at;
    if (row.value === 0) return [{ field, earliest: iso(earliest), suggested: iso(unbound(field, lot.data, nowMs)), zh, en, basis: row.basis ?? '平台规则' }];
    return [{ field, earliest: iso(earliest), suggested: iso(workingMorning(earliestAt(row, nowMs + slackMs).at)), zh, en, basis: row.basis ?? '平台规则' }];
  });
}

/** Where the law sets no time: documents are to be had until bids close, and a day is left for anything else. */
function unbound(field: string, lot: Lot, nowMs: number): number {
  const deadline = Date.parse(announcedDeadline(lot) ?? '');
  return field === 'saleEnd' && deadline > nowMs ? deadline : workingMorning(nowMs + msPerDay);
}

/** A limit from above: any time from now, and no later than its end. */
function upTo(row: NonNullable<ReturnType<ReturnType<typeof lotParam>>>, { field, zh, en, nowMs }: { field: string; zh: string; en: string; nowMs: number }): LawfulItem[] {
  const end = dueAt(row, nowMs)?.at;
  return end === undefined ? [] : [{ field, earliest: iso(nowMs), latest: iso(end), suggested: iso(end - msPerDay), zh, en, basis: row.basis ?? '平台规则' }];
}

function workingMorning(from: number): number {
  let day = dayOf(from);
  while (!isWorkingDay(day) || startOfDay(day) + morningMs < from) day += 1;
  return startOfDay(day) + morningMs;
}

function iso(at: number): string { return new Date(at).toISOString(); }
