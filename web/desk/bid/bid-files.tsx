import { useId, useState } from 'react';
import { maxFileBytes } from './limits.ts';
import { deskTexts } from '../../texts/desk.ts';
import { useBundle } from '../../texts/index.tsx';
import { FileInput } from '../../ui/file-input.tsx';
import { fileSize } from '../../ui/format.ts';

/** Files are only pointed at here: they are read when the bid is sealed, and never leave this computer unsealed. */
export function BidFiles({ files, change }: { files: readonly File[]; change: (files: readonly File[]) => void }) {
  const { bid: t, act } = useBundle(deskTexts);
  const id = useId();
  const [over, setOver] = useState(false);
  // one name, one file: the later one counts
  const add = (more: readonly File[]) => { change([...files.filter(({ name }) => !more.some((one) => one.name === name)), ...more]); };
  const all = files.reduce((sum, { size }) => sum + size, 0);
  return (
    <div className="field bid-files">
      <label htmlFor={id}>{t.files} <span className="field-note">{act.required}</span></label>
      <p className="field-hint">{t.filesHint}</p>
      <div className={over ? 'drop-zone over' : 'drop-zone'} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => { setOver(false); }} onDrop={(e) => { e.preventDefault(); setOver(false); add([...e.dataTransfer.files]); }}>
        <FileInput id={id} multiple onChange={(e) => { add([...(e.target.files ?? [])]); e.target.value = ''; }} />
        <span className="muted small">{t.drop}</span>
      </div>
      <ul>{files.map((file) => <li key={file.name}>{file.name} <span className="muted small">{fileSize(file.size)}</span> <button type="button" className="link-button" onClick={() => { change(files.filter((one) => one !== file)); }}>{act.remove}</button></li>)}</ul>
      {all > maxFileBytes ? <p className="danger-text" role="alert">{fileSize(all)} &gt; {fileSize(maxFileBytes)}</p> : null}
    </div>
  );
}
