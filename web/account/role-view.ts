// Under which of several roles one looks at the desk. It chooses what is shown and gives or takes no right; kept on this device, by account.
import { useSyncExternalStore } from 'react';
import type { Me } from '../session/session.ts';

const key = (accountId: string): string => `qinglan-role/${accountId}`;
const listeners = new Set<() => void>();

const viewed = new Set(['tenderer', 'agency', 'bidder', 'expert']);

/** The roles of an account that stand in a lot apart from each other. */
export function viewRoles({ roles }: Pick<Me['account'], 'roles'>): string[] {
  return roles.filter((role) => viewed.has(role));
}

/** Whether a lot in which one stands so belongs to the view. Who fetched the documents and has not bid yet stands as nobody: a bidder to be. */
export function inView(as: readonly string[], role: string): boolean {
  if (role === 'bidder') return as.includes('bidder') || as.length === 0;
  return as.includes(role === 'expert' ? 'member' : role);
}

export function useRoleView({ account }: Me): [string | null, (role: string | null) => void] {
  const role = useSyncExternalStore(subscribe, () => read(account.id));
  const choose = (next: string | null) => {
    try {
      if (next === null) localStorage.removeItem(key(account.id));
      else localStorage.setItem(key(account.id), next);
    } catch {
      // nothing to keep it in
    }
    for (const told of listeners) told();
  };
  return [role !== null && viewRoles(account).includes(role) ? role : null, choose];
}

function read(accountId: string): string | null {
  try {
    return localStorage.getItem(key(accountId));
  } catch {
    return null;
  }
}

function subscribe(told: () => void): () => void {
  listeners.add(told);
  return () => listeners.delete(told);
}
