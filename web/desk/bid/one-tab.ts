// Two tabs of one browser: one of them submits, and the other hears of it.

/** Another tab is at this bid. */
export class OtherTab extends Error {}

/** Does the work unless another tab is at it. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  // the DOM's types promise what old browsers lack
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return work();
  // the lock is held until the work is over, however it ends
  return locks.request(`qinglan-bid ${name}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) throw new OtherTab('another tab is at this bid');
    return work();
  });
}

const channelName = 'qinglan-bids';

export function tellTabs(key: string): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(key);
  channel.close();
}

/** Hears when another tab changed this bid; gives what ends the listening. */
export function hearTabs(key: string, heard: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', ({ data }) => { if (data === key) heard(); });
  return () => { channel.close(); };
}
