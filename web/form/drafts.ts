// Drafts stay on this device: a price that is not handed in yet must not lie on a server, not even the platform's.
import { useCallback, useEffect, useRef, useState } from 'react';
import { browserStore } from '../session/keyring.ts';
import { platformNow } from '../ui/clock.ts';

const pauseMs = 600;

/**
 * `value` as it is typed, kept after a short pause and when the page is left; `restored` when an earlier draft was found. `latest` is for
 * whatever answers later than it was asked: what was typed meanwhile stays.
 */
export function useDraft(key: string, fresh: unknown) {
  const [value, setValue] = useState(fresh);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [restored, setRestored] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const now = useRef(fresh);
  const unsaved = useRef(false);
  const save = useCallback(() => {
    clearTimeout(timer.current);
    if (!unsaved.current) return;
    unsaved.current = false;
    const at = new Date(platformNow()).toISOString();
    void browserStore().then((db) => db.put('draft', { key, value: now.current, savedAt: at })).then(() => { setSavedAt(at); }).catch(() => undefined);
  }, [key]);
  useEffect(() => {
    let gone = false;
    void browserStore().then((db) => db.get('draft', key)).then((draft) => {
      if (gone || draft === undefined) return;
      unsaved.current = false;
      now.current = draft.value;
      setValue(draft.value);
      setSavedAt(draft.savedAt);
      setRestored(true);
    }).catch(() => undefined);
    window.addEventListener('pagehide', save);
    return () => {
      gone = true;
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [key, save]);
  /** The next value, or a function that makes it from the latest. */
  const change = useCallback((next: unknown) => {
    now.current = typeof next === 'function' ? (next as (latest: unknown) => unknown)(now.current) : next;
    unsaved.current = true;
    setValue(now.current);
    clearTimeout(timer.current);
    timer.current = setTimeout(save, pauseMs);
  }, [save]);
  const latest = useCallback(() => now.current, []);
  const clear = useCallback(() => {
    clearTimeout(timer.current);
    unsaved.current = false;
    now.current = fresh;
    setSavedAt(null);
    setRestored(false);
    setValue(fresh);
    void browserStore().then((db) => db.delete('draft', key)).catch(() => undefined);
  }, [key, fresh]);
  return { value, latest, change, clear, savedAt, restored };
}
