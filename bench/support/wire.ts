import { connect, type Socket } from 'node:net';

export interface Answer { status: number; body: string }

/**
 * One kept-alive connection that sends requests made beforehand and reads answers with a length: the client shares the
 * machine's cores with the server, so it must cost next to nothing.
 */
export class Wire {
  private readonly socket: Socket;
  private held: Buffer = Buffer.alloc(0);
  private waiting: PromiseWithResolvers<Answer> | null = null;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    const fail = (error?: Error): void => this.waiting?.reject(error ?? new Error('the server closed the connection'));
    socket.on('error', fail);
    socket.on('close', () => fail());
  }

  static async open(url: string): Promise<Wire> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await new Promise((resolve, reject) => { socket.once('connect', resolve).once('error', reject); });
    return new Wire(socket);
  }

  async send(request: Uint8Array): Promise<Answer> {
    this.waiting = Promise.withResolvers<Answer>();
    this.socket.write(request);
    return this.waiting.promise;
  }

  /** The body of a 201; everything else is an error of the bench. */
  async must(request: Uint8Array): Promise<string> {
    const { status, body } = await this.send(request);
    if (status !== 201) throw new Error(`${status}: ${body}`);
    return body;
  }

  close(): void { this.socket.destroy(); }

  private read(chunk: Buffer): void {
    this.held = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    const end = this.held.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.held.toString('latin1', 0, end);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
    if (this.held.length < end + 4 + length) return;
    const body = this.held.toString('utf8', end + 4, end + 4 + length);
    this.held = this.held.subarray(end + 4 + length);
    const { waiting } = this;
    this.waiting = null;
    waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }
}

export function request(path: string, token: string, body: string | Uint8Array, more: Readonly<Record<string, string>> = {}): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const headers = Object.entries({
    host: '127.0.0.1', authorization: `Bearer ${token}`, 'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream',
    'content-length': String(bytes.length), ...more,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${headers.join('')}\r\n`), bytes]);
}
