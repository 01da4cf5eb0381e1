import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { usePageTitle, useTexts } from '../texts/index.tsx';
import { CertificateAnswer } from './certificate-answer.tsx';
import { Checkpoint } from './checkpoint.tsx';
import { DigestAnswer } from './digest-answer.tsx';
import { FileDrop, type HashedFile } from './file-drop.tsx';
import { IndexAnswer, LeafAnswer } from './leaf-answer.tsx';
import { understand, type Question } from './question.ts';
import './verify.css';

const route = getRouteApi('/verify');

export function VerifyPage() {
  const { t } = useTexts();
  const { q, certificate } = route.useSearch();
  const navigate = useNavigate({ from: '/verify' });
  const [file, setFile] = useState<HashedFile | null>(null);
  usePageTitle(t.verify.title);
  const asked = certificate ?? q ?? '';
  const question: Question | null = certificate ? { kind: 'certificate', no: certificate } : understand(asked);
  const ask = (text: string) => void navigate({ search: text === '' ? {} : { q: text }, resetScroll: false });
  return (
    <div className="page verify">
      <header><h1>{t.verify.title}</h1><p className="muted">{t.verify.lead}</p></header>
      <div className="verify-columns">
        <div className="verify-main">
          <section className="sheet"><Ask asked={asked} onAsk={ask} /><FileDrop file={file} onFile={setFile} onText={ask} /></section>
          <div aria-live="polite" className="answers">
            {question ? <Answer question={question} file={file} /> : null}
            {file && question?.kind !== 'certificate' ? <DigestAnswer sha256={file.sha256} seal={file.seal} /> : null}
          </div>
        </div>
        <aside className="verify-side">
          <Checkpoint />
          <section className="sheet"><h2>{t.verify.howTitle}</h2><ul className="how">{t.verify.how.map((line) => <li key={line}>{line}</li>)}</ul></section>
        </aside>
      </div>
    </div>
  );
}

/** Who bids is told to nobody before the deadline, so no number of a receipt is asked of the platform: what stands on it leads on. */
function ReceiptHint({ no }: { no: string }) {
  const { t } = useTexts();
  return <section className="sheet"><div className="verdict waiting" role="status"><p>{t.verify.receipt(no)}</p></div></section>;
}

function Ask({ asked, onAsk }: { asked: string; onAsk: (text: string) => void }) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.value = asked;
  }, [asked]);
  return (
    <form className="ask" onSubmit={(event) => {
      event.preventDefault();
      onAsk(input.current?.value.trim() ?? '');
    }}>
      <label htmlFor="ask">{t.verify.label}</label>
      <div>
        <input id="ask" ref={input} defaultValue={asked} maxLength={200} placeholder={t.verify.placeholder} autoComplete="off" spellCheck={false} />
        <button type="submit" className="button primary">{t.verify.submit}</button>
      </div>
    </form>
  );
}

function Answer({ question, file }: { question: Question; file: HashedFile | null }) {
  switch (question.kind) {
    case 'leaf': return <LeafAnswer leafId={question.leafId} />;
    case 'index': return <IndexAnswer index={question.index} />;
    case 'digest': return <DigestAnswer sha256={question.sha256} />;
    case 'receipt': return <ReceiptHint no={question.no} />;
    case 'certificate': return <CertificateAnswer no={question.no} file={file} />;
  }
}
