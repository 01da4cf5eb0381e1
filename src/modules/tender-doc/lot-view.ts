import type { z } from 'zod';
import { disclosureItems, industries, itemsOf, type ParamName, type SubItemId } from '../../../catalogue/index.ts';
import type { deadlineItem, LotItem, LotRead, noticeItem } from '../../contracts/reads.ts';
import { stageGroupOf } from '../../contracts/stages.ts';
import { msPerDay } from '../../kernel/calendar.ts';
import { dueAt, earliestAt } from '../../kernel/limits.ts';
import { regionNames } from '../../kernel/regions.ts';
import { titled } from '../../kernel/title.ts';
import { inTrade, namedInTrade } from '../../kernel/trade-words.ts';
import type { Rec } from '../../platform/records.ts';
import { changeSubItem, noticeSubItem } from '../notice/index.ts';
import { documentsArePublic, lotParam, stoppedBy, type DocumentRef, type Lot, type Project } from '../project-intake/index.ts';
import { clarificationItems } from './clarification.ts';
import { methodZh, stageZh } from './lot-names.ts';

/** What everybody may read of a lot, in the shapes of the contracts. Nothing of it is gated. */
export function lotItem(lot: Rec<Lot>, updatedAt: string): LotItem {
  const { data } = lot;
  const published = publishedAt(data);
  const ceiling = data.issued ? data.ceilingFen : null;
  // budgets are public in procurement; elsewhere the ceiling is what the law shows
  const budget = data.category === 'gov-procurement' && published !== undefined ? data.budgetFen : null;
  return {
    lotId: lot.id, lotCode: data.lotCode, lotNo: data.lotNo, projectName: data.projectName, lotName: data.lotName, category: data.category, kind: data.kind,
    region: data.regionCode, regionZh: regionNames(data.regionCode).zh, regionEn: regionNames(data.regionCode).en, industry: data.industryId, tendererName: data.tendererName, ...given('agencyName', data.agencyName),
    stage: lot.state, stageZh: stageZh(lot.state), ...given('bidDeadline', data.bidDeadline), ...given('ceilingFen', number(ceiling)), ...given('budgetFen', number(budget)),
    ...given('publishedAt', published), updatedAt,
  };
}

export function publishedAt({ announcedAt, notices, intention }: Lot): string | undefined {
  return announcedAt ?? notices[0]?.publishedAt ?? intention?.publishedAt;
}

export interface Around { /** a party, a post, or one who is invited */ inside: boolean; /** the lot that takes over may be known */ next: boolean; project: Project; opening: { id: string; state: string } | null; certificate: { no: string; status: string } | null; noticeLeaves: Map<string, string> }

export function lotDetail(lot: Rec<Lot>, updatedAt: string, { inside, next, project, opening, certificate, noticeLeaves }: Around): LotRead {
  const { data } = lot;
  return {
    ...lotItem(lot, updatedAt), objectType: data.objectType,
    project: {
      projectId: data.projectId, projectCode: data.projectCode, projectName: data.projectName, tendererName: data.tendererName, ...given('agencyName', data.agencyName),
      fundSource: data.fundSource, content: project.overview, ...given('supervisorName', industries.find(({ id }) => id === data.industryId)?.complaintToZh),
    },
    ...sealedOf(data, inside),
    documents: documentsOf(data, inside),
    notices: noticesOf(data, noticeLeaves), deadlines: deadlinesOf(lot),
    ...(opening ? { opening: { openingId: opening.id, state: opening.state } } : {}),
    ...given('result', resultOf(data)), ...given('formerLotId', data.formerLotId), ...standingOf(data, inside, next),
    ...(certificate ? { certificate: { certificateNo: certificate.no, status: certificate.status } } : {}),
    notes: data.issued ? [...(documentsArePublic(data) ? [] : [BY_INVITATION]), ...(data.depositFen === null ? [] : [NO_DEPOSIT]), ...(SITTING.has(stageGroupOf(lot.state) ?? '') ? [NO_FACES] : [])].map((note) => namedInTrade(note, data.category)) : [],
  };
}

