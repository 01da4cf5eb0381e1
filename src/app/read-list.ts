import type { FastifyReply } from 'fastify';
import type { OpeningRead } from '../contracts/reads.ts';
import type { Ledger } from '../ledger/index.ts';
import type { AnySpec } from '../platform/act.ts';
import type { BlobStore } from '../platform/blobs.ts';
import type { PlatformClock } from '../platform/clock.ts';
import { chancesOfLot } from '../platform/chance-query.ts';
import type { LiveHub } from '../platform/live.ts';
import { applicationsRead, invitationsRead, inviteesRead, lotFile, ownBids } from '../modules/bidding/index.ts';
import { certificate } from '../modules/certificate/index.ts';
import { disclosureCsv, disclosures, disclosureStatus, feed, foundLots, lotDisclosures, NOTICE_POLICY, noticePage, paperOfReader, papersOfLot, searchRead, suggestionsRead } from '../modules/disclosure-portal/index.ts';
import { custodiansRead, entitiesRead, entityRead, meRead, proposalsRead, representativesRead } from '../modules/entity-ca/index.ts';
import { evaluationOfLot, evaluationsOf, openedBenchmark, ownClarifications, resultsOfLot } from '../modules/evaluation/index.ts';
import { designable, drawOfLot, expertsOf, ownExpert } from '../modules/expert-draw/index.ts';
import { frameworkOfLot, roundsRead } from '../modules/gov-procurement/index.ts';
import { custodyReleases, openingRecordView, openingView } from '../modules/opening-hall/index.ts';
import { calendarRead, custodyRequestsRead, lotRead, lotsRead, portalRead, projectsRead, questionsRead } from '../modules/tender-doc/index.ts';
import { ordersOfLot, warningsOfPost } from '../modules/supervision/index.ts';
import { checkpoint, digests, entry, evidenceDesk, leaves, receipt, timeline, tlogProof, type EvidenceDesk } from '../modules/witness-ledger/index.ts';
import type { Deployment } from './genesis.ts';
import type { PlatformKeys } from './keys.ts';
import { contractRead } from './desk/contract-read.ts';
import { askedItemsRead } from './desk/asked-items.ts';
import { actionsRead, deskRead } from './desk/desk-read.ts';
import { notificationsRead } from './desk/notifications.ts';
import { workroomRead } from './desk/workroom.ts';
import { archiveOfLot, sendArchive } from './read-list-archive.ts';
import { openapiRead } from './openapi.ts';
import type { Params, Read } from './reads.ts';

export interface ReadDeps { ledger: Ledger; keys: PlatformKeys; deployment: Deployment; clock: PlatformClock; blobs: BlobStore; hub: LiveHub; publicUrl: string; seal: { fingerprint: string; subject: string } | null; receipts: (lotId: string, entityId: string) => Promise<void>; specs: readonly AnySpec[] }

/** Every read of the platform with its permission. */
export function readsOf(deps: ReadDeps): Read[] {
  const evidence = evidenceDesk(deps.ledger, deps.deployment);
  const reads = [...platformReads(deps), ...identityReads(), ...tradeReads(deps), ...deskReads(deps), ...portalReads(deps), ...paperReads(deps, evidence), ...ledgerReads(deps, evidence)];
  return [...reads, openapiRead({ specs: deps.specs, reads })];
}

const id = (p: Params): string => p['id'] ?? '';

function platformReads({ ledger, keys, deployment, clock, seal }: ReadDeps): Read[] {
  return [
    {
      path: '/api/v1/health', who: 'public', zh: '健康检查',
      query: async (db) => {
        await db.query('select 1');
        return { status: 'ok', parts: { database: 'ok', ledger: 'ok', blobs: 'ok' } };
      },
    },
    {
      path: '/api/v1/platform', who: 'public', zh: '平台信息',
      query: async () => ({
        deployment: deployment.id, mode: deployment.mode, now: clock.iso(), version: VERSION, nameZh: '清兰公共资源交易平台', nameEn: 'Qinglan public resource trading',
        clock: { offsetMs: clock.state().offsetMs, frozen: clock.state().frozenAt !== null },
        ledger: { origin: ledger.origin, vkey: ledger.vkey, fingerprint: ledger.fingerprint }, ...(seal ? { seal } : {}),
      }),
    },
    { path: '/api/v1/platform/receipt-key', who: 'public', zh: '回执公钥', query: async () => ({ alg: 'Ed25519', spki: keys.receiptKeyFingerprint }) },
  ];
}

