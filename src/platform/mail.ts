import { createTransport } from 'nodemailer';

/** E-mail by SMTP. The sandbox speaks the same protocol, so a real relay is a matter of configuration. */
export interface MailConfig { url: string; from: string }
export interface MailMessage {
  /** what the Message-ID is made from: the same message sent again is the same to whoever receives it */
  id: string;
  to: string; subject: string; text: string;
  /** where one POST ends what this message belongs to (RFC 8058) */
  unsubscribeUrl?: string;
}
export interface Mailer { send(message: MailMessage): Promise<void>; close(): void }

/** The receiving side will never take this address: to try again would only annoy it. */
export class MailRefused extends Error {}

const TIMEOUT_MS = 10_000;

/** The environment's settings; without them no mail leaves and the caller says so. */
export function mailConfig(env: Readonly<Record<string, string | undefined>>): MailConfig | null {
  const { QINGLAN_SMTP_URL: url, QINGLAN_MAIL_FROM: from } = env;
  if (!url || !/^smtps?:\/\//.test(url) || !URL.canParse(url)) return null;
  return { url, from: from || `清兰公共资源交易平台 <no-reply@${new URL(url).hostname}>` };
}

export function openMailer({ url, from }: MailConfig): Mailer {
  const { hostname, searchParams } = new URL(url);
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  // beyond this machine a password and an address go encrypted or not at all
  const transport = createTransport({
    url, pool: true, maxConnections: 2, requireTLS: !here && !searchParams.has('requireTLS'), ignoreTLS: here,
    connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS,
    disableFileAccess: true, disableUrlAccess: true,
  });
  const domain = /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? hostname;
  return {
    async send({ id, to, subject, text, unsubscribeUrl }) {
      try {
        await transport.sendMail({
          from, to: { name: '', address: to }, subject, text, messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', ...(unsubscribeUrl === undefined ? {} : { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }) },
          ...(unsubscribeUrl === undefined ? {} : { list: { unsubscribe: { url: unsubscribeUrl, comment: '' } } }),
        });
      } catch (error) {
        if (isFinal(error)) throw new MailRefused('the address was refused for good', { cause: error });
        throw error;
      }
    },
    close() { transport.close(); },
  };
}

/** 5xx to the recipient itself: no such mailbox, or it will not have us. */
function isFinal(error: unknown): boolean {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return code === 'EENVELOPE' && responseCode !== undefined && responseCode >= 500 && responseCode < 600;
}