/** How the trade stands beside its stage: stopped, taken over by another lot, an order, an agreement, and who may bid together. */
function standingOf(data: Lot, inside: boolean, next: boolean): Pick<LotRead, 'nextLotId' | 'suspension' | 'order' | 'framework' | 'consortium'> {
  const { suspension, nextLotId, order, framework, document, issued, prequal } = data;
  const by = stoppedBy(data);
  const told = prequal?.issued !== undefined || (issued !== undefined && (inside || documentsArePublic(data)));
  return {
    ...(suspension && by ? { suspension: { at: suspension.at, by } } : {}), ...(next ? given('nextLotId', nextLotId) : {}),
    ...(order ? { order: { frameworkId: order.frameworkId, itemZh: order.itemZh, quantity: order.quantity, mode: order.mode } } : {}),
    ...(framework?.signedAt === undefined ? {} : { framework: true as const }), ...(told ? given('consortium', document?.consortium) : {}),
  };
}

/** The documents as issued, then what has clarified or amended them since. Of a lot that is not open to all they are for those in it. */
function documentsOf(lot: Lot, inside: boolean): LotRead['documents'] {
  const { document, issued, prequal, clarifications = [] } = lot;
  if (!document) return [];
  const item = (file: DocumentRef, publishedAt: string) => ({ docId: document.docId, name: file.name, sha256: file.sha256, size: file.size, publishedAt });
  const open = documentsArePublic(lot);
  const tender = issued && (inside || open) ? document.files.map((file) => ({ ...item(file, issued.at), ...(open ? {} : { restricted: true as const }) })) : [];
  const first = prequal?.issued ? (document.prequal?.files ?? []).map((file) => item(file, prequal.issued?.at ?? '')) : [];
  return [...first, ...tender, ...clarifications.map((one) => item(one.file, one.publishedAt))];
}

const BY_INVITATION: LotRead['notes'][number] = {
  zh: '本标段只接受受邀请的投标人；招标文件在投标截止前只向受邀请人提供，受邀请人名单届时公开。', en: 'Bids are taken of those invited alone; until the deadline the documents are theirs alone, and then it is told who they are.',
};

const NO_DEPOSIT: LotRead['notes'][number] = {
  zh: '平台暂不代收投标保证金；招标文件载明的金额已按法定上限校验，交纳方式见招标文件。', en: 'The platform takes no deposits yet; the amount in the documents has been checked against its legal cap, and they say how it is paid.',
};

/** From where experts have been called. */
const SITTING: ReadonlySet<string> = new Set(['opening', 'evaluation', 'publicity', 'awarded', 'contract']);
const NO_FACES: LotRead['notes'][number] = {
  zh: '评标专家身份由交易中心工作人员核验并签名，暂不采用人脸识别。', en: 'Experts are identified and signed in by a member of the centre; no face check is made yet.',
};

/** What was sealed beside the files, once they are issued: all of it for whoever may read them, of a closed tender the method alone for the rest. */
function sealedOf(lot: Lot, inside: boolean): Pick<LotRead, 'evaluation' | 'tenderDocument'> {
  const { document, issued } = lot;
  if (!document || !issued) return {};
  const { method, priceFormula, benchmark, priceMax, criteria = [], ...settings } = document.evaluation;
  const evaluation = {
    method, methodZh: methodZh(method), ...given('priceFormula', priceFormula), ...given('benchmark', benchmark), ...given('priceMax', priceMax),
    criteria: criteria.map(({ id, zh, max }) => ({ id, zh, max })),
  };
  if (!inside && !documentsArePublic(lot)) return { evaluation };
  const { docId, version, sealedAt, qualification, terms } = document;
  return { evaluation: { ...evaluation, ...settings, criteria }, tenderDocument: { docId, version, sealedAt, qualification, terms } };
}

