import { useState } from 'react';
import { inputHint } from '../texts/hints.ts';
import { inputName } from '../texts/inputs.ts';
import { useTexts } from '../texts/index.tsx';
import { FieldFrame, fieldId, type FieldProps } from './fields.tsx';

/** A certificate as text: pasted as the registration page copies it, with its first and last line, or bare. */
export function CertificateText({ name, path, value, change, required, wrong }: FieldProps) {
  const { language, trade } = useTexts();
  const id = fieldId(path);
  const [typed, setTyped] = useState(typeof value === 'string' ? value : '');
  return (
    <FieldFrame id={id} label={inputName(name, language, trade)} hint={inputHint(name, language, trade)} required={required} wrong={wrong === path}>
      <textarea id={id} className="input mono" rows={5} spellCheck={false} aria-invalid={wrong === path || undefined} value={typed} onChange={(e) => { setTyped(e.target.value); change(bare(e.target.value) || undefined); }} />
    </FieldFrame>
  );
}

function bare(text: string): string { return text.replaceAll(/-----[^-]+-----/g, '').replaceAll(/\s/g, ''); }
