import { expect, test, vi } from 'vitest';
import { sendUntilAnswered, SendingCancelled, waitingNow } from './line.ts';

const what = { key: 'k', act: 'bid-submit', subject: 's' };
const away = (error: unknown): boolean => error instanceof TypeError;

test('a line that is away is waited for, and the word that it is back is heard at once', async () => {
  const send = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new TypeError('no line')).mockResolvedValue('done');
  const target = new EventTarget();
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
  const began = Date.now();
  const sent = sendUntilAnswered(what, send, away);
  await vi.waitFor(() => { expect(send).toHaveBeenCalledTimes(1); });
  target.dispatchEvent(new Event('online'));
  expect(await sent).toBe('done');
  expect(Date.now() - began).toBeLessThan(1_000);
  vi.unstubAllGlobals();
});

test('an answer is an answer, also a refusal', async () => {
  await expect(sendUntilAnswered(what, () => Promise.reject(new RangeError('refused')), away)).rejects.toThrow(RangeError);
});

test('what waits can be taken back', async () => {
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  const sent = sendUntilAnswered(what, () => Promise.reject(new TypeError('no line')), away);
  await vi.waitFor(() => { expect(waitingNow()).toHaveLength(1); });
  waitingNow()[0]?.cancel();
  await expect(sent).rejects.toBeInstanceOf(SendingCancelled);
  expect(waitingNow()).toEqual([]);
  vi.unstubAllGlobals();
});