function identityReads(): Read[] {
  return [
    { path: '/api/v1/me', who: 'signed-in', zh: '我的账户', query: (db, c) => meRead(db, c) },
    { path: '/api/v1/entities', who: 'public', zh: '主体目录', query: (db, c, p) => entitiesRead(db, c, p) },
    { path: '/api/v1/entities/:id', who: 'public', zh: '主体信息', query: (db, c, p) => entityRead(db, c, { id: id(p) }) },
    { path: '/api/v1/account-proposals', who: 'signed-in', zh: '待确认的账户', query: (db, c) => proposalsRead(db, c) },
    { path: '/api/v1/representatives', who: 'signed-in', zh: '本单位的招标人代表', query: (db, c) => representativesRead(db, c) },
    { path: '/api/v1/custodians', who: 'public', zh: '解密托管人', query: (db) => custodiansRead(db) },
    { path: '/api/v1/custody/requests', who: 'signed-in', zh: '待测试的托管份额', query: (db, c) => custodyRequestsRead(db, c) },
  ];
}

function tradeReads({ blobs, hub, ledger }: ReadDeps): Read[] {
  return [
    { path: '/api/v1/lots', who: 'public', zh: '标段列表', query: (db, c, p) => lotsRead(db, c, p, (asked) => foundLots(db, asked)) },
    { path: '/api/v1/lots/:id', who: 'public', zh: '标段', query: (db, c, p) => lotRead(db, c, { id: id(p) }) },
    { path: '/api/v1/lots/:id/calendar', who: 'public', zh: '法定日程', query: (db, c, p) => calendarRead(db, c, { id: id(p), newBidDeadline: p['newBidDeadline'] }) },
    { path: '/api/v1/lots/:id/questions', who: 'signed-in', zh: '文件提问', query: (db, c, p) => questionsRead(db, c, { id: id(p) }) },
    { path: '/api/v1/lots/:id/invitations', who: 'public', zh: '受邀请人', query: (db, c, p) => inviteesRead(db, c, { id: id(p) }) },
    { path: '/api/v1/lots/:id/applications', who: 'signed-in', zh: '资格预审申请', query: (db, c, p) => applicationsRead(db, c, { id: id(p) }) },
    { path: '/api/v1/lots/:id/files/:sha256', who: 'signed-in', zh: '非公开文件', query: async (db, c, p) => ({ ...(await lotFile(db, c, { id: id(p), sha256: p['sha256'] ?? '' })), blobs }), send: fileOf },
    { path: '/api/v1/invitations', who: 'signed-in', zh: '收到的投标邀请', query: (db, c) => invitationsRead(db, c) },
    { path: '/api/v1/lots/:id/orders', who: 'signed-in', zh: '监督指令', query: (db, c, p) => ordersOfLot(db, c, { id: id(p) }) },
    { path: '/api/v1/portal', who: 'public', zh: '门户首页', query: (db, c) => portalRead(db, c, { viewers: (lotId) => hub.viewers(`opening:${lotId}`), ledgerSize: ledger.size }) },
    { path: '/api/v1/projects', who: 'signed-in', zh: '我的项目', query: (db, c, p) => projectsRead(db, c, { state: p['state'], cursor: p['cursor'], limit: p['limit'] }) },
    { path: '/api/v1/lots/:id/bids/mine', who: 'signed-in', zh: '本单位投标', query: (db, c, p) => ownBids(db, c.actor, id(p)) },
    { path: '/api/v1/lots/:id/clarifications/mine', who: 'signed-in', zh: '本单位澄清', query: (db, c, p) => ownClarifications(db, c.actor, id(p)) },
    { path: '/api/v1/lots/:id/timeline', who: 'public', zh: '交易时间线', query: (db, c, p) => timeline(db, c.actor, id(p)) },
    { path: '/api/v1/lots/:id/opening', who: 'public', zh: '开标大厅', query: async (db, c, p) => withBenchmark(await openingView(db, c, { lotId: id(p), viewers: hub.viewers(`opening:${id(p)}`) }), await openedBenchmark(db, id(p))) },
    { path: '/api/v1/lots/:id/opening/record', who: 'public', zh: '开标记录', query: (db, c, p) => openingRecordView(db, c, { lotId: id(p) }) },
    { path: '/api/v1/custody/releases', who: 'signed-in', zh: '待释放的托管份额', query: (db, c) => custodyReleases(db, c, blobs) },
    { path: '/api/v1/lots/:id/draw', who: 'signed-in', zh: '专家抽取', query: (db, c, p) => drawOfLot(db, c, { lotId: id(p) }) },
    { path: '/api/v1/lots/:id/designable', who: 'signed-in', zh: '可直接确定的专家', query: (db, c, p) => designable(db, c, { id: id(p), q: p['q'], cursor: p['cursor'], limit: p['limit'] }) },
    { path: '/api/v1/lots/:id/chances', who: 'public', zh: '随机抽取', query: (db, _c, p) => chancesOfLot(db, id(p)) },
    { path: '/api/v1/experts', who: 'signed-in', zh: '专家库', query: (db, c, p) => expertsOf(db, c, { cursor: p['cursor'], limit: p['limit'] }) },
    { path: '/api/v1/experts/mine', who: 'signed-in', zh: '本人专家信息', query: (db, c) => ownExpert(db, c) },
    { path: '/api/v1/warnings', who: 'signed-in', zh: '预警', query: (db, c, p) => warningsOfPost(db, c, p) },
    { path: '/api/v1/evaluations', who: 'signed-in', zh: '我的评标场次', query: (db, c) => evaluationsOf(db, c) },
    { path: '/api/v1/lots/:id/evaluation', who: 'signed-in', zh: '评标场次', query: (db, c, p) => evaluationOfLot(db, c, { lotId: id(p) }) },
    { path: '/api/v1/lots/:id/results', who: 'public', zh: '评标结果', query: (db, c, p) => resultsOfLot(db, c, { lotId: id(p) }) },
    { path: '/api/v1/lots/:id/rounds', who: 'public', zh: '报价轮次', query: (db, c, p) => roundsRead(db, c, id(p)) },
    { path: '/api/v1/lots/:id/framework', who: 'public', zh: '框架协议与订单', query: (db, c, p) => frameworkOfLot(db, c, id(p)) },
    { path: '/api/v1/disclosures', who: 'public', zh: '公开信息', query: (db, _c, p) => disclosures(db, { lotId: p['lotId'], cursor: p['cursor'], limit: p['limit'] }) },
    { path: '/api/v1/lots/:id/disclosures', who: 'public', zh: '标段公开清单', query: (db, c, p) => lotDisclosures(db, c, id(p)) },
    { path: '/api/v1/disclosure-status', who: 'public', zh: '公开清单', query: (db, c, p) => disclosureStatus(db, c, p) },
    { path: '/api/v1/disclosure-status.csv', who: 'public', zh: '公开清单(CSV)', query: (db, c, p) => disclosureCsv(db, c, p), send: csv },
    { path: '/api/v1/certificates/:no', who: 'public', zh: '见证书', query: (db, _c, p) => certificate(db, p['no'] ?? '') },
    { path: '/api/v1/certificates/:no/file', who: 'public', zh: '见证书文件', query: async (db, _c, p) => blobs.read((await certificate(db, p['no'] ?? '')).sha256), send: pdf },
  ];
}

