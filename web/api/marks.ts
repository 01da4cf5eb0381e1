import { api } from './client.ts';

/** One notification, or all. */
export async function markRead(id?: string): Promise<void> {
  await fetch(`${api}/notifications/read`, { method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' }, body: JSON.stringify(id === undefined ? {} : { id }) });
}
