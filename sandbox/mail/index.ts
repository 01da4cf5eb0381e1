import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { callbackify } from 'node:util';
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { parseMessage } from './message.ts';

/**
 * A post office for demos and tests: a real SMTP server with a name and a password, which delivers to nobody. Whatever it takes
 * lies in a mailbox that anybody on this machine may read.
 */
export interface MailMessageIn { to: string; from: string; subject: string; text: string; headers: Record<string, string>; raw: string; at: string }
export interface MailSandbox {
  /** smtp://name:password@127.0.0.1:port */
  url: string;
  inbox(to?: string): MailMessageIn[];
  /** from now on: 'down' answers 451 to every message, 'unknown' refuses every recipient for good */
  behave(how: 'well' | 'down' | 'unknown'): void;
  close(): Promise<void>;
}

const KEPT_MAX = 2_000;
const SIZE_MAX = 256 * 1024;

export async function startMailSandbox(options: { port?: number } = {}): Promise<MailSandbox> {
  const [user, password] = ['qinglan', randomBytes(18).toString('base64url')];
  const kept: MailMessageIn[] = [];
  let how: 'well' | 'down' | 'unknown' = 'well';
  const server = new SMTPServer({
    banner: 'sandbox mailbox', disabledCommands: ['STARTTLS'], allowInsecureAuth: true, authMethods: ['PLAIN', 'LOGIN'], size: SIZE_MAX, logger: false,
    onAuth(auth, _session, done) {
      if (auth.username === user && same(auth.password ?? '', password)) done(null, { user });
      else done(new Error('authentication failed'));
    },
    onRcptTo(_address: SMTPServerAddress, _session, done) { done(how === 'unknown' ? answer(550, 'no such mailbox') : null); },
    onData: callbackify(async (stream: SMTPServerDataStream, session: SMTPServerSession) => {
      const raw = await take(stream);
      if (how === 'down') throw answer(451, 'try again later');
      for (const { address } of session.envelope.rcptTo) kept.push({ ...parseMessage(raw), to: address, from: fromOf(session), at: new Date().toISOString() });
      kept.splice(0, kept.length - KEPT_MAX);
    }),
  });
  // a client that goes away in the middle is no fault of the sandbox
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => { server.listen(options.port ?? 0, '127.0.0.1', resolve); });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://${user}:${password}@127.0.0.1:${port}`,
    inbox: (to) => kept.filter((one) => to === undefined || one.to.toLowerCase() === to.toLowerCase()),
    behave(next) { how = next; },
    close: () => new Promise((resolve) => { server.close(() => resolve()); }),
  };
}

function fromOf({ envelope }: SMTPServerSession): string {
  return envelope.mailFrom === false ? '' : envelope.mailFrom?.address ?? '';
}

async function take(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  if (stream.sizeExceeded) throw answer(552, 'too large');
  return Buffer.concat(chunks).toString('latin1');
}

function answer(code: number, text: string): Error { return Object.assign(new Error(text), { responseCode: code }); }

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
