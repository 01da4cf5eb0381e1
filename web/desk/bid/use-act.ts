import { useRef, useState } from 'react';
import { ApiProblem } from '../../api/client.ts';
import { perform, type Asked } from '../../session/perform.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { useTexts } from '../../texts/index.tsx';

/** One act at a time: a second click finds the first at work; a line that broke is tried again under the same key. */
export function useAct(identity: KeptIdentity | null) {
  const { said, t } = useTexts();
  const at = useRef<{ of: string; key: string } | null>(null);
  const busy = useRef(false);
  const [state, setState] = useState<{ sending: boolean; fault: string | null; done: boolean }>({ sending: false, fault: null, done: false });
  const act = async (asked: Asked): Promise<boolean> => {
    if (!identity || busy.current) return false;
    busy.current = true;
    setState({ sending: true, fault: null, done: false });
    const of = JSON.stringify(asked);
    const { key } = at.current = at.current?.of === of ? at.current : { of, key: crypto.randomUUID() };
    try {
      await perform(identity, asked, key);
      at.current = null;
      setState({ sending: false, fault: null, done: true });
      return true;
    } catch (error) {
      // what was refused may be asked again as a request of its own; what was lost on the way is the same request
      if (error instanceof ApiProblem && error.status < 500) at.current = null;
      setState({ sending: false, done: false, fault: error instanceof ApiProblem && error.body ? said(error.body.detailZh, error.body.detailEn) : t.state.errorNetwork });
      return false;
    } finally {
      busy.current = false;
    }
  };
  return { ...state, act };
}
