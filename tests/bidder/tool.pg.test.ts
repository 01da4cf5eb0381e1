import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTemplate, sumsOf, writeTable } from '../../src/contracts/price-table/index.ts';
import { CustodianAgent } from '../../src/play/custodian.ts';
import { writeKeys } from '../../src/play/keys.ts';
import { company, type Member } from '../support/cast.ts';
import { openLot, stage, submitted, type OpenLot, type Stage } from '../support/open-lot.ts';
import { openWorld, setClock, type World } from '../support/world.ts';

let world: World;
let at: Stage;
let lot: OpenLot;
const folder = mkdtempSync(join(tmpdir(), 'qinglan-bidder-'));
const bidders: Member[] = [];
const template = {
  v: 'qinglan-price-table-1', title: '测试道路工程', currency: 'CNY', tax: { included: true, rates: ['0.09'] },
  items: [{ id: '1', zh: '土方', unit: 'm3', quantity: '1000' }, { id: '2', zh: '路面', unit: 'm2', quantity: '2500.5' }],
};
const templateBytes = Buffer.from(JSON.stringify(template));

beforeAll(async () => {
  world = await openWorld();
  at = await stage(world);
  lot = await openLot(at, { files: [{ name: '工程量清单.price-table.json', bytes: templateBytes }] });
  for (let i = 0; i < 3; i += 1) {
    const bidder = await company(world, ['bidder']);
    await writeKeys(join(folder, String(i)), bidder.identity);
    bidders.push(bidder);
  }
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

interface Outcome { code: number; out: string; err: string }
const main = new URL('../../cli/main.ts', import.meta.url).pathname;

/** The real program, as a bidder runs it. */
function qinglan(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env: { PATH: process.env.PATH ?? '', QINGLAN_URL: world.url, LANG: 'zh_CN.UTF-8', ...env }, maxBuffer: 16 * 1024 ** 2 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}
const own = (i: number): string[] => ['--keys', join(folder, String(i))];
const json = (outcome: Outcome): Record<string, never> => {
  expect(outcome.code, outcome.err).toBe(0);
  return JSON.parse(outcome.out) as Record<string, never>;
};

it('a bidder seals, hands in, looks, replaces, withdraws, and opens, with the command line alone', async () => {
  const [envelope, documents] = [join(folder, 'bid.sealed'), join(folder, 'documents')];
  const technical = join(folder, '技术标.pdf');
  writeFileSync(technical, randomBytes(3 * 1024 ** 2));

  // the price table: the template comes with the documents, the total from the table
  const parsed = readTemplate(templateBytes);
  const priced = sumsOf(parsed, [{ id: '1', unitPriceFen: 1_000n, rate: '0.09' }, { id: '2', unitPriceFen: 20_000n, rate: '0.09' }]);
  const table = join(folder, '报价表.xlsx');
  writeFileSync(table, writeTable(parsed, createHash('sha256').update(templateBytes).digest('hex'), priced));
  const sealing = ['seal', ...own(0), '--lot', lot.lotId, '--out', envelope, '--documents', documents, '--duration', '180日历天', '--price-table', table, technical];
  const wrong = await qinglan([...sealing, '--price', '1.00']);
  expect([wrong.code, wrong.err.includes('不一致')]).toEqual([1, true]);
  expect(json(await qinglan([...sealing, '--json']))).toMatchObject({ priceFen: String(priced.totalFen), lotId: lot.lotId, bidderId: bidders[0]?.id });
  expect(readFileSync(join(documents, '工程量清单.price-table.json')).equals(templateBytes)).toBe(true);
  expect(json(await qinglan(['price-table', 'check', table, '--template', join(documents, '工程量清单.price-table.json'), '--json']))).toMatchObject({ ok: true, totalFen: String(priced.totalFen) });

  const first = json(await qinglan(['submit', ...own(0), envelope, '--json']));
  expect(first).toMatchObject({ lotId: lot.lotId, receiptNo: expect.stringMatching(/^HZ-/), state: expect.stringMatching(/recorded|sealed/) });
  // run again it does nothing again
  expect(json(await qinglan(['submit', ...own(0), envelope, '--json']))).toMatchObject({ bidId: first['bidId'], receiptNo: first['receiptNo'], submittedAt: first['submittedAt'] });
  await sealedInLog(first['leafId'] ?? '');
  const looked = json(await qinglan(['status', ...own(0), envelope, '--json']));
  expect(looked).toMatchObject({ state: 'noticed', decryptionNeeded: [], bids: [{ bidSeq: first['bidSeq'], state: 'receipted' }], receipts: expect.arrayContaining([expect.objectContaining({ act: 'bid-submit', state: 'sealed' })]) });

  // another envelope takes its place only when told to
  const second = join(folder, 'second.sealed');
  json(await qinglan(['seal', ...own(0), '--lot', lot.lotId, '--out', second, '--documents', documents, '--duration', '170日历天', '--price', '500000.00', '--json', technical]));
  expect(await qinglan(['submit', ...own(0), second])).toMatchObject({ code: 1, err: expect.stringContaining('--replace') });
  const replaced = json(await qinglan(['submit', ...own(0), second, '--replace', '--json']));
  expect((await qinglan(['withdraw', ...own(0), '--lot', lot.lotId])).code).toBe(2);
  expect(json(await qinglan(['withdraw', ...own(0), '--lot', lot.lotId, '--yes', '--json']))).toMatchObject({ bidSeq: replaced['bidSeq'], state: 'withdrawn' });

  // and in once more, beside two others, until the opening
  const third = join(folder, 'third.sealed');
  json(await qinglan(['seal', ...own(0), '--lot', lot.lotId, '--out', third, '--documents', documents, '--duration', '170日历天', '--price', '499999.99', '--json', technical]));
  const last = json(await qinglan(['submit', ...own(0), third, '--json']));
  for (const bidder of bidders.slice(1)) await submitted(world, lot, bidder);
  expect(await qinglan(['decrypt', ...own(0), '--lot', lot.lotId, '--no-wait'])).toMatchObject({ code: 1 });
  await opening();
  expect(json(await qinglan(['status', ...own(0), third, '--json']))).toMatchObject({ decryptionNeeded: [last['bidSeq']], opening: { state: 'listed' } });
  expect(await qinglan(['decrypt', ...own(0), '--lot', lot.lotId, '--no-wait'])).toMatchObject({ code: 3, err: expect.stringContaining('份额') });
  const waiting = qinglan(['decrypt', ...own(0), '--lot', lot.lotId, '--json']);
  for (const holder of [at.custody.centre, at.custody.notary]) await release(holder);
  expect(json(await waiting)).toMatchObject({ bidSeq: last['bidSeq'] });
  expect(json(await qinglan(['status', ...own(0), third, '--json']))).toMatchObject({ decryptionNeeded: [], receipts: expect.arrayContaining([expect.objectContaining({ act: 'bid-submit', state: 'durable' })]) });
}, 240_000);

it('says what is wrong in one line, with the exit code that says what to do', async () => {
  const nobody = join(folder, 'nobody');
  mkdirSync(nobody);
  const envelope = join(folder, 'third.sealed');
  const forged = join(folder, 'forged.sealed');
  const kept = JSON.parse(readFileSync(`${envelope}.bid.json`, 'utf8')) as { receipts: Record<string, { platformSignature: string }> };
  const receipt = kept.receipts['bid-submit'];
  if (receipt) receipt.platformSignature = `A${receipt.platformSignature.slice(1, -2)}AA`;
  writeFileSync(`${forged}.bid.json`, JSON.stringify(kept));
  for (const [args, code, text, env] of [
    [['submit'], 2, '--help', {}],
    [['submit', '--url', world.url, '--keys', nobody, envelope], 1, 'ENOENT', {}],
    [['status', ...own(0), '--colour'], 2, '--colour', {}],
    [['status', ...own(0), '--lot', lot.lotId], 3, 'cannot be reached', { QINGLAN_URL: 'http://127.0.0.1:9', LANG: 'C' }],
    [['status', ...own(0), forged], 4, '平台签名不符', {}],
    [['submit', ...own(1), envelope], 1, '另一单位', {}],
    [['price-table', 'check', envelope, '--template', envelope], 1, 'template', { LANG: 'en_GB' }],
  ] as const) {
    const outcome = await qinglan(args, { ...env });
    expect([outcome.code, outcome.err.trim().split('\n').length], outcome.err).toEqual([code, 1]);
    expect(outcome.err).toContain(text);
    expect(outcome.out).toBe('');
  }
  for (const verb of ['seal', 'submit']) {
    const [zh, en] = [await qinglan([verb, '--help']), await qinglan([verb, '--help'], { LANG: 'en_US.UTF-8' })];
    expect([zh.code, en.code, /[一-龥]/.test(zh.out), /[一-龥]/.test(en.out)], verb).toEqual([0, 0, true, false]);
  }
}, 120_000);

/** Until the batch with this leaf is in the log. */
async function sealedInLog(leafId: string): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    const { state } = await world.guest.get<{ state: string }>(`/api/v1/receipts/${leafId}`);
    if (state === 'sealed') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('no batch takes the receipt in');
}

async function opening(): Promise<void> {
  const minutes = (n: number): string => new Date(Date.parse(lot.bidDeadline) + n * 60_000).toISOString();
  await setClock(world, minutes(-20));
  await at.host.client.act('liv-start', lot.lotId, {});
  await setClock(world, minutes(0.1));
  await at.host.client.act('opn-start', lot.lotId, {});
  await at.host.client.act('opn-list', lot.lotId, {});
}

async function release(holder: Member): Promise<void> {
  const agent = new CustodianAgent(holder.client, world.ledger.vkey, { failed: (_lotId, error) => { throw error; } });
  for (let i = 0; i < 100; i += 1) {
    await agent.tick();
    const { custodians = [] } = await world.guest.get<{ custodians?: { releasedAt?: string }[] }>(`/api/v1/lots/${lot.lotId}/opening`);
    if (custodians.some(({ releasedAt }) => releasedAt !== undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('no share is released');
}
