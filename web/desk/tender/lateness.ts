const hourMs = 3_600_000;

/** How long an instant has passed, in whole days or hours; null while it has not. */
export function lateness(dueAt: string, now: number): { days: number; hours: number } | null {
  const over = now - Date.parse(dueAt);
  if (!(over >= 0)) return null;
  const hours = Math.floor(over / hourMs);
  return { days: Math.floor(hours / 24), hours: hours % 24 };
}
