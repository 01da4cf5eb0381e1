import { Link } from '@tanstack/react-router';
import { useTexts, usePageTitle } from '../texts/index.tsx';

export function NotFoundPage() {
  const { t } = useTexts();
  usePageTitle(t.state.notFoundTitle);
  return (
    <div className="page not-found">
      <h1>{t.state.notFoundTitle}</h1>
      <p>{t.state.notFoundText}</p>
      <Link to="/" className="button primary">{t.state.toHome}</Link>
    </div>
  );
}

export function CrashPage({ error }: { error: unknown }) {
  const { t } = useTexts();
  return (
    <div className="page not-found" role="alert">
      <h1>{t.state.crashTitle}</h1>
      <p>{t.state.crashText}</p>
      <pre className="crash-text">{error instanceof Error ? error.message : String(error)}</pre>
      <button type="button" className="button primary" onClick={() => location.reload()}>{t.state.reload}</button>
    </div>
  );
}
