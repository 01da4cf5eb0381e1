// Drafts stay on this device: a price that is not handed in yet must not lie on a server, not even the platform's.
import { useCallback, useEffect, useRef, useState } from 'react';
import { browserStore } from '../session/keyring.ts';

const pauseMs = 600;

/** `value` as it is typed, kept after a short pause; `restored` when an earlier draft was found. */
export function useDraft(key: string, fresh: unknown) {
  const [value, setValue] = useState(fresh);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [restored, setRestored] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    let gone = false;
    void browserStore().then((db) => db.get('draft', key)).then((draft) => {
      if (gone || draft === undefined) return;
      setValue(draft.value);
      setSavedAt(draft.savedAt);
      setRestored(true);
    }).catch(() => undefined);
    return () => { gone = true; clearTimeout(timer.current); };
  }, [key]);
  const change = useCallback((next: unknown) => {
    setValue(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const at = new Date().toISOString();
      void browserStore().then((db) => db.put('draft', { key, value: next, savedAt: at })).then(() => { setSavedAt(at); }).catch(() => undefined);
    }, pauseMs);
  }, [key]);
  const clear = useCallback(() => {
    clearTimeout(timer.current);
    setSavedAt(null);
    setRestored(false);
    setValue(fresh);
    void browserStore().then((db) => db.delete('draft', key)).catch(() => undefined);
  }, [key, fresh]);
  return { value, change, clear, savedAt, restored };
}
