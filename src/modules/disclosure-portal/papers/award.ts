import { archiveIndex, awardNotice, candidatePublicity, contractCover, resultNotice, resultTitle } from '../../../documents/index.ts';
import { methodZh } from '../../tender-doc/index.ts';
import { resultPublicityEnd } from '../items/index.ts';
import { performancePapers } from './contract.ts';
import { evidenceOf, lastOf, type Candidate, type PaperFacts } from './facts.ts';

export function awardPapers(facts: PaperFacts): Candidate[] {
  return [...publicity(facts), ...notices(facts), ...results(facts), ...contracts(facts), ...performancePapers(facts), ...archive(facts)];
}

function publicity(facts: PaperFacts): Candidate[] {
  const { lot, bids } = facts;
  const { publicity: published, candidates = [] } = lot.data;
  if (!published) return [];
  const leaves = lastOf(facts, ['awd-candidate']).filter((leaf) => leaf.at === published.publishedAt);
  // as the act published them: whoever falls out later stays in the document of that day
  const names = (leaves[0]?.public['candidateNames'] ?? []) as string[];
  const shown = names.flatMap((name) => candidates.find((one) => one.bidderName === name) ?? []);
  return [{
    kind: 'candidate-publicity', version: published.publishedAt, at: published.publishedAt, leaves,
    build: (making) => candidatePublicity({
      ...published, method: methodZh(lot.data.document?.evaluation.method ?? ''), bidCount: bids.filter(({ data }) => data.announcedAt !== undefined).length, qualification: lot.data.document?.qualification ?? null,
      candidates: shown.map((one, i) => {
        const form = bids.find((bid) => bid.id === one.bidId)?.data.form;
        return { rank: i + 1, bidderName: one.bidderName, priceFen: one.priceFen, total: one.total, duration: form?.duration ?? null, quality: form?.quality ?? null, projectManager: form?.projectManager ?? null };
      }),
      rejected: bids.flatMap(({ data }) => (data.rejected ? [{ bidderName: data.bidderName, clause: data.rejected.clauseRef }] : [])),
    }, making),
  }];
}

function notices(facts: PaperFacts): Candidate[] {
  const { award } = facts.lot.data;
  if (award?.noticeIssuedAt === undefined) return [];
  const form = facts.bids.find((bid) => bid.id === award.bidId)?.data.form;
  const { noticeIssuedAt: issuedAt } = award;
  return [{
    kind: 'award-notice', version: issuedAt, at: issuedAt, leaves: lastOf(facts, ['awd-notice', 'awd-decide']),
    build: (making) => awardNotice({
      winnerName: award.winnerName, awardFen: award.awardFen, duration: award.duration, quality: form?.quality ?? null, projectManager: form?.projectManager ?? null, decidedAt: award.decidedAt, issuedAt,
    }, making),
  }];
}

function results(facts: PaperFacts): Candidate[] {
  const { lot } = facts;
  const { award, resultNotice: said } = lot.data;
  if (award?.resultPublishedAt === undefined) return [];
  const { resultPublishedAt: publishedAt } = award;
  const procurement = lot.data.category === 'gov-procurement';
  const form = facts.bids.find((bid) => bid.id === award.bidId)?.data.form;
  return [{
    kind: 'result-notice', version: publishedAt, at: publishedAt, leaves: lastOf(facts, ['awd-result', 'awd-decide']),
    build: (making) => resultNotice({
      title: resultTitle(lot.data), quality: form?.quality ?? null, projectManager: form?.projectManager ?? null, winner: award.winnerName, winnerCode: facts.winnerCode, awardFen: award.awardFen, duration: award.duration, publishedAt,
      publicityEnd: procurement ? resultPublicityEnd(publishedAt) : null, objectionChannel: said?.objectionChannel ?? null, agencyFeeFen: said?.agencyFeeFen ?? null, winnerAddress: said?.winnerAddress ?? null,
    }, making),
  }];
}

function contracts(facts: PaperFacts): Candidate[] {
  const { contract: signed, award } = facts.lot.data;
  const contract = facts.contracts.find((one) => one.id === signed?.contractId);
  if (!contract || !award) return [];
  const { contractCode, priceFen, duration, signedAt, performanceSecurityFen, paymentTerms, fileDigest } = contract.data;
  return [{
    kind: 'contract-cover', version: contract.id, at: signedAt, leaves: lastOf(facts, ['ctr-sign', 'awd-notice']),
    build: (making) => contractCover({ contractCode, contractor: award.winnerName, priceFen, duration, signedAt, securityFen: performanceSecurityFen, paymentTerms, fileSha256: fileDigest }, making),
  }];
}

function archive(facts: PaperFacts): Candidate[] {
  const { lot } = facts;
  const { archivedAt, document, failure } = lot.data;
  if (archivedAt === undefined) return [];
  const papers = facts.papers.filter((one) => one.ownerId === null && (one.data.until === undefined || lot.data.openGates.includes(one.data.until)) && one.data.paperKind !== 'archive-index').map(({ data }) => ({ title: data.title, no: data.no, at: data.at, sha256: data.sha256 }));
  return [{
    kind: 'archive-index', version: archivedAt, at: archivedAt, leaves: lastOf(facts, ['int-archive']),
    build: (making) => archiveIndex({
      archivedAt, state: failure ? '未成交（已公告）' : lot.data.contract ? '已签订合同' : '已结束', papers, files: (document?.files ?? []).map(({ name, size, sha256 }) => ({ name, size, sha256 })),
      acts: evidenceOf(facts.leaves.filter((leaf) => leaf.open && leaf.kind === 'act' && !leaf.fp.startsWith('bid-')), facts.lot.data.category).slice(0, 400).map(({ zh, at, leafId }) => ({ zh, at, leafId })),
    }, making),
  }];
}
