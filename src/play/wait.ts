/** Tries at most `parallel` at once, answers in the order of the items; the first failure stops the rest. */
export async function each<T, R>(items: readonly T[], parallel: number, work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if (failed) return;
      try {
        results[index] = await work(item, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
  return results;
}

/** How long people at play wait for what the platform does by itself: longer where it is killed again and again. */
export const patience = { ms: 60_000 };

/** Asks again until there is an answer; who waits in vain says for what. */
export async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>, { ms = patience.ms, pauseMs = 60 }: { ms?: number; pauseMs?: number } = {}): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${Math.round(ms / 1000)} s in vain: ${what}`);
    await pause(pauseMs);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}
