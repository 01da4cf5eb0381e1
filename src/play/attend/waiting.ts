import type { LotRead, OpeningRead, RoundsRead, TimelineRead } from '../../contracts/reads.ts';
import { localText, msPerMinute } from '../../kernel/calendar.ts';
import { guest } from '../people.ts';
import { both, type Attendance, type Said } from './attempt.ts';
import { liveMinutes } from './attend.ts';
import { sessionView, unlessMissing } from './committee.ts';
import { qualificationAwaited, type MemberView } from './member.ts';
import { asked, quotesAwaited } from './rounds.ts';

/** What tells whom the trade waits for. */
export interface Waiting {
  lot: Pick<LotRead, 'stage' | 'category' | 'kind' | 'bidDeadline'> & Partial<Pick<LotRead, 'deadlines' | 'framework'>>; now: number;
  opening: Pick<OpeningRead, 'state' | 'bidders' | 'decryptEnd' | 'confirmEnd'> | null;
  draw: { state: string; headcount: number; accepted: number; evaluationStart: string } | null;
  view: MemberView | null; rounds: RoundsRead['rounds']; steps: TimelineRead['steps'];
}

/** Whom the trade waits for, and until when, in one line. */
export async function waitingFor(at: Attendance): Promise<string> {
  const { lotId, platform } = at;
  const centre = await at.staff.as('centre-a');
  const [lot, { steps }, { now }] = await Promise.all([centre.get<LotRead>(`/api/v1/lots/${lotId}`), centre.get<TimelineRead>(`/api/v1/lots/${lotId}/timeline`), guest(platform).get<{ now: string }>('/api/v1/platform')]);
  const evaluating = ['opened', 'negotiating', 'quoted'].includes(lot.stage);
  return waitingLine({
    lot, steps, now: Date.parse(now),
    opening: lot.opening && !evaluating ? await centre.get<OpeningRead>(`/api/v1/lots/${lotId}/opening`) : null,
    draw: evaluating ? await centre.get<NonNullable<Waiting['draw']>>(`/api/v1/lots/${lotId}/draw`).catch(unlessMissing) : null,
    view: evaluating ? await sessionView(at) : null,
    rounds: evaluating ? (await centre.get<RoundsRead>(`/api/v1/lots/${lotId}/rounds`)).rounds : [],
  });
}

export function waitingLine(seen: Waiting): string {
  const [zh, en] = quotes(seen) ?? hall(seen) ?? bids(seen) ?? committee(seen) ?? agreement(seen) ?? phase(seen);
  return both([`等待：${zh}`, `waiting for ${en}`]);
}

/** Not even their number is told while the round runs (r-quote-final): neither here. */
function quotes({ rounds, view, now }: Waiting): Said | null {
  const open = rounds.find((one) => one.endedAt === undefined);
  if (!open) return null;
  const n = view ? asked(view) : null;
  const end = clock(open.quoteEnd, now);
  return [
    `第 ${open.round} 轮报价${open.isFinal ? '（最后报价）' : ''}，截止 ${end}：${n === null ? '供应商' : `仍有 ${n} 家供应商`}；已有几家报价，本轮结束前不告诉任何人，最后一家报出即结束`,
    `quotes of round ${open.round}${open.isFinal ? ', the final one,' : ''} until ${end}: ${n === null ? 'the suppliers' : `${n === 1 ? '1 supplier' : `${n} suppliers`} still in`}; how many have quoted is told to nobody before the round ends, with the last quote it does`,
  ];
}

function hall({ opening, lot, now }: Waiting): Said | null {
  if (!opening || lot.stage !== 'opening') return null;
  const done = (...states: string[]): [number, number] => [opening.bidders.filter(({ status }) => states.includes(status)).length, opening.bidders.filter(({ status }) => status !== 'failed').length];
  const purchase = lot.category === 'gov-procurement';
  const [whoZh, bidZh, who, bid] = purchase ? ['供应商', '响应文件', 'suppliers', 'responses'] : ['投标人', '投标文件', 'bidders', 'bids'];
  if (['listed', 'decrypting'].includes(opening.state)) {
    const [n, of] = done('decrypted');
    const [zh, en] = until(opening.decryptEnd, now);
    return [`${whoZh}在开标厅解密${bidZh}${zh}：已解密 ${n} / ${of}`, `the ${who} to open their ${bid} in the hall${en}: ${n} of ${of} opened`];
  }
  if (!['announced', 'confirming'].includes(opening.state)) return null;
  const [n, of] = done('confirmed', 'objected');
  const [zh, en] = until(opening.confirmEnd, now);
  return [`${whoZh}在开标厅确认开标记录${zh}：已确认 ${n} / ${of}`, `the ${who} to confirm the record in the hall${en}: ${n} of ${of} given`];
}

function bids({ lot, now }: Waiting): Said | null {
  if (lot.stage !== 'noticed' || lot.bidDeadline === undefined) return null;
  const live = Date.parse(lot.bidDeadline) - liveMinutes * msPerMinute;
  const [zh, en] = lot.category === 'gov-procurement' ? ['供应商递交响应文件', 'responses of suppliers'] : ['投标人递交投标文件', 'bids'];
  const end = clock(lot.bidDeadline, now);
  return now < live
    ? [`${zh}，截止 ${end}；开标厅 ${clock(live, now)} 开放`, `${en} until ${end}; the hall opens at ${clock(live, now)}`]
    : [`${zh}，截止 ${end}；开标厅已开放，已递交的在那里签到`, `${en} until ${end}; the hall is open: whoever has submitted signs in there`];
}

