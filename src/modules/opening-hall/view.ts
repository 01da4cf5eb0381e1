import { roles } from '../../../catalogue/index.ts';
import type { BidderRow, DrawItem, OpeningRead } from '../../contracts/reads.ts';
import type { ChanceRecord } from '../../platform/chance.ts';
import type { Rec } from '../../platform/records.ts';
import type { Bid } from '../bidding/index.ts';
import type { Opening } from './model.ts';

// What people may see of an opening now. Shared by the read and by the live events, so that both say the same.

const STATES: Readonly<Record<string, string>> = {
  scheduled: '待开标', live: '直播中，等待开标', started: '开标中', failed: '未开启', listed: '已公布名单，解密中', decrypting: '解密中',
  decrypted: '解密结束，唱标中', announced: '唱标完成', confirming: '确认开标记录', closed: '开标结束', archived: '开标结束，已归档', adjourned: '休会',
};

/** Names are read out with the list and not before; prices with the announcement and not before. */
const LISTED: readonly string[] = ['listed', 'decrypting', 'decrypted', 'announced', 'confirming', 'closed', 'archived'];
const WINDOW_OVER: readonly string[] = ['decrypted', 'announced', 'confirming', 'closed', 'archived'];

export function stateZh({ state, data }: Rec<Opening>): string { return asRead(STATES[state] ?? state, data); }

/** Where no price is read out nothing is announced but that the response has been opened (财政部令第74号). */
export function asRead(zh: string, { unpriced }: Pick<Opening, 'unpriced'>): string { return unpriced === true ? zh.replaceAll('唱标', '公布响应') : zh; }

/** The state that counts for what is public: an adjourned session shows what it showed before. */
export function shownState(opening: Rec<Opening>): string {
  return opening.state === 'adjourned' ? opening.data.previousState ?? 'started' : opening.state;
}

export function isListed(opening: Rec<Opening>): boolean { return LISTED.includes(shownState(opening)); }

interface PhaseSpec { id: string; zh: string; en: string; doneAt: (o: Opening) => string | undefined }
const PHASES: readonly PhaseSpec[] = [
  { id: 'live', zh: '直播与签到', en: 'Live and sign-in', doneAt: (o) => o.startedAt },
  { id: 'start', zh: '公布投标人名单', en: 'Bidder list', doneAt: (o) => o.listedAt },
  { id: 'decrypt', zh: '投标文件解密', en: 'Decryption', doneAt: (o) => o.decryptedAt },
  { id: 'announce', zh: '唱标', en: 'Announcement', doneAt: (o) => o.announcedAt },
  { id: 'coefficient', zh: '系数抽取', en: 'Coefficient draw', doneAt: (o) => o.drawsDoneAt },
  { id: 'confirm', zh: '确认开标记录', en: 'Confirmation', doneAt: (o) => o.endedAt },
];

export function phasesOf(opening: Rec<Opening>): OpeningRead['phases'] {
  const { data } = opening;
  const failed = opening.state === 'failed';
  let reached = data.streamStartedAt !== undefined && !failed;
  return PHASES.map(({ id, zh, en, doneAt }) => {
    const at = doneAt(data);
    const named = { id, zh: asRead(zh, data), en };
    if (id === 'coefficient' && Object.values(data.coefficients).every((c) => c.candidates.length < 2)) return { ...named, status: 'skipped' as const };
    if (at !== undefined) return { ...named, status: 'done' as const, at };
    const status = reached ? 'now' as const : failed ? 'skipped' as const : 'next' as const;
    reached = false;
    return { id, zh, en, status };
  });
}

export function phaseEvent(opening: Rec<Opening>): Record<string, unknown> {
  const { decryptEnd, confirmEnd, bidCount } = opening.data;
  return {
    state: opening.state, stateZh: stateZh(opening), phases: phasesOf(opening),
    ...(decryptEnd ? { decryptEnd } : {}), ...(confirmEnd ? { confirmEnd } : {}), ...(bidCount === undefined ? {} : { bidCount }),
  };
}

export function bidderRow(opening: Rec<Opening>, bid: Rec<Bid>): BidderRow {
  const { data } = bid;
  const row = { bidSeq: data.bidSeq, bidderName: data.bidderName };
  if (data.announcedAt !== undefined) return { ...row, status: confirmation(data) ?? 'announced', ...announcedFields(data, opening) };
  if (bid.state === 'decrypted' || (data.decryption?.result === 'ok' && bid.state !== 'revoked')) return { ...row, status: 'decrypted' };
  if (bid.state === 'receipted' && !WINDOW_OVER.includes(shownState(opening)) && data.decryption === undefined) return { ...row, status: 'sealed' };
  return { ...row, status: 'failed', reasonZh: failureZh(opening, bid) };
}

/** What was read out. A price that is no whole number of fen within bounds is told in words; the committee sees the text. */
function announcedFields({ form }: Bid, { data: { unpriced } }: Rec<Opening>): Partial<BidderRow> {
  if (!form) return {};
  const shown = { duration: form.duration, ...(form.quality ? { quality: form.quality } : {}), ...(form.projectManager ? { projectManager: form.projectManager } : {}) };
  if (unpriced === true) return shown;
  const priceFen = /^\d{1,15}$/.test(form.priceFen) ? Number(form.priceFen) : null;
  return {
    ...(priceFen === null ? { reasonZh: `报价“${form.priceFen.slice(0, 64)}”不是有效金额` } : { priceFen }),
    ...shown,
  };
}

function confirmation({ confirmed }: Bid): 'confirmed' | 'objected' | undefined {
  if (!confirmed) return undefined;
  return confirmed.dispute === null ? 'confirmed' : 'objected';
}

export function failureZh(opening: Rec<Opening>, bid: Rec<Bid>): string {
  if (bid.state === 'revoked') return bid.data.decryption?.failureCause === 'bidder' ? '因投标人原因未解密，视为撤销投标文件' : '投标人撤销投标';
  if (bid.state === 'returned') return bid.data.decryption?.failureCause === 'other' ? '因投标人之外原因未解密，视为撤回投标文件' : '投标文件已退回';
  return WINDOW_OVER.includes(shownState(opening)) ? '时限内未解密，待主持人载明原因' : '解密未成功，时限内可重试';
}

const ROLE_ZH = new Map(roles.map((r) => [r.id as string, r.zh]));

/** The draw as guests see it: who committed, who has revealed, and at the end the values. */
export function drawItem(opening: Rec<Opening>, chance: Rec<ChanceRecord>): DrawItem {
  const drawn = Object.entries(opening.data.coefficients).filter(([, c]) => c.drawId === chance.id);
  const at = drawn.map(([, c]) => c.at).find((value) => value !== undefined);
  const result = chance.state === 'void' ? '作废，重新抽取' : drawn.map(([name, c]) => `${name} = ${c.drawn ?? ''}`).sort().join('，');
  return {
    drawId: chance.id, zh: `评标系数抽取（第${chance.data.round}次）`, en: `Coefficient draw, round ${chance.data.round}`,
    ...(result ? { result } : {}), ...(at ? { at } : {}),
    contributions: chance.data.contributions.map(({ role, commit, revealedAt }) => ({
      role, roleZh: ROLE_ZH.get(role) ?? role, commit, ...(revealedAt ? { revealedAt } : {}),
    })),
  };
}
