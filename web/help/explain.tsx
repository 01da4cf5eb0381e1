import { useId } from 'react';
import { useTexts } from '../texts/index.tsx';
import { explained, type Term } from '../texts/terms.ts';
import './help.css';

/** A text in which terms of the law say what they mean, to the mouse, the keyboard and a screen reader. */
export function Explain({ text }: { text: string }) {
  const { language } = useTexts();
  return explained(text, language).map((piece) => (typeof piece === 'string' ? piece : <Explained key={piece.zh} term={piece} />));
}

function Explained({ term }: { term: Term }) {
  const { language } = useTexts();
  const id = useId();
  return (
    <span className="term"><button type="button" className="term-name" aria-describedby={id}>{term[language]}</button><span role="tooltip" id={id} className="term-means">{language === 'zh' ? term.meansZh : term.meansEn}{term.basis ? ` ${term.basis}` : ''}</span></span>
  );
}