function deskReads({ specs }: ReadDeps): Read[] {
  return [
    { path: '/api/v1/desk', who: 'signed-in', zh: '我的工作台', query: (db, c, p) => deskRead(db, specs, c, p) },
    { path: '/api/v1/notifications', who: 'signed-in', zh: '我的通知', query: (db, c, p) => notificationsRead(db, c, p) },
    { path: '/api/v1/lots/:id/actions', who: 'signed-in', zh: '我可办理的事项', query: (db, c, p) => actionsRead(db, specs, c, id(p)) },
    { path: '/api/v1/lots/:id/workroom', who: 'signed-in', zh: '招标方的标段工作信息', query: (db, c, p) => workroomRead(db, c, id(p)) },
    { path: '/api/v1/lots/:id/asked-items/:act', who: 'signed-in', zh: '公告内容与缺项', query: (db, c, p) => askedItemsRead(db, c, { id: id(p), act: p['act'] ?? '', noticeType: p['noticeType'] }) },
    { path: '/api/v1/contracts/:act', who: 'public', zh: '行为的输入与规则', query: async (_db, _c, p) => contractRead(specs, p['act'] ?? '') },
  ];
}

function portalReads(deps: ReadDeps): Read[] {
  return [
    { path: '/api/v1/search', who: 'public', zh: '搜索', query: (db, c, p) => searchRead(db, c, p) },
    { path: '/api/v1/search/suggestions', who: 'public', zh: '搜索建议', query: (db, _c, p) => suggestionsRead(db, p) },
    { path: '/feeds/lots.atom', who: 'public', zh: '订阅(Atom)', query: (db, c, p) => feed(db, { now: c.now, publicUrl: deps.publicUrl, deployment: deps.deployment.id }, p), send: atom },
    { path: '/notices/:lotId/:file', who: 'public', zh: '公告页面', query: (db, c, p) => noticePage(db, c, { lotId: p['lotId'] ?? '', file: p['file'] ?? '' }), send: page },
  ];
}

