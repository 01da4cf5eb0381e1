// The states every page has: waiting, nothing there, and what went wrong, in words that say what to do.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/client.ts';
import { useTexts } from '../texts/index.tsx';

export function Loading({ rows = 3 }: { rows?: number }) {
  const { t } = useTexts();
  return (
    <div role="status">
      <span className="visually-hidden">{t.state.loading}</span>
      {Array.from({ length: rows }, (_, n) => <div key={n} className="skeleton" />)}
    </div>
  );
}

export function Placeholder({ title, children }: { title: string; children?: ReactNode }) {
  return <div className="placeholder"><p><strong>{title}</strong></p>{children}</div>;
}

export function Failure({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const { t, said } = useTexts();
  const problem = error instanceof ApiProblem ? error : null;
  // what is not there is not there on a second look either
  const nothing = problem?.status === 404;
  const words = nothing ? t.state.notPublic : problem?.body ? said(problem.body.detailZh, problem.body.detailEn)
    : problem ? t.state.errorServer : t.state.errorNetwork;
  return (
    <div className="placeholder" role="alert">
      <p><strong>{nothing ? words : t.state.errorTitle}</strong></p>
      {nothing ? null : <p>{words}</p>}
      {problem?.body ? <p className="small muted">{t.state.code} {problem.body.code}</p> : null}
      {nothing ? <Link to="/" className="button">{t.state.toHome}</Link> : retry ? <button type="button" className="button" onClick={retry}>{t.state.retry}</button> : null}
    </div>
  );
}
