import { confirmLetter, entriesMax, mailboxRefused, mailboxTook, newsFor, newsLetter, subscriptionById } from '../../modules/disclosure-portal/index.ts';
import type { Pool } from '../../platform/db.ts';
import type { Mailer } from '../../platform/mail.ts';
import type { Flow } from '../../platform/system.ts';
import { post } from './post.ts';

export interface MailDeps { pool: Pool; mailer: Mailer | null; publicUrl: string }

/**
 * Mails to readers. Messages name the subscription; the address is read when the mail leaves, so whoever ended it meanwhile gets none
 * and no address stays behind in the outbox. A mail sent twice has the same Message-ID.
 */
export function mailFlows({ pool, mailer, publicUrl }: MailDeps): Flow[] {
  const place = { publicUrl };
  const send = async (id: string, letter: Parameters<Mailer['send']>[0]): Promise<void> => {
    await (await post(mailer, letter) ? mailboxTook(pool, id) : mailboxRefused(pool, id));
  };
  return [
    {
      topic: 'mail.confirm',
      async run(payload) {
        const { subscription: id, nonce } = payload as { subscription: string; nonce: string };
        const subscription = await subscriptionById(pool, id);
        if (subscription) await send(id, { ...confirmLetter(place, subscription), id: `confirm-${nonce}` });
      },
    },
    {
      topic: 'mail.news',
      async run(payload) {
        const { subscription: id, from, to } = payload as { subscription: string; from: string; to: string };
        const subscription = await subscriptionById(pool, id);
        const items = subscription ? await newsFor(pool, subscription, { from, to }, entriesMax + 1) : [];
        if (subscription && items.length > 0) await send(id, { ...newsLetter(place, subscription, items), id: `news-${id}-${to}` });
      },
    },
  ];
}
