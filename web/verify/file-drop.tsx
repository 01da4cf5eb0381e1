import { useEffect, useRef, useState, type DragEvent } from 'react';
import { useTexts } from '../texts/index.tsx';
import { fileSize } from '../ui/format.ts';
import type { PdfSeal } from '../../src/seal/index.ts';
import { hashFile, readQr } from './hash-file.ts';
import { sealIn } from './seal-in.ts';

/** `seal`: what the electronic seal of a PDF came to, checked here. */
export type HashedFile = { name: string; size: number; sha256: string; seal?: PdfSeal };
type Props = { file: HashedFile | null; onFile: (file: HashedFile | null) => void; onText: (text: string) => void };

/** Takes a file by drop or choice and hashes it here. A picture is first read as a QR code, where the browser can. */
export function FileDrop({ file, onFile, onText }: Props) {
  const { t } = useTexts();
  const [progress, setProgress] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const [over, setOver] = useState(false);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    setNote('');
    onFile(null);
    if (chosen.type.startsWith('image/')) {
      const text = await readQr(chosen).catch(() => '');
      if (text) return onText(text);
      if (text === null) setNote(t.verify.qrUnsupported);
    }
    setProgress(0);
    try {
      const sha256 = await hashFile(chosen, setProgress, control.signal);
      const seal = await sealIn(chosen);
      onFile({ name: chosen.name, size: chosen.size, sha256, ...(seal ? { seal } : {}) });
    } catch (error) {
      if (!control.signal.aborted) throw error;
    } finally {
      if (running.current === control) setProgress(null);
    }
  };
  const dragging = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    <div className="file-drop-holder">
      <label className={over ? 'file-drop over' : 'file-drop'} onDragOver={(event) => dragging(event, true)} onDragLeave={(event) => dragging(event, false)}
        onDrop={(event) => {
          dragging(event, false);
          void take(event.dataTransfer.files[0]);
        }}>
        <input type="file" className="visually-hidden" onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }} />
        <strong>{t.verify.drop}</strong><span className="small muted">{t.verify.dropHint}</span>
      </label>
      {progress === null ? null : <p role="status">{t.verify.hashing(progress)} <progress max={100} value={progress} /></p>}
      {note ? <p className="small" role="status">{note}</p> : null}
      {file ? <p className="small">{file.name}{' · '}{fileSize(file.size)} <button type="button" className="link-button" onClick={() => onFile(null)}>{t.verify.remove}</button>
        <br /><span className="muted">{t.verify.fileDigest}</span> <span className="mono">{file.sha256}</span></p> : null}
    </div>
  );
}
