import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PdfSeal } from '../../src/seal/index.ts';
import type { DigestsRead } from '../../src/contracts/reads.ts';
import { digestQuery, leafReportQuery, platformQuery } from '../api/reads.ts';
import { LeafReport } from '../proof/leaf-report.tsx';
import { fitsLeaf } from '../proof/salted-digest.ts';
import { useTexts } from '../texts/index.tsx';
import { When } from '../ui/pieces.tsx';
import { SealLine } from './seal-line.tsx';
import { Failure, Loading } from '../ui/states.tsx';

type Match = DigestsRead['items'][number];

export function DigestAnswer({ sha256, seal }: { sha256: string; seal?: PdfSeal | undefined }) {
  const { t } = useTexts();
  const called = useName();
  const { data, error, refetch } = useQuery(digestQuery(sha256));
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={1} />;
  const [first] = data.items;
  return (
    <section className="sheet answers">
      {first ? <div className="verdict good" role="status"><p>{t.verify.digestGood(called(first))}</p></div>
        : <div className="verdict bad" role="status"><p>{t.verify.digestNone}</p></div>}
      {seal ? <SealLine seal={seal} /> : null}
      {first?.paper ? <PaperFacts match={first} /> : null}
      <p className="small">{t.verify.fileDigest}<br /><span className="mono">{sha256}</span></p>
      {data.items.map((match, at) => <MatchLine key={`${match.leafId}-${at}`} match={match} sha256={sha256} />)}
      {first?.leafId ? <LeafReport leafId={first.leafId} answered /> : null}
    </section>
  );
}

/** A document by its kind and an act by its name, in the reader's language; a file as it is called. */
function useName(): (match: Match) => string {
  const { t, asSent } = useTexts();
  return ({ name, nameEn, paper }) => asSent(name, paper ? t.lot.paperKinds[paper.kind] : nameEn);
}

/** Which document of which lot it is. */
function PaperFacts({ match }: { match: Match }) {
  const { t } = useTexts();
  const called = useName();
  const { lotId, paper } = match;
  if (!paper) return null;
  return (
    <dl className="facts">
      <dt>{t.verify.paper}</dt><dd>{called(match)}</dd>
      <dt>{t.verify.paperNo}</dt><dd className="mono">{paper.no}</dd>
      <dt>{t.verify.lot}</dt><dd>{lotId ? <Link to="/lots/$lotId" params={{ lotId }}>{paper.projectName}</Link> : paper.projectName} <span className="mono small">{paper.lotCode}</span></dd>
      <dt>{t.verify.paperAt}</dt><dd><When at={paper.at} /></dd>
    </dl>
  );
}

/** Recomputes the leaf's salted digest from the file's own, so the platform's word is not needed. */
export function MatchLine({ match, sha256 }: { match: Match; sha256: string }) {
  const { t } = useTexts();
  const called = useName();
  const { data: platform } = useQuery(platformQuery);
  const { data: report } = useQuery({ ...leafReportQuery(match.leafId ?? '', platform?.ledger.vkey), enabled: match.leafId !== undefined && platform !== undefined });
  const body = report?.check?.entry.body;
  const fits = body ? fitOf(body, match, sha256) : null;
  const words = match.paper ? [t.verify.paperGood, t.verify.paperBad] : [t.verify.saltGood, t.verify.saltBad];
  return (
    <p>
      {called(match)}{match.at ? <span className="small muted"> <When at={match.at} /></span> : null}
      {match.lotId ? <> <Link to="/lots/$lotId" params={{ lotId: match.lotId }} className="small">{t.verify.openLot}</Link></> : null}
      {match.certificateNo ? <>{' · '}<Link to="/verify" search={{ certificate: match.certificateNo }} className="small">{match.certificateNo}</Link></> : null}
      {fits === null ? null : <>{' '}<span className={`tag ${fits ? 'jade' : 'danger'}`}>{fits ? words[0] : words[1]}</span></>}
    </p>
  );
}

/** A document's leaf states the digest of the file as it is; other leaves commit to it with a salt. Null: the leaf cannot be asked. */
function fitOf({ docs, public: stated }: { docs?: Record<string, string> | undefined; public?: Record<string, unknown> | undefined }, match: Match, sha256: string): boolean | null {
  if (match.paper) return stated?.['digest'] === sha256 && stated['docKind'] === match.paper.kind;
  return match.field && match.salt ? fitsLeaf(docs?.[match.field], match.salt, sha256, match.digests) : null;
}