function noticesOf(lot: Lot, leaves: Map<string, string>): z.infer<typeof noticeItem>[] {
  const own = lot.notices.map(({ noticeId, noticeType, title, publishedAt: at, items }) => {
    return { noticeId, noticeType, title, publishedAt: at, items: fields(subItemOf(lot, noticeType), items), ...given('leafId', leaves.get(noticeId)) };
  });
  const { intention, clarifications = [] } = lot;
  const told = [...own, ...clarifications.map((one) => ({
    noticeId: one.clarificationId, noticeType: 'clarification', title: one.title, publishedAt: one.publishedAt, ...given('leafId', leaves.get(`clarification-${one.number}`)),
    items: [...fields('eng-clarification', clarificationItems(lot, one)), ...one.answers.map(({ question, answer }) => ({ key: 'answer', zh: question, value: answer }))],
  }))].sort((a, b) => (a.publishedAt < b.publishedAt ? -1 : 1));
  if (!intention) return told;
  return [{ noticeId: intention.intentionId, noticeType: 'intention', title: titled(lot.projectName, '采购意向'), publishedAt: intention.publishedAt, items: fields('gp-intention', intention.items), ...given('leafId', leaves.get(intention.intentionId)) }, ...told];
}

function subItemOf(lot: Lot, noticeType: string): SubItemId {
  if (noticeType === 'tender' || noticeType === 'prequalification') return noticeSubItem(lot, noticeType);
  if (noticeType === 'change') return changeSubItem(lot);
  if (noticeType === 'plan') return 'eng-plan';
  return lot.category === 'gov-procurement' ? 'gp-termination' : 'eng-abnormal';
}

function fields(subItem: SubItemId, items: Record<string, unknown>) {
  const rows = itemsOf(subItem);
  const place = (key: string): number => { const at = rows.findIndex((row) => row.key === key); return at < 0 ? rows.length : at; };
  return Object.entries(items).sort(([a], [b]) => place(a) - place(b)).map(([key, value]) => {
    const row = rows.find((one) => one.key === key) ?? disclosureItems.find((one) => one.key === key);
    return { key, zh: row?.zh ?? key, ...(row ? { en: row.en } : {}), value };
  });
}

/** Candidates from their publicity (or the result) on, the winner from notice or result on. */
function resultOf({ candidates, publicity, award, framework }: Lot): LotRead['result'] {
  const told = award?.noticeIssuedAt !== undefined || award?.resultPublishedAt !== undefined;
  if (!publicity && !told) return undefined;
  const listed = (candidates ?? []).map(({ rank, bidderName, priceFen, total }) => ({ rank, bidderName, priceFen: Number(priceFen), ...(/^-?\d+(\.\d+)?$/.test(total) ? { total } : {}) }));
  return { candidates: listed, ...(told && award ? { winnerName: award.winnerName, awardFen: Number(award.awardFen), ...given('admitted', framework?.suppliers.map(({ supplierName }) => supplierName)) } : {}) };
}

type Deadline = z.infer<typeof deadlineItem>;

