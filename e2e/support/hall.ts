import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LiveEvent, OpeningRead } from '../../src/contracts/reads.ts';

export const BIDDERS = 100;
export const EVENTS = 1_000;
const EVERY_MS = 10;

/** The platform as it is, but for one lot's hall: there a hundred bids are opened, told in a thousand events in ten seconds. */
export async function busyHall(platform: string, lotId: string, opening: OpeningRead): Promise<{ url: string; begin: () => void; close: () => Promise<void> }> {
  const listeners = new Set<ServerResponse>();
  const quiet: OpeningRead = { ...opening, state: 'decrypting', bidders: [], record: [], lastEventId: 0, bidDeadline: new Date(Date.parse(opening.now) - 60_000).toISOString() };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith(`/api/v1/lots/${lotId}/opening`)) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(quiet));
    else if (path.startsWith('/api/v1/events')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here\n\n');
      listeners.add(response);
      response.once('close', () => listeners.delete(response));
    } else forward(platform, request, response);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const events = eventsOf();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    begin: () => {
      const from = performance.now();
      let sent = 0;
      const turn = setInterval(() => {
        // as many as are due: a timer that comes late is made up for
        for (const due = Math.min(EVENTS, Math.ceil((performance.now() - from) / EVERY_MS)); sent < due; sent += 1) {
          const event = events[sent];
          for (const one of listeners) one.write(`id: ${sent + 1}\nevent: ${event?.type}\ndata: ${JSON.stringify(event?.data)}\n\n`);
        }
        if (sent >= EVENTS) clearInterval(turn);
      }, EVERY_MS);
    },
    close: () => new Promise((resolve) => { server.close(() => { resolve(); }); server.closeAllConnections(); }),
  };
}

function forward(platform: string, request: IncomingMessage, response: ServerResponse): void {
  const { hostname, port } = new URL(platform);
  const on = ask({ hostname, port, method: request.method, path: request.url, headers: { ...request.headers, host: `${hostname}:${port}` } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  on.once('error', () => response.destroy());
  request.pipe(on);
}

/** The list, then every bid decrypted, announced and confirmed, each with its line in the record; what is left are further lines. */
function eventsOf(): LiveEvent[] {
  const seqs = Array.from({ length: BIDDERS }, (_, i) => 100_001 + i);
  const row = (bidSeq: number) => ({ bidSeq, bidderName: `示例建设集团第${bidSeq - 100_000}有限公司`, status: 'sealed' as const });
  const events: LiveEvent[] = [{ type: 'list', data: { bidders: seqs.map(row) } }];
  const line = (fp: string, zh: string): LiveEvent => ({ type: 'record', data: { at: new Date().toISOString(), zh, en: zh, fp, leafId: crypto.randomUUID() } });
  for (const bidSeq of seqs) events.push({ type: 'decrypt', data: { bidSeq, status: 'decrypted' } }, line('opn-decrypt', `投标 ${bidSeq} 已解密`));
  for (const [i, bidSeq] of seqs.entries()) events.push({ type: 'announce', data: { ...row(bidSeq), status: 'announced', priceFen: 100_000_000 + i * 12_345, duration: '180日历天' } }, line('opn-announce', `宣布投标 ${bidSeq} 的价格`));
  for (const bidSeq of seqs) events.push({ type: 'confirm', data: { bidSeq, status: 'confirmed' } }, line('opn-confirm', `投标 ${bidSeq} 确认开标记录`));
  while (events.length < EVENTS) events.push(line('obj-reply', `记录第 ${events.length} 条`));
  return events;
}
