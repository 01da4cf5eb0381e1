import { createHash } from 'node:crypto';
import { bidReceipt, clarification, notice, openingRecord, type Paper, type PaperKind, type Trade } from '../../../documents/index.ts';
import { titled } from '../../../kernel/title.ts';
import { inTrade } from '../../../kernel/trade-words.ts';
import type { Rec } from '../../../platform/records.ts';
import type { Bid } from '../../bidding/index.ts';
import { bidsOfOpening } from '../../opening-hall/index.ts';
import type { Lot } from '../../project-intake/index.ts';
import { awardPapers } from './award.ts';
import { evaluationPapers } from './evaluation.ts';
import { furtherItems, itemsOf } from './items.ts';
import { invitationOf, prequalResults, quotations } from './admission.ts';
import { evidenceOf, lastOf, type Candidate, type PaperFacts } from './facts.ts';
import { GATE_OF, HANDED, paperKey, type PaperRecord } from './record.ts';

/** A document whose act is done. `version` parts it from others of its kind in the lot; `ownerId` is who alone may read it. */
export interface DuePaper { kind: PaperKind; version: string; ownerId: string | null; paper: Paper }
export interface Place { origin: string; verifyBase: string }

/** What is due and not there yet, in the order of the trade. */
export function duePapers(facts: PaperFacts, place: Place): DuePaper[] {
  return missing(facts, place, [...notices(facts), ...clarifications(facts), ...prequalResults(facts), ...openings(facts), ...quotations(facts), ...evaluationPapers(facts), ...awardPapers(facts)]);
}

/** What was handed to the tenderer alone, and whose gate has opened since. */
export function released({ lot, papers }: PaperFacts): Rec<PaperRecord>[] {
  return papers.filter(({ data: { until } }) => until !== undefined && lot.data.openGates.includes(until));
}

/** Receipts of the bids given, and the invitation, that have not been printed yet. */
export function dueReceipts(facts: PaperFacts, place: Place): DuePaper[] {
  return missing(facts, place, [...facts.invitations.flatMap((one) => invitationOf(facts, one)), ...facts.bids.flatMap((bid) => receiptOf(facts, bid))]);
}

function missing({ lot, papers }: PaperFacts, place: Place, candidates: Candidate[]): DuePaper[] {
  const known = new Set(papers.map((one) => one.key));
  return candidates.filter(({ kind, version, leaves }) => {
    const gate = GATE_OF[kind];
    return leaves.length > 0 && !known.has(paperKey(lot.id, kind, version)) && (gate === undefined || HANDED.has(kind) || lot.data.openGates.includes(gate));
  }).map(({ kind, version, at, leaves, ownerId = null, build }) => ({
    kind, version, ownerId, paper: build({ no: numberOf(kind, paperKey(lot.id, kind, version)), at, evidence: evidenceOf(leaves, lot.data.category), trade: tradeOf(lot.data), ...place }),
  }));
}

const PREFIX: Record<PaperKind, string> = {
  notice: 'GG', invitation: 'YQ', 'prequal-result': 'ZS', 'quotation-record': 'BJ', 'bid-receipt': 'HZ', 'opening-record': 'KB', 'draw-record': 'CQ', 'score-summary': 'PF', 'evaluation-report': 'PB', 'candidate-publicity': 'GS', 'award-notice': 'ZB', 'result-notice': 'JG', 'contract-cover': 'HT', 'contract-change': 'BG', 'performance-record': 'LY',
  'acceptance-record': 'YS', 'archive-index': 'GD', certificate: 'JZ',
};

/** From what the document is of: no counter, so a number tells nothing of how many there are. */
function numberOf(kind: PaperKind, key: string): string {
  return `QL-${PREFIX[kind]}-${createHash('sha256').update(key).digest('hex').slice(0, 12).toUpperCase()}`;
}

function tradeOf({ projectName, projectCode, lotCode, lotName, unifiedDealCode, category, tendererName, agencyName }: Lot): Trade {
  return { projectName, projectCode, lotCode, lotName, dealCode: unifiedDealCode, category, tenderer: tendererName, agency: agencyName };
}

const NOTICE_TYPES: Readonly<Record<string, string>> = {
  plan: '招标计划', intention: '采购意向', 'single-source': '单一来源公示', tender: '招标公告', change: '更正公告', prequalification: '资格预审公告', suspend: '中止公告', resume: '恢复公告', terminate: '终止公告', fail: '失败公告',
};

/** Every clarification of the documents, with the questions it answers and never with those who asked. */
function clarifications(facts: PaperFacts): Candidate[] {
  return (facts.lot.data.clarifications ?? []).map((one): Candidate => {
    const leaves = facts.leaves.filter((leaf) => leaf.open && leaf.fp === 'doc-clarify' && leaf.public['clarificationSeq'] === one.number);
    // the deadline that moved is the bids', or the applications' while a prequalification runs
    const newPrequalDeadline = textOf(leaves[0]?.public['newPrequalDeadline']);
    return { kind: 'notice', version: one.clarificationId, at: one.publishedAt, leaves, build: (making) => clarification({ ...one, originalContent: one.originalContent ?? null, newPrequalDeadline }, making) };
  });
}

