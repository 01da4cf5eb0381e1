// What the public reads answer: one schema per read, shared by the server, the pages and the command line.
// Conventions: times are UTC ISO strings with milliseconds; money is an integer number of fen (a safe integer);
// scores are decimal strings; hashes are lower-case hex; a field that must not be known yet is absent, never null.
// All objects are strict: a field not named here is a fault of the server (nothing gated slips out beside it).
import { z } from 'zod';
import { stageGroups, timelinePhases } from './stages.ts';

export const instant = z.iso.datetime({ precision: 3 });
export const fen = z.int();
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const id = z.uuid();
const text = z.string();

/** A page of a list; `nextCursor` is opaque and null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), nextCursor: text.nullable() });

// GET /api/v1/health
export const healthRead = z.strictObject({ status: z.literal('ok'), parts: z.strictObject({ database: text, ledger: text, blobs: text }) });

// GET /api/v1/platform. `now` is the platform clock at the moment of the answer; offsetMs is what a demo has added to real time.
export const platformRead = z.strictObject({
  deployment: text, mode: z.enum(['demo', 'live']), now: instant, version: text,
  nameZh: text.optional(), nameEn: text.optional(),
  clock: z.strictObject({ offsetMs: z.int(), frozen: z.boolean() }),
  ledger: z.strictObject({ origin: text, vkey: text, fingerprint: text }),
  // the certificate of the platform's electronic seal on its documents; absent: documents bear none
  seal: z.strictObject({ fingerprint: sha256Hex, subject: text }).optional(),
});

// GET /api/v1/lots?q=&category=&stage=&region=&cursor=&limit=
// stage: a group of stages.ts (or one machine state). Newest publication first. Only lots with a public leaf are listed.
export const lotsQuery = z.strictObject({
  q: z.string().max(100).optional(), category: text.optional(), region: text.optional(),
  stage: z.union([z.enum(Object.keys(stageGroups) as [keyof typeof stageGroups]), z.string().max(40)]).optional(),
  cursor: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(100).optional(),
});
export const lotItem = z.strictObject({
  lotId: id, lotCode: text, lotNo: text, projectName: text, lotName: text.optional(), category: text, kind: text,
  region: text.optional(), regionZh: text.optional(), regionEn: text.optional(), industry: text.optional(), tendererName: text, agencyName: text.optional(),
  stage: text, stageZh: text, bidDeadline: instant.optional(), ceilingFen: fen.optional(), budgetFen: fen.optional(),
  publishedAt: instant.optional(), updatedAt: instant,
});
export const lotsRead = pageOf(lotItem);

// GET /api/v1/portal: what the home page shows above the list. `openings` = openings whose deadline is today (UTC+8) or
// that run now, soonest first. Figures count what is disclosed only (a gated count would leak).
export const portalRead = z.strictObject({
  openings: z.array(z.strictObject({
    lotId: id, openingId: id.optional(), lotCode: text, projectName: text, state: text, stateZh: text,
    bidDeadline: instant, live: z.boolean(), viewers: z.int().optional(),
  })),
  figures: z.strictObject({
    year: z.int(), lotsPublished: z.int(), lotsBidding: z.int(), openingsToday: z.int(), awards: z.int(), awardedFen: fen,
    ledgerSize: z.int(),
  }),
});

// GET /api/v1/lots/{id}/papers: official documents as PDF. `sha256` is of the file, `contentSha256` of the file before its seal;
// `leafId` witnesses both. `own`: a receipt that its bidder alone sees;
// `handed`: seen by the tenderer and its agency alone until the winner is decided.
export const papersRead = pageOf(z.strictObject({
  paperId: id, kind: text, title: text, no: text, at: instant, madeAt: instant, sha256: sha256Hex, contentSha256: sha256Hex, size: z.int(), sealed: z.boolean(), own: z.boolean(), handed: z.boolean().optional(), leafId: id,
}));

// GET /api/v1/lots/{id}
export const documentItem = z.strictObject({ docId: text, name: text, sha256: sha256Hex, size: z.int(), publishedAt: instant.optional(), /** not for everybody: fetched at /lots/{id}/files/{sha256} */ restricted: z.literal(true).optional() });
export const fieldItem = z.strictObject({ key: text, zh: text, en: text.optional(), value: z.unknown() });
export const noticeItem = z.strictObject({
  noticeId: text, noticeType: text, title: text, publishedAt: instant, items: z.array(fieldItem), leafId: id.optional(),
});
export const deadlineItem = z.strictObject({ event: text, at: instant, zh: text, en: text.optional(), basis: text });
export const candidateItem = z.strictObject({
  rank: z.int(), bidderName: text, priceFen: fen.optional(), total: decimal.optional(), projectManager: text.optional(),
  // fell out after the report, with its cause; the next in order takes the place
  outCause: text.optional(),
});
export const lotRead = z.strictObject({
  ...lotItem.shape,
  /** works, goods, services …: some limits are those of one object alone */
  objectType: text.optional(),
  project: z.strictObject({
    projectId: id, projectCode: text, projectName: text, tendererName: text, agencyName: text.optional(),
    approvalNo: text.optional(), fundSource: text.optional(), content: text.optional(), supervisorName: text.optional(),
  }),
  evaluation: z.strictObject({
    method: text, methodZh: text, priceFormula: text.optional(), benchmark: text.optional(), priceMax: decimal.optional(),
    criteria: z.array(z.strictObject({ id: text, zh: text, max: decimal, subjective: z.boolean().optional() })), committeeSize: z.int().optional(),
    // the other settings as they were sealed; where one is absent the formulas take their default
    benchmarkBase: text.optional(), coefficients: z.record(text, z.array(decimal)).optional(), priceMin: decimal.optional(), E1: decimal.optional(), E2: decimal.optional(),
    a: decimal.optional(), b: decimal.optional(), c: decimal.optional(), smeDeduction: decimal.optional(), dropExtremes: z.boolean().optional(),
    prelimItems: z.array(z.strictObject({ code: text, zh: text })).optional(),
  }).optional(),
  // what was sealed beside the files, from the issue of the documents on and for whom they are
  tenderDocument: z.strictObject({ docId: id, version: z.int(), sealedAt: instant, qualification: text, terms: z.record(text, text) }).optional(),
  // there where the documents take consortia
  consortium: z.strictObject({ maxMembers: z.int() }).optional(),
  documents: z.array(documentItem), notices: z.array(noticeItem), deadlines: z.array(deadlineItem),
  opening: z.strictObject({ openingId: id, state: text }).optional(),
  result: z.strictObject({ candidates: z.array(candidateItem), winnerName: text.optional(), awardFen: fen.optional(), /** to a framework agreement: more than one */ admitted: z.array(text).optional() }).optional(),
  certificate: z.strictObject({ certificateNo: text, status: text }).optional(),
  // the failed lot this one takes over from
  formerLotId: id.optional(),
  // the lot that takes over from this failed one, once its reader may know of it
  nextLotId: id.optional(),
  // nothing is taken while the trade stands still
  suspension: z.strictObject({ at: instant, by: z.enum(['tenderer', 'supervisor']) }).optional(),
  // an order under a framework agreement: the lot of the agreement, and what is ordered
  order: z.strictObject({ frameworkId: id, itemZh: text, quantity: z.int(), mode: text }).optional(),
  // a framework agreement that was signed: its orders are read at /lots/{id}/framework
  framework: z.literal(true).optional(),
  // Sentences for people: identity check by hand, no deposit asked yet.
  notes: z.array(z.strictObject({ zh: text, en: text })),
  warnings: z.array(z.strictObject({ id: text, zh: text, at: instant })).optional(),
});

