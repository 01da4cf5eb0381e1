import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';
import type { PapersRead } from '../src/contracts/reads.ts';
import { openLot, stage } from '../tests/support/open-lot.ts';
import { openPlace } from './support/place.ts';

// Someone was sent an official document and drops it on the verify page: which lot, which document, which leaf, and whether the
// seal is good. Nothing is uploaded.
let lotId = '';
const place = openPlace(async (at) => { ({ lotId } = await openLot(await stage(at))); });

async function notice(): Promise<{ paper: PapersRead['items'][number]; pdf: Buffer }> {
  const read = async () => ((await (await fetch(`${place.url}/api/v1/lots/${lotId}/papers`)).json()) as PapersRead).items;
  await expect.poll(async () => (await read()).length, { timeout: 20_000 }).toBe(1);
  const [paper = expect.fail('no document')] = await read();
  return { paper, pdf: Buffer.from(await (await fetch(`${place.url}/api/v1/papers/${paper.paperId}/file`)).arrayBuffer()) };
}

test('a dropped document is found by its digest, its leaf and seal are checked here, and a changed one is neither', async () => {
  const { paper, pdf } = await notice();
  const page = await (await place.browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  const sent: string[] = [];
  page.on('request', (request) => { if (request.method() !== 'GET') sent.push(request.url()); });
  await page.goto(`${place.url}/verify`);
  const input = page.locator('input[type=file]');
  await input.setInputFiles({ name: 'sent-to-me.pdf', mimeType: 'application/pdf', buffer: pdf });
  const answer = page.locator('section.answers');
  await expect.poll(() => answer.innerText(), { timeout: 20_000 }).toContain('文件摘要与账本里记载的一致');
  const text = await answer.innerText();
  for (const part of [paper.title, paper.no, '测试道路工程', '平台电子签章有效，覆盖整个文件', '清兰公共资源交易平台']) expect(text).toContain(part);
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  await expect.poll(() => answer.innerText(), { timeout: 20_000 }).toContain(paper.leafId);

  const changed = Buffer.from(pdf);
  changed[500] = (changed[500] ?? 0) ^ 1;
  await input.setInputFiles({ name: 'changed.pdf', mimeType: 'application/pdf', buffer: changed });
  await expect.poll(() => answer.innerText(), { timeout: 20_000 }).toContain('电子签章无效');
  expect(await answer.innerText()).toContain('平台没有公开过这份文件');
  await input.setInputFiles({ name: 'longer.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([pdf, Buffer.from('\n% more')]) });
  await expect.poll(() => answer.innerText(), { timeout: 20_000 }).toContain('签章之后文件又被添加过内容');
  expect(sent).toEqual([]);
  await page.context().close();
}, 120_000);
