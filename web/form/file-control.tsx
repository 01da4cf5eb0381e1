import { useRef, useState } from 'react';
import { uploadFile, type Uploaded } from '../api/files.ts';
import { withSession } from '../session/session.ts';
import { deskTexts } from '../texts/desk.ts';
import { useBundle } from '../texts/index.tsx';
import { FileInput } from '../ui/file-input.tsx';

interface Props { id: string; className: string; 'aria-invalid': true | undefined; value: unknown; change: (file: (Uploaded & { name: string }) | undefined) => void }
type State = { at: 'idle' } | { at: 'up'; share: number } | { at: 'failed' } | { at: 'done'; name: string };

/** A file goes up as soon as it is chosen; the form holds its digest. */
export function FileControl({ id, value, change, 'aria-invalid': invalid }: Props) {
  const t = useBundle(deskTexts).act;
  const [state, setState] = useState<State>({ at: 'idle' });
  const latest = useRef(0);
  const take = async (file: File) => {
    const turn = latest.current += 1;
    const mine = () => turn === latest.current;
    setState({ at: 'up', share: 0 });
    try {
      const uploaded = await withSession(() => uploadFile(file, (share) => { if (mine()) setState({ at: 'up', share }); }));
      if (!mine()) return;
      setState({ at: 'done', name: file.name });
      change({ ...uploaded, name: file.name });
    } catch {
      if (mine()) setState({ at: 'failed' });
    }
  };
  const kept = digestOf(value);
  return (
    <div className="file-field">
      <FileInput id={id} aria-invalid={invalid} onChange={(e) => {
        const [file] = e.target.files ?? [];
        if (file) void take(file);
      }} />
      <p role="status" className="small">
        {state.at === 'up' ? <><progress max={1} value={state.share} /> {t.uploading(Math.floor(state.share * 100))}</> : null}
        {state.at === 'failed' ? <span className="danger-text">{t.uploadFailed}</span> : null}
        {kept && state.at !== 'up' ? <>{t.uploaded}{state.at === 'done' ? ` ${state.name}` : nameOf(value)} · {t.digest} <code>{kept.slice(0, 16)}…</code></> : null}
      </p>
    </div>
  );
}

function digestOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'sha256' in value ? String(value.sha256) : null;
}

function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'name' in value ? ` ${String(value.name)}` : '';
}
