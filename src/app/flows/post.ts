import { MailRefused, type Mailer, type MailMessage } from '../../platform/mail.ts';

const everyMs = 2_000;

/** Hands a letter over; false where the address was refused for good. Any other fault is thrown: the letter is tried again. */
export async function post(mailer: Mailer | null, letter: MailMessage): Promise<boolean> {
  if (!mailer) throw new Error('no mail service: set QINGLAN_SMTP_URL');
  try {
    await mailer.send(letter);
    return true;
  } catch (error) {
    if (error instanceof MailRefused) return false;
    throw error;
  }
}

/** Looks every two seconds whether somebody waits for letters; each look is repeated while there may be more. Returns how to stop. */
export function postTicker(looks: readonly (() => Promise<boolean>)[], failed: (error: unknown) => void): () => Promise<void> {
  let running: Promise<unknown> | null = null;
  const look = async (): Promise<void> => {
    for (const one of looks) {
      try {
        while (await one());
      } catch (error) {
        failed(error);
      }
    }
  };
  const timer = setInterval(() => { running ??= look().finally(() => { running = null; }); }, everyMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
