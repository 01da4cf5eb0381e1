import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CertificateRead } from '../../src/contracts/reads.ts';
import { api, ApiProblem } from '../api/client.ts';
import { certificateQuery, digestQuery, leafReportQuery, platformQuery } from '../api/reads.ts';
import { LeafReport } from '../proof/leaf-report.tsx';
import { useTexts, type Spoken } from '../texts/index.tsx';
import { When } from '../ui/pieces.tsx';
import { Failure, Loading } from '../ui/states.tsx';
import { DigestAnswer, MatchLine } from './digest-answer.tsx';
import type { HashedFile } from './file-drop.tsx';
import { PlatformAnswer } from './platform-answer.tsx';
import { SealLine } from './seal-line.tsx';

export function CertificateAnswer({ no, file }: { no: string; file: HashedFile | null }) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(certificateQuery(no));
  if (error instanceof ApiProblem && error.status === 404) return (
    <>
      {file ? <DigestAnswer sha256={file.sha256} seal={file.seal} /> : null}
      <section className="sheet"><div className="verdict bad" role="status"><p>{t.verify.certNone(no)}</p></div></section>
    </>
  );
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  return data ? <Found certificate={data} file={file} /> : <Loading rows={2} />;
}

function Found({ certificate, file }: { certificate: CertificateRead; file: HashedFile | null }) {
  const spoken = useTexts();
  const { t } = spoken;
  const { data: platform } = useQuery(platformQuery);
  const { data: report } = useQuery(leafReportQuery(certificate.leafId, platform?.ledger.vkey));
  const verdict = report ? judge(certificate, report.check ? report.check.good && namesIt(report.check.entry.body.public, certificate) : null, spoken) : null;
  return (
    <section className="sheet answers">
      {verdict ? <div className={`verdict ${verdict.tone}`} role="status"><p>{verdict.words}</p></div> : <p role="status">{t.proof.checking}</p>}
      {file ? <FileMatch same={file.sha256 === certificate.sha256} /> : null}
      {file?.seal ? <SealLine seal={file.seal} /> : null}
      <FileInLedger certificate={certificate} />
      <PlatformAnswer act="cer-verify" subject={certificate.lotId}
        input={{ certificateNo: certificate.certificateNo, action: 'verify', ...(file ? { fileDigest: file.sha256 } : {}) }} />
      <dl className="facts">
        <dt>{t.verify.certificateNo}</dt><dd className="mono">{certificate.certificateNo}</dd>
        <dt>{t.verify.status}</dt><dd>{t.verify.certStatuses[certificate.status] ?? certificate.status}</dd>
        <dt>{t.verify.issuedAt}</dt><dd><When at={certificate.issuedAt} /></dd>
        <dt>{t.verify.lot}</dt><dd><Link to="/lots/$lotId" params={{ lotId: certificate.lotId }}>{certificate.projectName ?? t.verify.openLot}</Link></dd>
        <dt>{t.verify.file}</dt><dd><a href={`${api}/certificates/${encodeURIComponent(certificate.certificateNo)}/file`} download={`${certificate.certificateNo}.pdf`}>{t.lot.download}</a><br /><span className="mono small">{certificate.sha256}</span></dd>
      </dl>
      <LeafReport leafId={certificate.leafId} answered />
    </section>
  );
}

/** The leaf must be the issue of this very certificate, not just any good leaf. */
function namesIt(fields: Record<string, unknown> | undefined, certificate: CertificateRead): boolean {
  return fields?.['certificateNo'] === certificate.certificateNo;
}

function judge(certificate: CertificateRead, good: boolean | null, { t }: Spoken): { tone: string; words: string } {
  const no = certificate.certificateNo;
  if (good === null) return { tone: 'waiting', words: t.verify.leafWaiting };
  if (!good) return { tone: 'bad', words: t.verify.certBad(no) };
  return certificate.status === 'issued' ? { tone: 'good', words: t.verify.certGood(no) } : { tone: 'bad', words: t.verify.certRevoked(no) };
}

/** That the issued file is the one in the ledger: recomputed from its digest and the published salt. */
function FileInLedger({ certificate }: { certificate: CertificateRead }) {
  const { data } = useQuery(digestQuery(certificate.sha256));
  const match = data?.items.find((item) => item.leafId === certificate.leafId);
  return match ? <MatchLine match={match} sha256={certificate.sha256} /> : null;
}

function FileMatch({ same }: { same: boolean }) {
  const { t } = useTexts();
  return <div className={same ? 'verdict good' : 'verdict bad'} role="status"><p>{same ? t.verify.certFile : t.verify.certFileBad}</p></div>;
}
