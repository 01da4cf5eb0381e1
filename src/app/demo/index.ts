import type { FastifyInstance } from 'fastify';
import type { Config } from '../../platform/config.ts';
import type { Logger } from '../../platform/log.ts';
import type { MailConfig } from '../../platform/mail.ts';
import type { SmsConfig } from '../../platform/sms.ts';
import type { VoiceConfig } from '../../platform/voice.ts';
import { reach } from '../../play/people.ts';
import { accountRoutes } from './accounts.ts';
import { startAgents, type Agents } from './agents.ts';
import { buildCity } from './city.ts';
import { demoMail, mailRoutes } from './mail.ts';
import { accountLines } from './posts.ts';
import { demoSms, smsRoutes } from './sms.ts';
import { demoVoice, voiceRoutes } from './voice.ts';

export interface Demo {
  sms: SmsConfig;
  voice: VoiceConfig;
  mail: MailConfig;
  /** what a person may sign in as, and where the keys lie */
  lines: readonly string[];
  routes(app: FastifyInstance): void;
  /** after the server listens: the custodians' agents, and on the first start the city */
  begin(url: string): void;
  close(): Promise<void>;
}

/** What a demo has beside a platform: phones, mailboxes, agents, people and trades. A real SMS gateway or mail relay, where one is set, is used. */
export async function startDemo(config: Config, real: { sms: SmsConfig | null; voice: VoiceConfig | null; mail: MailConfig | null }, log: Logger): Promise<Demo> {
  const phones = real.sms ? null : await demoSms();
  const lines = real.voice ? null : await demoVoice();
  const mailbox = real.mail ? null : await demoMail();
  const keys = config.data.demoKeys;
  let agents: Agents | null = null;
  let closing = false;
  return {
    sms: real.sms ?? phones?.config ?? never(),
    voice: real.voice ?? lines?.config ?? never(),
    mail: real.mail ?? mailbox?.config ?? never(),
    lines: accountLines(keys),
    routes(app) {
      accountRoutes(app, keys);
      if (phones) smsRoutes(app, phones);
      if (lines) voiceRoutes(app, lines);
      if (mailbox) mailRoutes(app, mailbox);
    },
    begin(url) {
      phones?.sandbox.setUpUrl(`${url}/api/v1/callbacks/sms`);
      lines?.sandbox.setReportUrl(`${url}/api/v1/callbacks/voice`);
      const withAgents = (): void => { if (!closing) agents ??= startAgents(url, keys, log); };
      void reach(url, keys).then((platform) => buildCity(platform, { peopleReady: withAgents, stopped: () => closing })).catch((error: unknown) => {
        if (!closing) process.stderr.write(`qinglan: the demo city is not complete: ${error instanceof Error ? error.message : String(error)}\n`);
      });
    },
    async close() {
      closing = true;
      await agents?.close();
      await phones?.sandbox.close();
      await lines?.sandbox.close();
      await mailbox?.sandbox.close();
    },
  };
}

function never(): never { throw new Error('a demo has one gateway or the other'); }
