import { useQuery } from '@tanstack/react-query';
import type { PdfSeal } from '../../src/seal/index.ts';
import { platformQuery } from '../api/reads.ts';
import { useTexts } from '../texts/index.tsx';

/** Whether the seal in the file is good, covers all of it, and is the platform's own. */
export function SealLine({ seal }: { seal: PdfSeal }) {
  const { t } = useTexts();
  const { data: platform } = useQuery(platformQuery);
  if (seal.state === 'none') return <p className="seal-line"><span className="tag">{t.verify.sealNone}</span></p>;
  if (seal.state !== 'good') return <p className="seal-line"><span className="tag danger">{seal.state === 'broken' ? t.verify.sealBroken : t.verify.sealUnknown}</span></p>;
  const ours = platform?.seal?.fingerprint === seal.certificate.fingerprint;
  return (
    <p className="seal-line">
      <span className={`tag ${seal.whole && ours ? 'jade' : 'danger'}`}>{seal.whole ? (ours ? t.verify.sealGood : t.verify.sealForeign) : t.verify.sealPartly}</span>{' '}
      <span className="small">{seal.certificate.subject.organizationName ?? seal.certificate.subjectText}</span>
      <br /><span className="small muted">{t.verify.sealCertificate}</span> <span className="mono small">{seal.certificate.fingerprint}</span>
    </p>
  );
}
