import { confirmLetter, entriesMax, mailboxRefused, mailboxTook, newsFor, newsLetter, subscriptionById, tellNews } from '../../modules/disclosure-portal/index.ts';
import type { Pool } from '../../platform/db.ts';
import { MailRefused, type Mailer } from '../../platform/mail.ts';
import type { Flow } from '../../platform/system.ts';

export interface MailDeps { pool: Pool; mailer: Mailer | null; publicUrl: string }

/**
 * Mails to readers. Messages name the subscription; the address is read when the mail leaves, so whoever ended it meanwhile gets none
 * and no address stays behind in the outbox. A mail sent twice has the same Message-ID.
 */
export function mailFlows({ pool, mailer, publicUrl }: MailDeps): Flow[] {
  const place = { publicUrl };
  const send = async (id: string, letterId: string, letter: Parameters<Mailer['send']>[0]): Promise<void> => {
    if (!mailer) throw new Error('no mail service: set QINGLAN_SMTP_URL');
    try {
      await mailer.send({ ...letter, id: letterId });
      await mailboxTook(pool, id);
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      await mailboxRefused(pool, id);
    }
  };
  return [
    {
      topic: 'mail.confirm',
      async run(payload) {
        const { subscription: id, nonce } = payload as { subscription: string; nonce: string };
        const subscription = await subscriptionById(pool, id);
        if (subscription) await send(id, `confirm-${nonce}`, { ...confirmLetter(place, subscription), id: '' });
      },
    },
    {
      topic: 'mail.news',
      async run(payload) {
        const { subscription: id, from, to } = payload as { subscription: string; from: string; to: string };
        const subscription = await subscriptionById(pool, id);
        const items = subscription ? await newsFor(pool, subscription, { from, to }, entriesMax + 1) : [];
        if (subscription && items.length > 0) await send(id, `news-${id}-${to}`, { ...newsLetter(place, subscription, items), id: '' });
      },
    },
  ];
}

const everyMs = 2_000;

/** Looks every two seconds whether somebody waits for what is new. */
export function newsTicker(pool: Pool, failed: (error: unknown) => void): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = (async () => { while (await tellNews(pool)); })().catch(failed).finally(() => { busy = false; });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