// GET /api/v1/lots/{id}/timeline: always the phases in order that apply to the lot. `who` and `dueAt` on now and next.
export const sealState = z.enum(['recorded', 'durable']);
export const timelineAct = z.strictObject({
  leafId: id, fp: text, step: text.optional(), zh: text, en: text.optional(), actorRole: text, actorZh: text.optional(), at: instant,
  seal: sealState, index: z.int().optional(),
});
export const timelineStep = z.strictObject({
  phase: z.enum(timelinePhases), zh: text, en: text, status: z.enum(['done', 'now', 'next', 'stopped', 'ended']), acts: z.array(timelineAct),
  dueAt: instant.optional(), dueZh: text.optional(), dueEn: text.optional(), who: text.optional(), whoEn: text.optional(),
});
export const timelineRead = z.strictObject({ steps: z.array(timelineStep) });

// GET /api/v1/lots/{id}/opening (404 until the lot has an opening session).
// lastEventId = the channel's last seq contained in this answer: the page subscribes with `after=` it and misses nothing.
export const bidderStatus = z.enum(['sealed', 'decrypted', 'failed', 'announced', 'confirmed', 'objected']);
export const bidderRow = z.strictObject({
  bidSeq: z.int(), bidderName: text, status: bidderStatus, priceFen: fen.optional(), duration: text.optional(),
  quality: text.optional(), projectManager: text.optional(), reasonZh: text.optional(),
});
export const openingPhase = z.strictObject({
  id: text, zh: text, en: text.optional(), status: z.enum(['done', 'now', 'next', 'skipped']), at: instant.optional(),
});
export const recordLine = z.strictObject({ at: instant, zh: text, en: text, fp: text, leafId: id });
export const drawItem = z.strictObject({
  drawId: text, zh: text, en: text.optional(), result: text.optional(), at: instant.optional(), leafId: id.optional(),
  contributions: z.array(z.strictObject({ roleZh: text, role: text, commit: text, revealedAt: instant.optional() })),
});
// a round of quotation: when it opened, until when it runs, whether it is the last
export const roundItem = z.strictObject({ round: z.int(), openedAt: instant, quoteEnd: instant, isFinal: z.boolean(), endedAt: instant.optional() });
export const openingRead = z.strictObject({
  openingId: id, lotId: id, state: text, stateZh: text.optional(), phases: z.array(openingPhase), now: instant,
  bidDeadline: instant, decryptEnd: instant.optional(), confirmEnd: instant.optional(),
  bidCount: z.int().optional(), ceilingFen: fen.optional(), benchmarkFen: fen.optional(),
  custodians: z.array(z.strictObject({ id: text, zh: text, en: text.optional(), releasedAt: instant.optional() })).optional(),
  bidders: z.array(bidderRow), record: z.array(recordLine), draws: z.array(drawItem), viewers: z.int(),
  // methods whose prices wait for the award, and their rounds of quotation
  unpriced: z.boolean().optional(), rounds: z.array(roundItem).optional(),
  lastEventId: z.int(),
});

