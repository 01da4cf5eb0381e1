import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { LotRead } from '../../src/contracts/reads.ts';
import { api } from '../api/client.ts';
import { useTexts } from '../texts/index.tsx';
import { fileSize, shortHash } from '../ui/format.ts';
import { When } from '../ui/pieces.tsx';
import { isPriceTable, pathOfDocument, priceTableName } from './price-template.ts';

const SealedTerms = lazy(() => import('./tender-document.tsx').then((module) => ({ default: module.SealedTerms })));
const PriceView = lazy(() => import('./price-view.tsx').then((module) => ({ default: module.PriceView })));

export function LotDocuments({ lot, title }: { lot: LotRead; title?: string }) {
  const { t } = useTexts();
  return (
    <section className="sheet" aria-labelledby="documents">
      <h2 id="documents">{title ?? t.lot.documents}</h2>
      {lot.documents.length === 0 ? <p className="muted">{t.lot.documentsNone}</p> : (
        <ul className="documents">
          {lot.documents.map((document) => (
            <li key={document.sha256}>
              {isPriceTable(document) ? <PriceTableFile lot={lot} document={document} /> : <a href={`${api}${pathOfDocument(lot.lotId, document)}`} download={document.name}>{document.name}</a>}
              <span className="small muted">{fileSize(document.size)}{document.publishedAt ? <>{' · '}<When at={document.publishedAt} /></> : null}</span>
              <span className="small muted">SHA-256 <Link to="/verify" search={{ q: document.sha256 }} className="mono" title={document.sha256}>{shortHash(document.sha256)}</Link></span>
            </li>
          ))}
        </ul>
      )}
      {lot.tenderDocument ? <Suspense fallback={<div className="skeleton" />}><SealedTerms lot={lot} document={lot.tenderDocument} /></Suspense> : null}
    </section>
  );
}

/** To be read as a table and priced in a workbook; what was signed is the file of data behind both. */
function PriceTableFile({ lot, document }: { lot: LotRead; document: LotRead['documents'][number] }) {
  const { t: { lot: { priceTable: t } } } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <details className="price-file" onToggle={(e) => { if (e.currentTarget.open) setOpen(true); }}>
      <summary>{priceTableName(document)} <span className="tag">{t.title}</span></summary>
      {open ? <Suspense fallback={<div className="skeleton" />}><PriceView lot={lot} document={document} /></Suspense> : null}
      <p className="small"><a href={`${api}${pathOfDocument(lot.lotId, document)}`} download={document.name}>{t.signed}</a> <span className="muted">{t.signedWhy}</span></p>
    </details>
  );
}
