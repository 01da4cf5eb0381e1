import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandboxCa } from '../../sandbox/ca/index.ts';
import { checkPdfSeal, pemOf } from '../seal/index.ts';
import {
  acceptanceRecord, archiveIndex, awardNotice, bidReceipt, candidatePublicity, certificate, contractChange, contractCover, drawRecord, evaluationReport, invitation, notice, openingRecord, PAPER_KINDS, performanceRecord, prequalResult, quotationRecord, resultNotice, scoreSummary,
  type Making, type Paper, type PaperKind,
} from './index.ts';
import { openPrinter, type Printer, type SealKeys } from './render/render.ts';

const at = '2026-04-21T02:00:00.000Z';
const making: Making = {
  no: 'QL-XX-0123456789AB', at, origin: 'qinglan.example/test', verifyBase: 'https://trade.example', evidence: [{ zh: '某事项', leafId: '0d1e2f3a-4b5c-4d6e-8f70-819200000001', hash: 'ab'.repeat(32), at }],
  trade: { projectName: '东湖大道改造', projectCode: 'P-1', lotCode: 'P-1-01', lotName: '一标段', dealCode: 'A01-33-1', category: 'engineering', tenderer: '城投公司', agency: '某代理' },
};
const hash = 'cd'.repeat(32);

/** One of each: a kind without a sample does not compile. */
const SAMPLES: Record<PaperKind, () => Paper> = {
  notice: () => notice({ title: '东湖大道改造招标计划', noticeTypeZh: '招标计划', publishedAt: at, items: [['项目名称', '东湖大道改造']] }, making),
  invitation: () => invitation({ invitee: '甲', sentAt: at, bidDeadline: at, fileSha256: hash }, making),
  'prequal-result': () => prequalResult({ method: '合格制', deadline: at, decidedAt: at, applicants: [{ seq: 1, name: '甲', passed: true, score: null, reason: null }] }, making),
  'quotation-record': () => quotationRecord({ rounds: [{ round: 1, isFinal: true, openedAt: at, quoteEnd: at, endedAt: at, change: null, quotes: [{ seq: 1, name: '甲', priceFen: '100', quotedAt: at }] }] }, making),
  'bid-receipt': () => bidReceipt({ bidderName: '甲', receiptNo: 'HZ-1', bidSeq: 1, submittedAt: at, bidDeadline: null, cipherSha256: hash, cipherSm3: hash, cipherSize: 5 }, making),
  'opening-record': () => openingRecord({ place: '大厅', startedAt: at, listedAt: null, decryptedAt: null, announcedAt: null, endedAt: at, recordDigest: hash, ceilingFen: null, bids: [], coefficients: [], custodians: [] }, making),
  'draw-record': () => drawRecord({ place: '室', evaluationStart: at, headcount: 5, representatives: 1, avoided: 0, rounds: 1, voids: 0, replacements: 0, eligible: 9, needs: [], chances: [], seats: [] }, making),
  'score-summary': () => scoreSummary({ method: '综合评估法', benchmarkFen: '1', criteria: [], rows: [], sheets: [] }, making),
  'evaluation-report': () => evaluationReport({ method: '综合评估法', digest: hash, version: 1, draftedAt: at, reportAt: at, competition: '有', benchmarkFen: null, coefficients: {}, members: [], rows: [], rejected: [], clarifications: [], candidates: [] }, making),
  'candidate-publicity': () => candidatePublicity({ publishedAt: at, publicityEnd: at, objectionChannel: '电话', method: '综合评估法', bidCount: 3, qualification: '三级', candidates: [], rejected: [] }, making),
  'award-notice': () => awardNotice({ winnerName: '甲', awardFen: '100', duration: '1日', quality: null, projectManager: null, decidedAt: at, issuedAt: at }, making),
  'result-notice': () => resultNotice({ title: '结果公告', winner: '甲', winnerCode: '91330000000000000X', awardFen: '100', duration: '1日', quality: '合格', projectManager: null, publishedAt: at, publicityEnd: at, objectionChannel: '电话', agencyFeeFen: '1', winnerAddress: '路' }, making),
  'contract-cover': () => contractCover({ contractCode: 'C', contractor: '甲', priceFen: '100', duration: '1日', signedAt: at, securityFen: null, paymentTerms: '月', fileSha256: hash }, making),
  'contract-change': () => contractChange({ contractCode: 'C', contractor: '甲', priceFen: '100', seq: 1, changeFen: '1', cumulativeFen: '1', reason: '量差', changedAt: at }, making),
  'performance-record': () => performanceRecord({ contractCode: 'C', contractor: '甲', priceFen: '100', completedAt: at, milestones: [{ milestone: '竣工', at, amountFen: '1', paidFen: '1', progressPercent: 100 }] }, making),
  'acceptance-record': () => acceptanceRecord({ acceptedAt: at, items: [['验收结论', '合格']] }, making),
  'archive-index': () => archiveIndex({ archivedAt: at, state: '已签订合同', papers: [], files: [], acts: [] }, making),
  certificate: () => certificate({ typeZh: '交易见证书', winner: '甲', awardFen: '100', duration: '1日', issuedAt: at, ledgerSize: 5, ledgerRoot: hash, steps: [{ zh: '项目登记', at, index: 1, hash }] }, making),
};

