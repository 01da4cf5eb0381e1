import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Text files as an upload field takes them. */
export const document = (name: string): { name: string; mimeType: string; buffer: Buffer } => ({ name: `${name}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`${name}\n`.repeat(50)) });

let taken = 0;

/** One who sits at a browser of their own, signed in or not, and whose pages must throw nothing. */
export class Person {
  readonly page: Page;
  readonly url: string;
  /** what went wrong in this browser: exceptions, and answers 5xx */
  readonly faults: string[] = [];

  private constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => { this.faults.push(error.message); });
    page.on('response', (response) => { if (response.status() >= 500 && response.status() !== 503) this.faults.push(`${response.status()} ${response.url()}`); });
  }

  static async guest(browser: Browser, url: string, width = 1280): Promise<Person> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' });
    return new Person(await context.newPage(), url);
  }

  /** One of the demo's people, by one click. */
  static async signedIn(browser: Browser, url: string, account: string, width = 1280): Promise<Person> {
    const person = await Person.guest(browser, url, width);
    await person.go('/sign-in');
    await person.page.locator(`[data-account="${account}"]`).click();
    await person.page.waitForURL('**/desk');
    return person;
  }

  async go(path: string): Promise<void> { await this.page.goto(`${this.url}${path}`); }

  /** What this person's own session is answered. */
  async ask(path: string): Promise<{ status: number; text: string }> {
    const answer = await this.page.request.get(`${this.url}/api/v1${path}`);
    return { status: answer.status(), text: await answer.text() };
  }

  async bytes(path: string): Promise<Buffer> { return (await this.page.request.get(`${this.url}/api/v1${path}`)).body(); }

  async read<T>(path: string): Promise<T> { return JSON.parse((await this.ask(path)).text) as T; }

  field(path: string) { return this.page.locator(`[id="f-${path}"]`); }
  async type(path: string, text: string): Promise<void> { await this.field(path).fill(text); }
  async choose(path: string, value: string): Promise<void> { await this.field(path).selectOption(value); }

  async file(path: string, name: string): Promise<void> {
    await this.field(path).setInputFiles(document(name));
    await this.page.locator(`.file-field:has([id="f-${path}"]) code`).waitFor();
  }

  /** The file of a notice, made by the page from its preview. */
  async makeFile(): Promise<void> {
    await this.page.getByRole('button', { name: '用上面的预览生成公告文件' }).click();
    await this.page.getByText('已生成并上传').waitFor();
  }

  /** Any that is free: what is taken cannot be chosen. */
  async chooseFree(path: string): Promise<void> {
    await this.field(path).selectOption(await this.field(path).locator('option:enabled').nth(1).getAttribute('value') ?? '');
  }

  /** The earliest lawful instant, as the form offers it beside the field. */
  async takeLawful(path: string): Promise<string> {
    await this.page.locator(`.field:has([id="f-${path}"]) button`).first().click();
    return this.field(path).inputValue();
  }

  /** Written where the form asks for it: to type, or to choose; what the platform knows it does not ask. */
  async set(path: string, value: string): Promise<void> {
    const field = this.field(path);
    if (await field.count() === 0) return;
    if (await field.evaluate((node) => node.tagName) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }

  /** An act from the lot's own desk: filled in, sent, and answered with a receipt. */
  async act(lotId: string, id: string, fill: () => Promise<void> = async () => undefined): Promise<void> {
    expect(await this.send(lotId, id, fill), id).toContain('done');
  }

  /** The same for one that may not be done now: the form says why. */
  async refused(lotId: string, id: string, fill: () => Promise<void>): Promise<void> {
    expect(await this.send(lotId, id, fill), id).toContain('refused');
  }

  private async send(lotId: string, id: string, fill: () => Promise<void>): Promise<string> {
    await this.go(`/desk/lots/${lotId}/${id}`);
    await this.page.locator('form.act-form').waitFor();
    try {
      await this.shot(`${id}-0`);
      await fill();
    } finally {
      await this.shot(`${id}-1`);
    }
    await this.page.locator('form.act-form button[type=submit]').click();
    const answer = this.page.locator('.done, .refused').first();
    await answer.waitFor().finally(() => this.shot(`${id}-2`));
    return `${await answer.getAttribute('class')}: ${await answer.innerText()}`;
  }

  /** What the desk says is this person's to do next on a lot. */
  async next(lotId: string): Promise<string[]> {
    const { items } = await this.read<{ items: { id: string; next: boolean }[] }>(`/lots/${lotId}/actions`);
    return items.filter((item) => item.next).map(({ id }) => id);
  }

  /** Pictures to look at, broad and on a phone, where a folder for them is named. */
  async shot(name: string): Promise<void> {
    const into = process.env['QINGLAN_SHOTS'];
    if (!into) return;
    taken += 1;
    const size = this.page.viewportSize();
    for (const width of [1440, 360]) {
      await this.page.setViewportSize({ width, height: 900 });
      await this.page.screenshot({ path: join(into, `${String(taken).padStart(3, '0')}-${name}-${width}.png`), fullPage: true });
    }
    if (size) await this.page.setViewportSize(size);
  }

  async close(): Promise<void> { await this.page.context().close(); }
}

/** From the bid desk: documents, price, files, a rehearsal, and the sealing in this browser. */
export async function bid(person: Person, lotId: string, { price, duration, size }: { price: string; duration: string; size?: string }): Promise<void> {
  const { page } = person;
  await person.go(`/desk/lots/${lotId}/bid`);
  await page.locator('#checklist').waitFor();
  await page.getByRole('button', { name: '签名获取' }).click();
  await page.locator('#bid-price').fill(price);
  await page.locator('#bid-duration').fill(duration);
  if (size) await page.locator('#bid-size').selectOption(size);
  await page.locator('.bid-files input[type=file]').first().setInputFiles(document('投标文件'));
  await page.getByRole('button', { name: '用测试密钥' }).click();
  await page.getByText('预演成功').first().waitFor();
  const submit = page.locator('.bid-submit button.primary');
  // what was clarified is read before anything goes out
  const unread = page.locator('section.clarified input[type=checkbox]');
  for (const box of await unread.all()) {
    expect(await submit.isDisabled()).toBe(true);
    await box.check();
  }
  await person.shot('bid-submit');
  await submit.click();
  const answer = page.locator('.done, .refused').first();
  await answer.waitFor();
  expect(`${await answer.getAttribute('class')}: ${await answer.innerText()}`).toContain('done');
}