function paperReads({ blobs, receipts, ledger, deployment }: ReadDeps, evidence: EvidenceDesk): Read[] {
  return [
    {
      path: '/api/v1/lots/:id/papers', who: 'public', zh: '文书',
      query: async (db, c, p) => {
        if (c.actor?.entityId) await receipts(id(p), c.actor.entityId);
        return papersOfLot(db, c.actor, id(p));
      },
    },
    {
      path: '/api/v1/papers/:id/file', who: 'public', zh: '文书文件',
      query: async (db, c, p) => {
        const { sha256, no } = await paperOfReader(db, c.actor, id(p));
        return { bytes: await blobs.read(sha256), name: `${no}.pdf` };
      },
      send: paper,
    },
    { path: '/api/v1/lots/:id/archive', who: 'public', zh: '归档包', query: (db, c, p) => archiveOfLot(db, c, id(p), { ledger, blobs, deployment: deployment.id, evidence }), send: sendArchive },
  ];
}

function ledgerReads({ ledger }: ReadDeps, evidence: EvidenceDesk): Read[] {
  return [
    { path: '/api/v1/lots/:id/evidence', who: 'public', zh: '存证包', query: (db, c, p) => evidence(db, { actor: c.actor, lotId: id(p) }) },
    { path: '/api/v1/digests/:sha256', who: 'public', zh: '文件查验', query: (db, c, p) => digests(db, c.actor, p['sha256'] ?? '') },
    { path: '/api/v1/receipts/:leafId', who: 'public', zh: '回执', query: (db, _c, p) => receipt(db, p['leafId'] ?? '') },
    { path: '/api/v1/ledger/checkpoint', who: 'public', zh: '账本检查点', query: async () => checkpoint(ledger), send: text },
    { path: '/api/v1/ledger/entries/:index', who: 'public', zh: '账本条目', query: async (_db, _c, p) => entry(ledger, p['index']), send: (reply, answer) => reply.type('application/json').send(answer) },
    { path: '/api/v1/ledger/proofs/:leafId', who: 'public', zh: '存证证明', query: (db, _c, p) => tlogProof(db, ledger, p['leafId'] ?? ''), send: text },
    { path: '/api/v1/ledger/leaves', who: 'public', zh: '账本目录', query: (db, _c, p) => leaves(db, { subject: p['subject'], lotId: p['lotId'], cursor: p['cursor'], limit: p['limit'] }) },
  ];
}

function withBenchmark(view: OpeningRead, benchmarkFen: number | null): OpeningRead {
  return benchmarkFen === null ? view : { ...view, benchmarkFen };
}

function text(reply: FastifyReply, answer: unknown): unknown {
  return reply.type('text/plain; charset=utf-8').send(answer);
}

function atom(reply: FastifyReply, answer: unknown): unknown {
  return reply.headers({ 'content-type': 'application/atom+xml; charset=utf-8', 'cache-control': 'no-cache' }).send(answer);
}

function csv(reply: FastifyReply, answer: unknown): unknown {
  return reply.headers({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="disclosure.csv"' }).send(answer);
}

function page(reply: FastifyReply, answer: unknown): unknown {
  return reply.headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', 'content-security-policy': NOTICE_POLICY }).send(answer);
}

function paper(reply: FastifyReply, answer: unknown): unknown {
  const { bytes, name } = answer as { bytes: Uint8Array; name: string };
  return reply.headers({ 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${name}"`, 'content-security-policy': 'sandbox' }).send(Buffer.from(bytes));
}

/** Files of people never render in the platform's origin. */
function fileOf(reply: FastifyReply, answer: unknown): unknown {
  const { sha256, size, blobs } = answer as { sha256: string; size: number; blobs: BlobStore };
  return reply.headers({ 'content-type': 'application/octet-stream', 'content-length': size, 'content-disposition': 'attachment', 'content-security-policy': 'sandbox' }).send(blobs.stream(sha256));
}

function pdf(reply: FastifyReply, answer: unknown): unknown {
  return reply.headers({ 'content-type': 'application/pdf', 'content-disposition': 'inline; filename="certificate.pdf"', 'content-security-policy': 'sandbox' }).send(Buffer.from(answer as Uint8Array));
}

const VERSION = '0.1.0';
