import type { LotRead, OpeningRead, RoundsRead, TimelineRead } from '../../contracts/reads.ts';
import { localText, msPerMinute } from '../../kernel/calendar.ts';
import { guest } from '../people.ts';
import type { Attendance } from './attempt.ts';
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
  return `waiting for ${quotes(seen) ?? hall(seen) ?? bids(seen) ?? committee(seen) ?? agreement(seen) ?? phase(seen)}`;
}

/** Not even their number is told while the round runs (r-quote-final): neither here. */
function quotes({ rounds, view, now }: Waiting): string | null {
  const open = rounds.find((one) => one.endedAt === undefined);
  if (!open) return null;
  const whom = view ? `${suppliers(asked(view))} still in` : 'the suppliers';
  return `quotes of round ${open.round}${open.isFinal ? ', the final one,' : ''} until ${clock(open.quoteEnd, now)}: ${whom}; how many have quoted is told to nobody before the round ends, with the last quote it does`;
}

function hall({ opening, lot, now }: Waiting): string | null {
  if (!opening || lot.stage !== 'opening') return null;
  const done = (...states: string[]): string => `${opening.bidders.filter(({ status }) => states.includes(status)).length} of ${opening.bidders.filter(({ status }) => status !== 'failed').length}`;
  const [who, bid] = lot.category === 'gov-procurement' ? ['suppliers', 'responses'] : ['bidders', 'bids'];
  if (['listed', 'decrypting'].includes(opening.state)) return `the ${who} to open their ${bid} in the hall${until(opening.decryptEnd, now)}: ${done('decrypted')} opened`;
  if (['announced', 'confirming'].includes(opening.state)) return `the ${who} to confirm the record in the hall${until(opening.confirmEnd, now)}: ${done('confirmed', 'objected')} given`;
  return null;
}

function bids({ lot, now }: Waiting): string | null {
  if (lot.stage !== 'noticed' || lot.bidDeadline === undefined) return null;
  const live = Date.parse(lot.bidDeadline) - liveMinutes * msPerMinute;
  const what = lot.category === 'gov-procurement' ? 'responses of suppliers' : 'bids';
  return `${what} until ${clock(lot.bidDeadline, now)}; the hall ${now < live ? `opens at ${clock(live, now)}` : 'is open: whoever has submitted signs in there'}`;
}

function committee({ lot, draw, view, rounds, now }: Waiting): string | null {
  if (!['opened', 'quoted'].includes(lot.stage)) return null;
  const asks = lot.category === 'gov-procurement' ? 'the purchaser or its agency' : 'the tenderer or its agency';
  if (!draw || ['draft', 'cancelled', 'exhausted'].includes(draw.state)) return `${asks} to ask for the experts (expert draw)`;
  if (draw.state === 'requested') return 'the numbers for the draw of experts: the desk of the lot tells the own one by itself, once it has been given there (draw by lot)';
  if (draw.state === 'drawn' || draw.state === 'notifying') return `the experts to answer their phones: ${draw.accepted} of ${draw.headcount} come`;
  if (now < Date.parse(draw.evaluationStart)) return `the evaluation to begin at ${clock(draw.evaluationStart, now)} (the clock can be moved there)`;
  return view ? session(view, lot, rounds) : null;
}

function session(view: MemberView, lot: Waiting['lot'], rounds: Waiting['rounds']): string | null {
  const { qualification } = view;
  if (view.state === 'chaired' && qualification && qualificationAwaited(view)) return `the purchaser to review the qualification of each supplier, before the committee begins: ${qualification.reviewed} of ${qualification.of} done`;
  if (view.state === 'scored') return 'the numbers for the draw between equal bids: the desk of the lot tells the own one by itself';
  const away = view.state === 'ready' ? view.members.filter(({ checkedIn, out }) => !checkedIn && out === null) : [];
  if (away.length > 0) return `${away.map(({ seatNo }) => `seat ${seatNo}`).join(' and ')} of the committee to sign in: a person of the market's own, whose keys are not here`;
  return quotesAwaited(lot, view, rounds) ? 'the chair to call for quotes' : null;
}

/** 框架协议: its second stage is the market's alone, order by order. */
function agreement({ lot }: Waiting): string | null {
  if (lot.framework === undefined || lot.stage !== 'contracted') return null;
  return 'the purchaser: orders under the agreement are given on its desk (framework orders) and go on as lots of their own; acceptance, archive and certificate of the agreement end them';
}

/** By the timeline that everybody sees. */
function phase({ lot, steps, now: at }: Waiting): string {
  const now = steps.find(({ status }) => status === 'now');
  if (!now) return 'nobody: the trade is over';
  const what = now.dueEn === undefined ? now.en : `${now.en} (${now.dueEn})`;
  return `${now.whoEn === undefined ? '' : `${now.whoEn}: `}${what}${now.dueAt === undefined ? untilPublic(lot, at) : until(now.dueAt, at)}`;
}

/** Until then nothing else than documents can be done: the notice would be early. */
function untilPublic({ stage, kind, deadlines }: Waiting['lot'], now: number): string {
  const lead = stage === 'docs-reviewed' && kind !== 'single-source' ? deadlines?.find(({ event }) => event === 'notice-from') : undefined;
  return lead === undefined || Date.parse(lead.at) <= now ? '' : `, from ${clock(lead.at, now)} on: its intention is public until then (the clock can be moved there)`;
}

function suppliers(n: number): string { return n === 1 ? '1 supplier' : `${n} suppliers`; }
function until(at: string | undefined, now: number): string { return at === undefined ? '' : ` until ${clock(at, now)}`; }

/** Beijing time, as the pages show it; the date where it is another day's. */
function clock(at: string | number, now: number): string {
  const text = localText(typeof at === 'number' ? at : Date.parse(at)).slice(0, 16);
  return text.startsWith(localText(now).slice(0, 10)) ? text.slice(11) : text;
}
