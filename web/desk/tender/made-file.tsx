import { useEffect, useEffectEvent, useState } from 'react';
import { uploadFile } from '../../api/files.ts';
import { useDraft } from '../../form/drafts.ts';
import type { Root } from '../../form/root-fields.tsx';
import { useTexts } from '../../texts/index.tsx';

interface FileProps {
  name: string; of: string; root: Root; page: string;
  words: { make: string; made: string; stale: string };
  /** other fields that the made file fills */
  also?: Readonly<Record<string, unknown>>;
}
const none = {};

/** What was previewed as a page of its own, uploaded as the file of the act: for whoever has no signed paper beside it. What it was made from may change, then it goes. */
export function MakeFile({ name, of, root, page, words: t, also = none }: FileProps) {
  const { t: words } = useTexts();
  const draft = useDraft(`made/${of}/${name}`, none);
  const { sha256: made } = draft.value as { sha256?: string };
  const [state, setState] = useState<'' | 'busy' | 'stale' | 'failed'>('');
  const stands = made !== undefined && root.value[name] === made;
  const { set } = root;
  const drop = useEffectEvent(() => {
    set({ [name]: undefined });
    setState('stale');
  });
  useEffect(() => {
    if (!stands) return undefined;
    let gone = false;
    void digestOf(page).then((digest) => { if (!gone && digest !== made) drop(); });
    return () => { gone = true; };
  }, [stands, made, page]);
  const make = async () => {
    setState('busy');
    try {
      const { sha256 } = await uploadFile(new Blob([page], { type: 'text/html' }), () => undefined);
      draft.change({ sha256 });
      set({ [name]: sha256, ...also });
      setState('');
    } catch {
      setState('failed');
    }
  };
  const told = state === 'failed' ? words.state.errorNetwork : stands ? t.made : state === 'stale' ? t.stale : '';
  return <p className="form-foot"><button type="button" className="button" disabled={state === 'busy'} onClick={() => void make()}>{t.make}</button><span role="status" className={state === 'stale' && !stands ? 'small danger-text' : 'small muted'}>{told}</span></p>;
}

async function digestOf(text: string): Promise<string> {
  const { hashFile } = await import('../../verify/hash-file.ts');
  return hashFile(new Blob([text]), () => undefined, new AbortController().signal);
}
