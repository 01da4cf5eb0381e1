import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { papersQuery } from '../api/reads.ts';
import { SealButton } from '../proof/seal-button.tsx';
import { useTexts } from '../texts/index.tsx';
import { fileSize } from '../ui/format.ts';
import { When } from '../ui/pieces.tsx';

/** Official documents of the lot, each with its leaf, and all of them as one package. A bidder sees its own receipts here too. */
export function LotPapers({ lotId, onProof }: { lotId: string; onProof: (leafId: string, name?: string) => void }) {
  const { t, asSent, said } = useTexts();
  const { data } = useQuery(papersQuery(lotId));
  if (!data || data.items.length === 0) return null;
  return (
    <section className="sheet" aria-labelledby="papers">
      <h2 id="papers">{t.lot.papers}</h2>
      <ul className="documents">
        {data.items.map((paper) => {
          const title = asSent(paper.title, t.lot.paperKinds[paper.kind]);
          return (
            <li key={paper.paperId}>
              <a href={`${api}/papers/${paper.paperId}/file`} target="_blank" rel="noreferrer">{title}</a>
              {title === paper.title ? null : <span className="small" lang="zh-CN">{paper.title}</span>}
              <span className="small muted">{paper.no}{' · '}PDF {fileSize(paper.size)}{' · '}<When at={paper.at} />{paper.own ? ` · ${t.lot.paperOwn}` : paper.handed ? ` · ${said(t.lot.paperHanded)}` : ''}</span>
              <SealButton act={title} onOpen={() => onProof(paper.leafId, title)} />
            </li>
          );
        })}
      </ul>
      <p className="small"><a href={`${api}/lots/${lotId}/archive`} download>{t.lot.archive}</a> <span className="muted">{t.lot.archiveHow}</span></p>
    </section>
  );
}
