import { useCallback, useEffect, useState } from 'react';
import { browserStore, keptIdentities, type KeptIdentity } from '../session/keyring.ts';
import { newRegistration, type Registration } from './registration.ts';

const key = 'register/organisation';

// written since the page was loaded: whoever looks at the other tab and comes back has not been away
let begunHere = false;

/** The registration as it stands on this device. `restored`: it was begun on an earlier visit. Writes are awaited where the next step relies on them. */
export function useRegistration() {
  const [value, setValue] = useState<Registration | null>(null);
  const [restored, setRestored] = useState(false);
  const [identity, setIdentity] = useState<KeptIdentity | null>(null);
  useEffect(() => {
    let gone = false;
    void found().then(({ registration, kept }) => {
      if (gone) return;
      setRestored(registration !== null && !begunHere);
      setIdentity(kept);
      setValue(registration ?? newRegistration(() => crypto.randomUUID()));
    });
    return () => { gone = true; };
  }, []);
  const keep = useCallback(async (next: Registration) => {
    setValue(next);
    begunHere = true;
    await browserStore().then((db) => db.put('draft', { key, value: next, savedAt: new Date().toISOString() })).catch(() => undefined);
  }, []);
  const clear = useCallback(async () => {
    setValue(newRegistration(() => crypto.randomUUID()));
    setIdentity(null);
    setRestored(false);
    await browserStore().then((db) => db.delete('draft', key)).catch(() => undefined);
  }, []);
  return { value, keep, clear, restored, identity, setIdentity };
}

async function found(): Promise<{ registration: Registration | null; kept: KeptIdentity | null }> {
  try {
    const draft = await (await browserStore()).get('draft', key);
    const registration = (draft?.value ?? null) as Registration | null;
    return { registration, kept: registration?.identityId ? (await keptIdentities()).find(({ id }) => id === registration.identityId) ?? null : null };
  } catch {
    return { registration: null, kept: null };
  }
}
