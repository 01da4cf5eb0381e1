import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { platformQuery } from '../api/reads.ts';
import { ImportForm } from '../session/import-form.tsx';
import type { KeptIdentity } from '../session/keyring.ts';
import { shellTexts } from '../texts/shell.ts';
import { useBundle } from '../texts/index.tsx';
import { dateTime } from '../ui/format.ts';
import { Failure } from '../ui/states.tsx';
import { isCreditCode } from '../../src/contracts/credit-code.ts';
import type { Details } from './registration.ts';

export interface Told { text: string }
interface Props { identity: KeptIdentity | null; details: Details; told: Told | null; taken: (identity: KeptIdentity) => Promise<void>; removed: () => void; locked: boolean }

/** A certificate of an authority as a file, or in the demonstration with one click; what does not fit is said before anything is sent. */
export function CertificateStep({ identity, details, told, taken, removed, locked }: Props) {
  const t = useBundle(shellTexts).register;
  const { data: platform } = useQuery(platformQuery);
  if (identity) return <Got identity={identity} details={details} told={told} removed={removed} locked={locked} />;
  const ready = isCreditCode(details.uscc) && details.entityName.trim().length >= 2;
  return (
    <div className="ways">
      {platform?.mode === 'demo' ? <SandboxWay ready={ready} text={t.demoWay} hint={t.demoWayHint} notReady={t.demoFirst} make={async () => {
        const { identityOfSandbox } = await import('./registering.ts');
        await taken(await identityOfSandbox({ organizationName: details.entityName.trim(), creditCode: details.uscc }));
      }} /> : null}
      <div><h3>{t.fileWay}</h3><p className="small muted">{t.fileHint}</p><ImportForm taken={taken} button={t.take} /></div>
    </div>
  );
}

export function SandboxWay({ ready, text, hint, notReady, make }: { ready: boolean; text: string; hint: string; notReady: string; make: () => Promise<void> }) {
  const t = useBundle(shellTexts).register;
  const [state, setState] = useState<{ making: boolean; error: unknown }>({ making: false, error: null });
  const run = async () => {
    setState({ making: true, error: null });
    try {
      await make();
    } catch (error) {
      setState({ making: false, error });
    }
  };
  return (
    <div>
      <p className="small muted">{hint}</p>
      {state.error ? <Failure error={state.error} /> : null}
      <p className="form-foot"><button type="button" className="button primary" disabled={!ready || state.making} onClick={() => void run()}>{state.making ? t.making : text}</button>{ready ? null : <span className="small muted">{notReady}</span>}</p>
    </div>
  );
}

function Got({ identity, details, told, removed, locked }: Omit<Props, 'taken'> & { identity: KeptIdentity }) {
  const t = useBundle(shellTexts).register;
  const { data } = useQuery({ queryKey: ['holder', identity.id], queryFn: async () => (await import('./registering.ts')).holderOf(identity), staleTime: Number.POSITIVE_INFINITY });
  const fault = !data ? null : data.creditCode === undefined ? t.noCode : details.uscc !== '' && data.creditCode !== details.uscc ? t.otherCode(data.creditCode) : identity.encrypt === null ? t.noEncrypt : null;
  return (
    <div>
      <p className="got"><strong>{identity.name}</strong><span className="tag jade">{t.got}</span><code className="small muted">{identity.id.slice(0, 12)}…</code>{data ? <span className="small muted">{t.made(dateTime(data.notAfter, false))}</span> : null}
        {locked ? null : <button type="button" className="link-button" onClick={removed}>{t.remove}</button>}</p>
      {told ? <p className="small" role="status">{told.text}</p> : null}
      {fault ? <p className="refused" role="alert">{fault}</p> : null}
    </div>
  );
}