// GET /api/v1/events?channel=opening:{lotId}&after={seq}: SSE. `Last-Event-ID` wins over `after`. viewers and clock carry no
// id (they are not part of the history); every other type carries `id: seq`, contiguous within the channel.
export const liveEvents = {
  phase: openingRead.pick({ state: true, stateZh: true, phases: true, decryptEnd: true, confirmEnd: true, bidCount: true }),
  list: z.strictObject({ bidders: z.array(bidderRow) }),
  decrypt: z.strictObject({ bidSeq: z.int(), status: z.enum(['decrypted', 'failed']), reasonZh: text.optional() }),
  announce: bidderRow,
  // only the draws that changed
  coefficient: z.strictObject({ draws: z.array(drawItem), benchmarkFen: fen.optional() }),
  confirm: z.strictObject({ bidSeq: z.int(), status: z.enum(['confirmed', 'objected']) }),
  record: recordLine,
  // custodian: the id as in `custodians`
  custody: z.strictObject({ custodian: text, releasedAt: instant }),
  // a round of quotation opened, or ended: never what was quoted
  round: roundItem,
  viewers: z.strictObject({ viewers: z.int() }),
  clock: z.strictObject({ now: instant, offsetMs: z.int(), frozen: z.boolean() }),
} as const;

// GET /api/v1/lots/{id}/rounds: rounds of quotation. Quotes of a round are shown when it has ended, and only to who may see them then.
export const roundsRead = z.strictObject({
  lotId: id, now: instant, state: text,
  rounds: z.array(roundItem.extend({
    quoted: z.int().optional(), change: z.strictObject({ content: text, changedItems: z.array(text), file: text }).optional(),
    quotes: z.array(z.strictObject({ bidSeq: z.int(), bidderName: text, priceFen: fen, quotedAt: instant, own: z.boolean() })),
  })),
});

// GET /api/v1/lots/{id}/results (404 until the candidates are public)
export const resultsRead = z.strictObject({
  benchmarkFen: fen.optional(), method: text, methodZh: text.optional(),
  criteria: z.array(z.strictObject({ id: text, zh: text, max: decimal })).optional(),
  rows: z.array(z.strictObject({
    rank: z.int().optional(), bidderName: text, priceFen: fen, evaluationPriceFen: fen.optional(), priceScore: decimal.optional(),
    criterionMeans: z.record(text, decimal), total: decimal.optional(), rejectedFor: text.optional(),
  })),
  candidates: z.array(candidateItem),
});

// GET /api/v1/receipts/{leafId}
export const receiptRead = z.strictObject({
  leafId: id, bodyHash: sha256Hex, state: z.enum(['recorded', 'sealed', 'durable']), index: z.int().optional(), at: instant.optional(),
  sealed: z.strictObject({ batchIndex: z.int(), slot: z.int(), salt: text, path: z.array(text) }).optional(),
});

// GET /api/v1/ledger/checkpoint          text/plain: the signed note
// GET /api/v1/ledger/entries/{index}     application/json: the exact bytes of the leaf (JCS), nothing re-encoded
// GET /api/v1/ledger/proofs/{leafId}     text/plain: c2sp.org/tlog-proof@v1, index, path, checkpoint (404 while not durable)
// GET /api/v1/ledger/leaves?subject=&lotId=&cursor=&limit=
export const leafItem = z.strictObject({ leafId: id, index: z.int(), fp: text, kind: text, subject: text, at: instant });
export const leavesRead = pageOf(leafItem);

