import { createHash, createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContentInfo, SignedData } from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSandboxCa } from '../../sandbox/ca/index.ts';
import { parseCertificate } from '../seal/index.ts';
import { awardNotice, bidReceipt, openingRecord, scoreSummary, type Making, type Paper } from './index.ts';
import { openPrinter, type Printer, type SealKeys } from './render/render.ts';

const folder = mkdtempSync(join(tmpdir(), 'qinglan-seal-'));
let keys: SealKeys;
let printer: Printer;
beforeAll(async () => {
  const sandbox = await createSandboxCa({ dir: folder, now: new Date('2026-01-01T00:00:00.000Z') });
  const issued = await sandbox.issue({ subject: { organizationName: '清兰公共资源交易平台' }, usage: 'sign', publicKey: 'generate' });
  const jwk = createPrivateKey({ key: Buffer.from(issued.privateKey ?? []), format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  keys = { privateKey: new Uint8Array(Buffer.from(jwk.d ?? '', 'base64url')), certificate: issued.certificate, chain: [sandbox.issuing] };
  printer = openPrinter(keys);
});
afterAll(async () => {
  await printer.close();
  rmSync(folder, { recursive: true, force: true });
});

const making: Making = {
  no: 'QL-ZB-0123456789AB', at: '2026-04-21T02:00:00.000Z', origin: 'qinglan.example/test', verifyBase: 'https://trade.example',
  evidence: [{ zh: '中标通知书签发', leafId: '0d1e2f3a-4b5c-4d6e-8f70-819200000001', hash: 'ab'.repeat(32), at: '2026-04-21T02:00:00.000Z' }],
  trade: { projectName: '东湖大道改造', projectCode: 'P-1', lotCode: 'P-1-01', lotName: '一标段', dealCode: null, category: 'engineering', tenderer: '城投公司', agency: null },
};
const award = (winnerName: string): Paper => awardNotice({ winnerName, awardFen: '860013333', duration: '180 日历天', quality: '合格', projectManager: null, decidedAt: making.at, issuedAt: making.at }, making);

it('prints the same paper to the same bytes, in a new process of printing too', async () => {
  const first = await printer.print(award('江南建工'));
  const again = openPrinter(keys);
  const second = await again.print(award('江南建工'));
  await again.close();
  expect(Buffer.compare(Buffer.from(first.pdf), Buffer.from(second.pdf))).toBe(0);
  expect((await printer.print(award('华东路桥'))).contentSha256).not.toBe(first.contentSha256);
});

it('closes when what is being printed is printed, and prints nothing after that', async () => {
  const closing = openPrinter(null);
  const papers = Promise.all(['甲', '乙', '丙'].map((name) => closing.print(award(name))));
  // all three are with the thread, and none is done
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  await closing.close();
  expect((await papers).map(({ pdf }) => pdf.length > 20_000)).toEqual([true, true, true]);
  await expect(closing.print(award('丁'))).rejects.toMatchObject({ message: 'the printer is closed', statusCode: 503 });
});

it('claims PDF/A-2b, embeds its type, and keeps the printed bytes as they were before the seal', async () => {
  const { pdf, contentSha256 } = await printer.print(award('江南建工'));
  const text = Buffer.from(pdf).toString('latin1');
  expect(text).toMatch(/pdfaid:part>2</);
  expect(text).toMatch(/pdfaid:conformance>B</);
  expect(text).toContain('NotoSansSC');
  const printed = /startxref\s+\d+\s+%%EOF/.exec(text);
  expect(createHash('sha256').update(pdf.subarray(0, (printed?.index ?? 0) + (printed?.[0].length ?? 0))).digest('hex')).toBe(contentSha256);
});

it('runs no name as markup', async () => {
  const { pdf } = await printer.print(award('#panic("run") $a$ \\ *b* <label> @ref "quoted" [x]'));
  expect(pdf.length).toBeGreaterThan(20_000);
});

it('is sealed over the whole file by the platform, and a changed byte breaks the seal', async () => {
  const { pdf } = await printer.print(award('江南建工'));
  const { covered, cms } = signatureOf(pdf);
  expect(covered.length + cms.hexLength + 2).toBe(pdf.length);
  expect(holds(covered, cms.der)).toBe(true);
  const changed = Buffer.from(covered);
  changed[1_000] = (changed[1_000] ?? 0) ^ 1;
  expect(holds(changed, cms.der)).toBe(false);
});

it('prints long tables over pages, and without a seal where there is none', async () => {
  const plain = openPrinter(null);
  const bids = Array.from({ length: 60 }, (_, i) => ({ bidSeq: 100_000 + i, bidderName: `第${i}投标人有限公司`, result: '解密成功', priceFen: String(1_000_000 + i), duration: '90 日', quality: null, projectManager: null, confirmedAt: null, dispute: null }));
  const { pdf } = await plain.print(openingRecord({
    place: '大厅', startedAt: making.at, listedAt: null, decryptedAt: null, announcedAt: null, endedAt: making.at, recordDigest: 'cd'.repeat(32), ceilingFen: null, bids, coefficients: [], custodians: [],
  }, making));
  await plain.close();
  const text = Buffer.from(pdf).toString('latin1');
  expect(text).not.toContain('/ByteRange');
  expect(Number(/\/Type \/Pages\s+\/Count (\d+)/.exec(text)?.[1])).toBeGreaterThan(2);
});

it('names seats and never experts in scores, and a receipt says nothing of the content', () => {
  const scores = scoreSummary({
    method: '综合评估法', benchmarkFen: null, criteria: [{ id: 'tech', zh: '技术', max: '30' }], rows: [], sheets: [{ bidSeq: 1, seatNo: 2, scores: { tech: '25' }, at: making.at }],
  }, making);
  expect(JSON.stringify(scores.blocks)).toContain('技术 25');
  const receipt = bidReceipt({ bidderName: '甲', receiptNo: 'HZ-1', bidSeq: 1, submittedAt: making.at, bidDeadline: null, cipherSha256: 'ef'.repeat(32), cipherSm3: 'ab'.repeat(32), cipherSize: 5 }, making);
  expect(JSON.stringify(receipt)).not.toMatch(/元|报价/);
});

function signatureOf(pdf: Uint8Array) {
  const text = Buffer.from(pdf).toString('latin1');
  const [start = 0, end = 0, tail = 0] = (/\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(text) ?? []).slice(1).map(Number);
  const hex = text.slice(start + 1, end - 1);
  return { covered: Buffer.concat([pdf.subarray(0, start), pdf.subarray(end, end + tail)]), cms: { der: Buffer.from(hex, 'hex'), hexLength: hex.length } };
}

/** Reads the CMS with the library and judges it with the machine's own cryptography. */
function holds(covered: Uint8Array, padded: Buffer): boolean {
  const length = padded.readUInt16BE(2) + 4;
  const info = AsnConvert.parse(AsnConvert.parse(padded.subarray(0, length), ContentInfo).content, SignedData);
  const [signer] = info.signerInfos;
  if (!signer?.signedAttrs) return false;
  const said = signer.signedAttrs.find((one) => one.attrType === '1.2.840.113549.1.9.4')?.attrValues[0];
  const digest = said && Buffer.from(AsnConvert.parse(said, OctetString).buffer);
  const attributes = Buffer.concat(signer.signedAttrs.map((one) => Buffer.from(AsnConvert.serialize(one))));
  const header = attributes.length < 0x80 ? [0x31, attributes.length] : attributes.length < 0x100 ? [0x31, 0x81, attributes.length] : [0x31, 0x82, attributes.length >> 8, attributes.length & 0xff];
  const key = createPublicKey({ key: Buffer.from(parseCertificate(keys.certificate).spki), format: 'der', type: 'spki' });
  const signed = verify('sha256', Buffer.concat([Buffer.from(header), attributes]), key, Buffer.from(signer.signature.buffer));
  return signed && digest !== undefined && digest.equals(createHash('sha256').update(covered).digest());
}