function textOf(value: unknown): string | null { return typeof value === 'string' ? value : null; }

/** The tender notice is printed when the issue of the documents has completed it, any other at once. */
function notices(facts: PaperFacts): Candidate[] {
  const { notices: published, issued, intention } = facts.lot.data;
  return [...(intention ? [intentionNotice(facts.lot.data, intention)] : []), ...published].flatMap((one): Candidate[] => {
    const leaves = facts.leaves.filter((leaf) => leaf.open && NOTICE_ACTS.test(leaf.fp) && leaf.at === one.publishedAt);
    if (one.noticeType === 'tender' && !issued) return [];
    return [{
      kind: 'notice', version: one.noticeId, at: one.noticeType === 'tender' && issued ? issued.at : one.publishedAt,
      leaves: one.noticeType === 'tender' ? [...leaves, ...facts.leaves.filter((leaf) => leaf.open && leaf.fp === 'doc-issue').slice(-1)] : leaves,
      build: (making) => notice({ title: one.title, noticeTypeZh: inTrade(NOTICE_TYPES[one.noticeType] ?? '公告', facts.lot.data.category, 'zh'), publishedAt: one.publishedAt, items: [...itemsOf(facts.lot.data, leaves[0]?.fp, one.items), ...(CALLS.has(one.noticeType) ? furtherItems(facts, one.items, making.verifyBase) : [])] }, making),
    }];
  });
}

/** Notices that call bidders. */
const CALLS: ReadonlySet<string> = new Set(['tender', 'prequalification']);
const NOTICE_ACTS = /^(not-|gpr-intention$|gpr-single$)/;

/** 采购意向 is a notice like any other, kept apart since it comes before the lot. */
function intentionNotice({ projectName }: Lot, { intentionId, publishedAt, items }: NonNullable<Lot['intention']>): Lot['notices'][number] {
  return { noticeId: intentionId, noticeType: 'intention', title: titled(projectName, '采购意向'), publishedAt, items };
}

function receiptOf(facts: PaperFacts, bid: Rec<Bid>): Candidate[] {
  const { receiptNo, submittedAt, bidSeq, bidderName, cipherSha256, cipherSm3, cipherSize } = bid.data;
  if (receiptNo === undefined || submittedAt === undefined) return [];
  const own = facts.leaves.filter((leaf) => leaf.public['bidSeq'] === bidSeq && leaf.kind === 'act');
  const leaves = ['bid-receipt', 'bid-submit', 'bid-encrypt'].flatMap((fp) => own.find((leaf) => leaf.fp === fp) ?? []);
  return [{
    kind: 'bid-receipt', version: bid.id, at: submittedAt, leaves, ownerId: bid.data.bidderId,
    build: (making) => bidReceipt({ bidderName, receiptNo, bidSeq, submittedAt, bidDeadline: facts.lot.data.bidDeadline ?? null, cipherSha256, cipherSm3, cipherSize }, making),
  }];
}

const CAUSES: Readonly<Record<string, string>> = { open: '未解密（平台或托管人原因）', bidder: '未解密（投标人原因）', other: '未解密' };

function openings(facts: PaperFacts): Candidate[] {
  return facts.openings.filter(({ state }) => state === 'closed' || state === 'archived').map((opening): Candidate => {
    const { data } = opening;
    const bids = bidsOfOpening(facts.bids).map(({ data: bid }) => {
      const shown = bid.announcedAt === undefined ? undefined : bid.form;
      return {
        bidSeq: bid.bidSeq, bidderName: bid.bidderName, result: shown ? '解密成功' : inTrade(CAUSES[bid.decryption?.failureCause ?? 'other'] ?? '未解密', facts.lot.data.category, 'zh'),
        priceFen: data.unpriced === true ? null : shown?.priceFen ?? null, duration: shown?.duration ?? null, quality: shown?.quality ?? null, projectManager: shown?.projectManager ?? null,
        confirmedAt: bid.confirmed?.at ?? null, dispute: bid.confirmed?.dispute ?? null,
      };
    });
    return {
      kind: 'opening-record', version: opening.id, at: data.endedAt ?? data.startedAt ?? '', leaves: lastOf(facts, ['opn-confirm', 'opn-announce', 'opn-coefficient', 'opn-list', 'opn-start', 'liv-start']),
      build: (making) => openingRecord({
        place: data.place, startedAt: data.startedAt ?? null, listedAt: data.listedAt ?? null, decryptedAt: data.decryptedAt ?? null, announcedAt: data.announcedAt ?? null, endedAt: data.endedAt ?? null,
        recordDigest: data.recordDigest ?? null, ceilingFen: facts.lot.data.ceilingFen, bids, custodians: (data.custody ?? []).map(({ name, releasedAt }) => ({ name, releasedAt })),
        coefficients: Object.keys(data.coefficients).sort().map((name) => ({ name, candidates: data.coefficients[name]?.candidates ?? [], drawn: data.coefficients[name]?.drawn ?? null })),
      }, making),
    };
  });
}