/** The leaf as it stands in the log; the pages read it to show its fields in words. */
export const leafEntry = z.looseObject({
  v: z.literal(1), log: text, subject: text, seq: z.int(), prev: z.int().nullable(),
  sealed: z.strictObject({ batch: z.int(), slot: z.int(), salt: text, path: z.array(text) }).optional(),
  body: z.looseObject({
    id: text, kind: text, fp: text, at: text, actorRole: text.optional(), actorKey: text.optional(), lotId: text.optional(),
    public: z.record(text, z.unknown()).optional(), commitments: z.record(text, text).optional(), docs: z.record(text, text).optional(),
    rulesPassed: z.array(text).optional(), softFailed: z.array(text).optional(), params: text.optional(),
  }),
});

// GET /api/v1/certificates/{no} ; GET /api/v1/certificates/{no}/file is the PDF
export const certificateRead = z.strictObject({
  certificateNo: text, lotId: id, projectName: text.optional(), issuedAt: instant, status: text, leafId: id, sha256: sha256Hex,
});

// GET /api/v1/digests/{sha256}: which published files have this digest; empty list when none. `field` and `salt` (base64url of
// 16 bytes) let the reader recompute the leaf's docs[field] = base64url(SHA-256(salt ‖ digest)) without trusting the answer;
// where one field holds several files, `digests` is their list and JCS(digests) stands in the place of the digest. A `paper` is an
// official document: its leaf states the digest itself.
export const digestsRead = z.strictObject({
  items: z.array(z.strictObject({
    kind: z.enum(['paper', 'certificate', 'document', 'notice', 'other']), name: text, /** of an act, in English */ nameEn: text.optional(), lotId: id.optional(), certificateNo: text.optional(),
    leafId: id.optional(), field: text.optional(), salt: text.optional(), at: instant.optional(),
    digests: z.array(sha256Hex).optional(),
    paper: z.strictObject({ kind: text, no: text, at: instant, sealed: z.boolean(), projectName: text, lotCode: text }).optional(),
  })),
});

// GET /api/v1/lots/{id}/clarifications/mine: questions of the committee to the reader's own bids
export const ownClarificationsRead = z.strictObject({
  items: z.array(z.strictObject({
    bidId: id, bidSeq: z.int(), questionSeq: z.int(), askedAt: instant, dueAt: instant, question: text, answeredAt: instant.optional(), answer: text.optional(),
  })),
  nextCursor: z.null(),
});

// GET /api/v1/disclosures?lotId=
export const disclosuresRead = pageOf(z.strictObject({
  disclosureId: text, subItemId: text, zh: text, en: text, publishedAt: instant, items: z.array(fieldItem),
}));

// RFC 9457
export const problemBody = z.looseObject({
  type: text, title: text, status: z.int(), code: text, detailZh: text, detailEn: text,
  field: text.optional(), rule: text.optional(), article: text.optional(),
});

export type PlatformRead = z.infer<typeof platformRead>;
export type LotItem = z.infer<typeof lotItem>;
export type LotsRead = z.infer<typeof lotsRead>;
export type PapersRead = z.infer<typeof papersRead>;
export type PortalRead = z.infer<typeof portalRead>;
export type LotRead = z.infer<typeof lotRead>;
export type TimelineAct = z.infer<typeof timelineAct>;
export type TimelineStep = z.infer<typeof timelineStep>;
export type TimelineRead = z.infer<typeof timelineRead>;
export type BidderRow = z.infer<typeof bidderRow>;
export type DrawItem = z.infer<typeof drawItem>;
export type OpeningRead = z.infer<typeof openingRead>;
export type LiveEventType = keyof typeof liveEvents;
export type LiveEvent = { [K in LiveEventType]: { type: K; data: z.infer<(typeof liveEvents)[K]> } }[LiveEventType];
export type RoundItem = z.infer<typeof roundItem>;
export type RoundsRead = z.infer<typeof roundsRead>;
export type ResultsRead = z.infer<typeof resultsRead>;
export type ReceiptRead = z.infer<typeof receiptRead>;
export type LeafEntry = z.infer<typeof leafEntry>;
export type LeavesRead = z.infer<typeof leavesRead>;
export type CertificateRead = z.infer<typeof certificateRead>;
export type OwnClarificationsRead = z.infer<typeof ownClarificationsRead>;
export type DigestsRead = z.infer<typeof digestsRead>;
export type DisclosuresRead = z.infer<typeof disclosuresRead>;
export type ProblemBody = z.infer<typeof problemBody>;
