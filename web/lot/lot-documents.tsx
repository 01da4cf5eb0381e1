import type { LotRead } from '../../src/contracts/reads.ts';
import { api } from '../api/client.ts';
import { useTexts } from '../texts/index.tsx';
import { fileSize, shortHash } from '../ui/format.ts';
import { When } from '../ui/pieces.tsx';
import { Link } from '@tanstack/react-router';

export function LotDocuments({ lot }: { lot: LotRead }) {
  const { t } = useTexts();
  return (
    <section className="sheet" aria-labelledby="documents">
      <h2 id="documents">{t.lot.documents}</h2>
      {lot.documents.length === 0 ? <p className="muted">{t.lot.documentsNone}</p> : (
        <ul className="documents">
          {lot.documents.map((document) => (
            <li key={document.sha256}>
              <a href={document.restricted ? `${api}/lots/${lot.lotId}/files/${document.sha256}` : `${api}/blobs/${document.sha256}`} download={document.name}>{document.name}</a>
              <span className="small muted">{fileSize(document.size)}{document.publishedAt ? <>{' · '}<When at={document.publishedAt} /></> : null}</span>
              <span className="small muted">SHA-256 <Link to="/verify" search={{ q: document.sha256 }} className="mono" title={document.sha256}>{shortHash(document.sha256)}</Link></span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
