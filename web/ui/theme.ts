// Light or dark: what the reader chose, else what the system says. Paper is always light (base.css).
import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';
const stored = 'qinglan-theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

let theme: Theme = 'light';

export function startTheme(): void {
  apply(chosen() ?? systemTheme());
  system.addEventListener('change', () => { if (chosen() === null) apply(systemTheme()); });
}

export function useTheme(): [Theme, (next: Theme) => void] {
  return [useSyncExternalStore(subscribe, () => theme), choose];
}

/** A colour of the tokens as it is now, for what is drawn on a canvas. */
export function tokenColour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function choose(next: Theme): void {
  try {
    localStorage.setItem(stored, next);
  } catch {
    // nothing to keep it in
  }
  apply(next);
}

function apply(next: Theme): void {
  theme = next;
  document.documentElement.dataset['theme'] = next;
  for (const told of listeners) told();
}

function chosen(): Theme | null {
  try {
    const kept = localStorage.getItem(stored);
    return kept === 'dark' || kept === 'light' ? kept : null;
  } catch {
    return null;
  }
}

function systemTheme(): Theme { return system.matches ? 'dark' : 'light'; }

function subscribe(told: () => void): () => void {
  listeners.add(told);
  return () => { listeners.delete(told); };
}
