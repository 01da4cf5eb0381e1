import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, test } from 'vitest';
import { Client, ProblemError } from './client.ts';
import { patiently, retryAfterMs } from './patience.ts';

const NOW = Date.parse('2026-11-24T08:00:00.000Z');
test.each([['3', 3_000], ['0', 0], ['Tue, 24 Nov 2026 08:00:07 GMT', 7_000], ['Tue, 24 Nov 2026 07:00:00 GMT', 0], ['soon', null], [null, null]])('Retry-After %s is %s ms', (header, ms) => {
  expect(retryAfterMs(header, NOW)).toBe(ms);
});

let server: Server | undefined;
afterEach(() => { server?.close(); });

/** A real server that answers these statuses one after the other. */
async function answering(statuses: readonly [number, string?][]): Promise<{ url: string; asked: () => { method: string; body: string; key: string | undefined }[] }> {
  const asked: { method: string; body: string; key: string | undefined }[] = [];
  const made = server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
    request.on('end', () => {
      const [status, wait] = statuses[asked.length] ?? [200];
      asked.push({ method: request.method ?? '', body, key: request.headers['idempotency-key'] as string | undefined });
      response.writeHead(status, { 'content-type': 'application/json', ...(wait === undefined ? {} : { 'retry-after': wait }) });
      response.end(JSON.stringify(status < 400 ? { ok: true } : { code: status === 429 ? 'rate-limited' : 'unavailable', status, detailZh: '', detailEn: '' }));
    });
  });
  await new Promise<void>((resolve) => { made.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${(made.address() as AddressInfo).port}`, asked: () => asked };
}

describe('a client of the public interface', () => {
  it('asks again with the same body and key as late as it is told', async () => {
    const { url, asked } = await answering([[429, '0'], [503, '0'], [201]]);
    await expect(new Client(url, 'd', null).act('led-verify', crypto.randomUUID(), { a: 1 })).resolves.toEqual({ ok: true });
    expect(asked()).toHaveLength(3);
    expect(new Set(asked().map((one) => JSON.stringify(one))).size).toBe(1);
    expect(asked()[0]?.key).toBeDefined();
  });

  it('gives up where it would have to wait for hours, and does not ask again after other refusals', async () => {
    const { url, asked } = await answering([[429, '40000'], [409]]);
    const client = new Client(url, 'd', null);
    await expect(client.get('/x')).rejects.toMatchObject({ status: 429 });
    await expect(client.get('/x')).rejects.toBeInstanceOf(ProblemError);
    expect(asked()).toHaveLength(2);
  });

  it('waits what it was told, and not without end', async () => {
    const waits: number[] = [];
    let asked = 0;
    const response = await patiently(async () => { asked += 1; return new Response(null, { status: 503, headers: { 'retry-after': '30' } }); }, async (ms) => { waits.push(ms); });
    expect(response.status).toBe(503);
    expect(waits).toEqual([30_000, 30_000, 30_000, 30_000]);
    expect(asked).toBe(5);
  });
});