/** What must happen until when, each with the article or rule it rests on. */
export function deadlinesOf(lot: Rec<Lot>): Deadline[] {
  const { issued, bidDeadline, publicity, reportAt, award, contract, doneAt, failure } = lot.data;
  const limit = lotParam(lot.data);
  // where the law sets no limit the date is the documents' own
  const basis = (name: ParamName): string => (limit(name)?.kind === 'none' ? inTrade('招标文件', lot.data.category, 'zh') : limit(name)?.basis ?? '平台规则');
  const until = (name: ParamName, event: string, from: string | undefined, zh: string, en: string): Deadline[] => {
    const row = from === undefined ? null : lotParam(lot.data)(name);
    const end = row && from !== undefined ? dueAt(row, Date.parse(from)) : undefined;
    return end ? [{ event, at: new Date(end.at).toISOString(), zh, en, basis: row?.basis ?? '平台规则' }] : [];
  };
  const list: Deadline[] = [];
  list.push(...noticeFrom(lot.data), ...prequalDeadlines(lot.data, basis));
  if (issued) list.push({ event: 'sale-end', at: issued.saleEnd, zh: '公告的文件获取期届满（此后至投标截止仍可获取）', en: 'Documents as the notice says until (afterwards until the bid deadline as well)', basis: basis('minDocPeriod') });
  if (bidDeadline) list.push({ event: 'bid-deadline', at: bidDeadline, zh: '投标截止、开标', en: 'Bid deadline and opening', basis: basis('minBidPeriod') });
  if (issued && bidDeadline && !failure) list.push({ event: 'bid-valid-end', at: new Date(Date.parse(bidDeadline) + issued.bidValidDays * msPerDay).toISOString(), zh: '投标有效期届满', en: 'Bids stay valid until', basis: inTrade('招标文件', lot.data.category, 'zh') });
  if (publicity) list.push({ event: 'publicity-end', at: publicity.publicityEnd, zh: '候选人公示期满', en: 'Publicity of candidates ends', basis: basis('candidatePublicity') });
  if (lot.state === 'evaluated' && lot.data.category === 'engineering') list.push(...until('candidateWithin', 'candidate-within', reportAt, '公示中标候选人', 'Candidates are published by'));
  if (lot.state === 'evaluated') list.push(...until('decideDays', 'decide', reportAt, '确定中标人', 'The winner is decided by'));
  if (award && !contract) list.push(...until('contractDays', 'contract', award.noticeIssuedAt, '签订合同', 'The contract is signed by'));
  if (!lot.data.archivedAt) list.push(...until('archiveDays', 'archive', doneAt ?? contract?.signedAt ?? failure?.at, '资料归档', 'Papers are filed by'));
  // while the trade stands still what was to come has no date: it moves by the length of the stop; once it has ended nothing comes but its filing
  const stoppedAt = lot.data.suspension?.at ?? failure?.at;
  return list.filter(({ at, event }) => stoppedAt === undefined || at <= stoppedAt || (failure !== undefined && event === 'archive')).sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** The first day for a notice: the plan or the intention has been public for its time. Until there is a notice, and where the law asks for either. */
function noticeFrom(data: Lot): Deadline[] {
  const { tenderPlanPublishedAt, intention, plan, bidDeadline, prequal } = data;
  const [from, row] = [tenderPlanPublishedAt ?? intention?.publishedAt, lotParam(data)('planLead')];
  if (from === undefined || row === null || bidDeadline !== undefined || prequal || Boolean(plan?.intentionExemptCode)) return [];
  const first = data.category === 'gov-procurement' ? ['采购意向公开期满，可发布公告', 'The intention has been public long enough: the notice may follow'] as const : ['招标计划公开期满，可发布公告', 'The plan has been public long enough: the notice may follow'] as const;
  return [{ event: NOTICE_FROM, at: new Date(earliestAt(row, Date.parse(from)).at).toISOString(), zh: first[0], en: first[1], basis: row.basis ?? '平台规则' }];
}

/** A date to wait for, not one to keep. */
export const NOTICE_FROM = 'notice-from';

function prequalDeadlines({ prequal }: Lot, basis: (name: ParamName) => string): Deadline[] {
  if (!prequal) return [];
  return [
    ...(prequal.issued ? [{ event: 'prequal-sale-end', at: prequal.issued.saleEnd, zh: '资格预审文件获取截止', en: 'Prequalification documents available until', basis: basis('minDocPeriod') }] : []),
    { event: 'prequal-deadline', at: prequal.deadline, zh: '资格预审申请截止', en: 'Applications for prequalification until', basis: basis('minPrequalPeriod') },
  ];
}

function given<K extends string, V>(key: K, value: V | null | undefined): { [key in K]?: V } {
  return value === null || value === undefined ? {} : { [key]: value } as { [key in K]: V };
}

function number(text: string | null): number | null { return text === null ? null : Number(text); }
