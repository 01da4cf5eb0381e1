import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { checkpointQuery, platformQuery } from '../api/reads.ts';
import { useTexts } from '../texts/index.tsx';

export function Footer() {
  const { t } = useTexts();
  const { data: platform } = useQuery(platformQuery);
  const { data: checkpoint } = useQuery({ ...checkpointQuery, refetchInterval: 60_000 });
  const size = checkpoint?.split('\n')[1];
  return (
    <footer className="site-footer">
      <div className="page">
        <div>
          <strong>{t.platform.name}</strong>
          <p>{t.platform.tagline}</p>
          {platform ? <p>{t.shell.version} {platform.version}</p> : null}
        </div>
        {platform ? (
          <dl className="facts">
            <dt>{t.shell.ledger}</dt>
            <dd className="mono">{platform.ledger.origin}</dd>
            <dt>{t.shell.fingerprint}</dt>
            <dd><span className="mono">{platform.ledger.fingerprint}</span><br /><span className="muted">{t.shell.fingerprintHint}</span></dd>
            {size ? <><dt>{t.shell.checkpoint}</dt><dd>{t.shell.size(size)}</dd></> : null}
          </dl>
        ) : <span />}
        <nav aria-label={t.shell.api}>
          <p><Link to="/disclosure" search={{}}>{t.disclosure.title}</Link></p>
          <p>{t.shell.source}</p>
          <p className="mono">GET /api/v1/lots · /api/v1/ledger/checkpoint</p>
        </nav>
      </div>
    </footer>
  );
}
