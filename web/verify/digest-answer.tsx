import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DigestsRead } from '../../src/contracts/reads.ts';
import { digestQuery, leafReportQuery, platformQuery } from '../api/reads.ts';
import { LeafReport } from '../proof/leaf-report.tsx';
import { fitsLeaf } from '../proof/salted-digest.ts';
import { useTexts } from '../texts/index.tsx';
import { When } from '../ui/pieces.tsx';
import { Failure, Loading } from '../ui/states.tsx';

type Match = DigestsRead['items'][number];

export function DigestAnswer({ sha256 }: { sha256: string }) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(digestQuery(sha256));
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={1} />;
  const [first] = data.items;
  return (
    <section className="sheet answers">
      {first ? <div className="verdict good" role="status"><p>{t.verify.digestGood(first.name)}</p></div>
        : <div className="verdict bad" role="status"><p>{t.verify.digestNone}</p></div>}
      <p className="small">{t.verify.fileDigest}<br /><span className="mono">{sha256}</span></p>
      {data.items.map((match, at) => <MatchLine key={`${match.leafId}-${at}`} match={match} sha256={sha256} />)}
      {first?.leafId ? <LeafReport leafId={first.leafId} answered /> : null}
    </section>
  );
}

/** Recomputes the leaf's salted digest from the file's own, so the platform's word is not needed. */
export function MatchLine({ match, sha256 }: { match: Match; sha256: string }) {
  const { t } = useTexts();
  const { data: platform } = useQuery(platformQuery);
  const { data: report } = useQuery({ ...leafReportQuery(match.leafId ?? '', platform?.ledger.vkey), enabled: match.leafId !== undefined && platform !== undefined });
  const body = report?.check?.entry.body;
  const fits = body && match.field && match.salt ? fitsLeaf(body.docs?.[match.field], match.salt, sha256, match.digests) : null;
  return (
    <p>
      {match.name}{match.at ? <span className="small muted"> <When at={match.at} /></span> : null}
      {match.lotId ? <> <Link to="/lots/$lotId" params={{ lotId: match.lotId }} className="small">{t.verify.openLot}</Link></> : null}
      {match.certificateNo ? <> <Link to="/verify" search={{ certificate: match.certificateNo }} className="small">{match.certificateNo}</Link></> : null}
      {fits === null ? null : <span className={`tag ${fits ? 'jade' : 'danger'}`}>{fits ? t.verify.saltGood : t.verify.saltBad}</span>}
    </p>
  );
}
