import type { InputHTMLAttributes } from 'react';
import { useTexts } from '../texts/index.tsx';

/** A browser names its own button in its own language; here it speaks that of the page. The input lies over the words. */
export function FileInput(props: Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'className'>) {
  const { t } = useTexts();
  return <span className="file-input"><span className="button" aria-hidden="true">{props.multiple ? t.unit.chooseFiles : t.unit.chooseFile}</span><input type="file" {...props} /></span>;
}
