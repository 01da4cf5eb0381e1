import { useId, useState } from 'react';
import { deskTexts } from '../texts/desk.ts';
import { shellTexts } from '../texts/shell.ts';
import { useBundle, useTexts } from '../texts/index.tsx';
import { FileInput } from '../ui/file-input.tsx';
import type { KeptIdentity } from './keyring.ts';

interface Chosen { file: File; password: string }

/** PKCS#12 files, signing and encryption in one or in two; what is wrong is said in words, beside the file it is wrong with. */
export function ImportForm({ taken, button }: { taken: (identity: KeptIdentity) => Promise<void> | void; button: string }) {
  const t = useBundle(deskTexts).signIn;
  const r = useBundle(shellTexts).register;
  const { t: words } = useTexts();
  const id = useId();
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const [fault, setFault] = useState<{ text: string; file: number } | null>(null);
  const take = async () => {
    setFault(null);
    const { identityOfFiles, ImportError } = await import('./import-keys.ts');
    try {
      const files = await Promise.all(chosen.map(async ({ file, password }) => ({ bytes: new Uint8Array(await file.arrayBuffer()), password })));
      await taken(await identityOfFiles(files));
      setChosen([]);
    } catch (error) {
      setFault(error instanceof ImportError ? { text: t.faults[error.fault] ?? error.fault, file: error.file } : { text: words.state.errorNetwork, file: -1 });
    }
  };
  const several = chosen.length > 1;
  return (
    <form className="import" onSubmit={(e) => { e.preventDefault(); void take(); }}>
      {fault ? <p className="refused" role="alert">{several && chosen[fault.file] ? `${chosen[fault.file]?.file.name}: ` : ''}{fault.text}</p> : null}
      <label htmlFor={`${id}-f`}>{r.files}</label>
      <FileInput id={`${id}-f`} multiple accept=".p12,.pfx,application/x-pkcs12" onChange={(e) => { setFault(null); setChosen(Array.from(e.target.files ?? []).slice(0, 4).map((file) => ({ file, password: '' }))); }} />
      {(several ? chosen : chosen.slice(0, 1)).map(({ file, password }, i) => (
        <div key={file.name} className="import-password">
          <label htmlFor={`${id}-p${i}`}>{several ? r.passwordOf(file.name) : t.password}</label>
          <input id={`${id}-p${i}`} className="input" type="password" autoComplete="off" aria-invalid={fault?.file === i || undefined} value={password} onChange={(e) => { setChosen(chosen.map((one, at) => (at === i ? { ...one, password: e.target.value } : one))); }} />
        </div>
      ))}
      <button type="submit" className="button primary" disabled={chosen.length === 0}>{button}</button>
    </form>
  );
}