function committee({ lot, draw, view, rounds, now }: Waiting): Said | null {
  if (!['opened', 'quoted'].includes(lot.stage)) return null;
  const [zh, en] = lot.category === 'gov-procurement' ? ['采购人或代理机构', 'the purchaser or its agency'] : ['招标人或代理机构', 'the tenderer or its agency'];
  if (!draw || ['draft', 'cancelled', 'exhausted'].includes(draw.state)) return [`${zh}申请抽取专家（专家抽取）`, `${en} to ask for the experts (expert draw)`];
  if (draw.state === 'requested') return ['专家抽取的随机数：本方的在标段工作台提交承诺后，由该页面自动公开（随机抽取）', 'the numbers for the draw of experts: the desk of the lot tells the own one by itself, once it has been given there (draw by lot)'];
  if (draw.state === 'drawn' || draw.state === 'notifying') return [`专家应答：${draw.accepted} / ${draw.headcount} 位应答出席`, `the experts to answer their phones: ${draw.accepted} of ${draw.headcount} come`];
  const start = clock(draw.evaluationStart, now);
  if (now < Date.parse(draw.evaluationStart)) return [`评标 ${start} 开始（可以把时钟调到那时）`, `the evaluation to begin at ${start} (the clock can be moved there)`];
  return view ? session(view, lot, rounds) : null;
}

function session(view: MemberView, lot: Waiting['lot'], rounds: Waiting['rounds']): Said | null {
  const { qualification } = view;
  if (view.state === 'chaired' && qualification && qualificationAwaited(view)) {
    const { reviewed, of } = qualification;
    return [`采购人逐家作资格审查，之后评审才开始：已审 ${reviewed} / ${of}`, `the purchaser to review the qualification of each supplier, before the committee begins: ${reviewed} of ${of} done`];
  }
  if (view.state === 'scored') return ['并列抽签的随机数：本方的由标段工作台自动公开', 'the numbers for the draw between equal bids: the desk of the lot tells the own one by itself'];
  const away = view.state === 'ready' ? view.members.filter(({ checkedIn, out }) => !checkedIn && out === null) : [];
  if (away.length > 0) {
    return [
      `评委会 ${away.map(({ seatNo }) => `${seatNo} 号`).join('、')}席位签到：是你方自己的人，钥匙不在这里`,
      `${away.map(({ seatNo }) => `seat ${seatNo}`).join(' and ')} of the committee to sign in: a person of the market's own, whose keys are not here`,
    ];
  }
  return quotesAwaited(lot, view, rounds) ? ['组长开启报价轮次', 'the chair to call for quotes'] : null;
}

/** 框架协议: its second stage is the market's alone, order by order. */
function agreement({ lot }: Waiting): Said | null {
  if (lot.framework === undefined || lot.stage !== 'contracted') return null;
  return [
    '采购人：协议下的订单在工作台（框架协议订单）下达，各自作为一个标段办下去；协议的验收、归档和见证书使之结束',
    'the purchaser: orders under the agreement are given on its desk (framework orders) and go on as lots of their own; acceptance, archive and certificate of the agreement end them',
  ];
}

/** By the timeline that everybody sees. */
function phase({ lot, steps, now: at }: Waiting): Said {
  const now = steps.find(({ status }) => status === 'now');
  if (!now) return ['没有人：交易已全部办完', 'nobody: the trade is over'];
  const [endZh, endEn] = now.dueAt === undefined ? untilPublic(lot, at) : until(now.dueAt, at);
  const line = (who: string | undefined, colon: string, what: string, due: string): string => `${who === undefined ? '' : `${who}${colon}`}${what}${due}`;
  return [
    line(now.who, '：', now.zh, now.dueZh === undefined ? '' : `（${now.dueZh}）`) + endZh,
    line(now.whoEn, ': ', now.en, now.dueEn === undefined ? '' : ` (${now.dueEn})`) + endEn,
  ];
}

/** Until then nothing else than documents can be done: the notice would be early. */
function untilPublic({ stage, kind, deadlines }: Waiting['lot'], now: number): Said {
  const lead = stage === 'docs-reviewed' && kind !== 'single-source' ? deadlines?.find(({ event }) => event === 'notice-from') : undefined;
  if (lead === undefined || Date.parse(lead.at) <= now) return ['', ''];
  const from = clock(lead.at, now);
  return [`，${from} 起可办：此前采购意向须公开满期（可以把时钟调到那时）`, `, from ${from} on: its intention is public until then (the clock can be moved there)`];
}

function until(at: string | undefined, now: number): Said { return at === undefined ? ['', ''] : [`，截止 ${clock(at, now)}`, ` until ${clock(at, now)}`]; }

/** Beijing time, as the pages show it; the date where it is another day's. */
function clock(at: string | number, now: number): string {
  const text = localText(typeof at === 'number' ? at : Date.parse(at)).slice(0, 16);
  return text.startsWith(localText(now).slice(0, 10)) ? text.slice(11) : text;
}