const folder = mkdtempSync(join(tmpdir(), 'qinglan-papers-'));
let printer: Printer;
let keys: SealKeys;
let roots = '';
beforeAll(async () => {
  const sandbox = await createSandboxCa({ dir: join(folder, 'ca'), now: new Date('2026-01-01T00:00:00.000Z') });
  const issued = await sandbox.issue({ subject: { organizationName: '清兰公共资源交易平台' }, usage: 'sign', publicKey: 'generate' });
  const jwk = createPrivateKey({ key: Buffer.from(issued.privateKey ?? []), format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  keys = { privateKey: new Uint8Array(Buffer.from(jwk.d ?? '', 'base64url')), certificate: issued.certificate, chain: [sandbox.issuing] };
  roots = join(folder, 'roots.pem');
  writeFileSync(roots, sandbox.trust().roots.map((root) => pemOf('CERTIFICATE', root)).join(''));
  printer = openPrinter(keys);
});
afterAll(async () => {
  await printer.close();
  rmSync(folder, { recursive: true, force: true });
});

const openssl = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout?.startsWith('OpenSSL') === true;

describe.each(PAPER_KINDS)('%s', (kind) => {
  it('is PDF/A-2b in form, sealed over all of it, and verified by others than us', async () => {
    const paper = SAMPLES[kind]();
    expect(paper.kind).toBe(kind);
    const { pdf } = await printer.print(paper);
    archivable(pdf);
    const seal = await checkPdfSeal(pdf);
    expect(seal).toMatchObject({ state: 'good', whole: true });
    expect(seal.state === 'good' && Buffer.compare(Buffer.from(seal.certificate.der), Buffer.from(keys.certificate))).toBe(0);
    if (openssl) byOpenssl(pdf, kind);
  });
});

it('a changed, cut or prolonged file has no good seal, and a file without one has none', async () => {
  const { pdf } = await printer.print(SAMPLES.certificate());
  for (const at of [200, pdf.length - 20]) {
    const changed = Uint8Array.from(pdf);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect((await checkPdfSeal(changed)).state).not.toBe('good');
  }
  expect(await checkPdfSeal(Buffer.concat([pdf, Buffer.from('\n% more')]))).toMatchObject({ state: 'good', whole: false });
  expect((await checkPdfSeal(pdf.subarray(0, pdf.length - 100))).state).not.toBe('good');
  const plain = openPrinter(null);
  expect(await checkPdfSeal((await plain.print(SAMPLES.certificate())).pdf)).toEqual({ state: 'none' });
  await plain.close();
});

/** What ISO 19005-2 asks of structure and can be read without a PDF library. */
function archivable(pdf: Uint8Array): void {
  const text = Buffer.from(pdf).toString('latin1');
  expect(text).toMatch(/^%PDF-1\.[4-7]\n%[\x80-\xff]{4}/);
  expect(text).toMatch(/pdfaid:part>2</);
  expect(text).toMatch(/pdfaid:conformance>B</);
  expect(text).toMatch(/\/OutputIntents? /);
  expect(text).toMatch(/\/S \/GTS_PDFA1/);
  expect(text).toMatch(/\/ID ?\[/);
  expect(text).not.toMatch(/\/Encrypt |\/JavaScript|\/Launch|\/EmbeddedFile|\/AA /);
  // every font that is used is in the file
  const fonts = text.match(/\/Type \/FontDescriptor/g)?.length ?? 0;
  expect(fonts).toBeGreaterThan(0);
  expect(text.match(/\/FontFile[23]? /g)?.length).toBe(fonts);
}

function byOpenssl(pdf: Uint8Array, kind: string): void {
  const text = Buffer.from(pdf).toString('latin1');
  const [start = 0, end = 0, tail = 0] = (/\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(text) ?? []).slice(1).map(Number);
  const [cms, content] = [join(folder, `${kind}.cms`), join(folder, `${kind}.bin`)];
  const der = Buffer.from(text.slice(start + 1, end - 1), 'hex');
  writeFileSync(cms, der.subarray(0, der.readUInt16BE(2) + 4));
  writeFileSync(content, Buffer.concat([pdf.subarray(0, start), pdf.subarray(end, end + tail)]));
  expect(start + tail + (end - start)).toBe(pdf.length);
  const verify = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', cms, '-CAfile', roots, '-purpose', 'any', '-attime', String(Date.parse(at) / 1_000), '-out', '/dev/null'];
  expect(() => execFileSync('openssl', [...verify, '-content', content], { stdio: 'pipe' })).not.toThrow();
  writeFileSync(content, 'other');
  expect(() => execFileSync('openssl', [...verify, '-content', content], { stdio: 'pipe' })).toThrow();
}
