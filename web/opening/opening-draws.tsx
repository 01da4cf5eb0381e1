import type { DrawItem } from '../../src/contracts/reads.ts';
import { SealButton } from '../proof/seal-button.tsx';
import { useTexts } from '../texts/index.tsx';
import { When } from '../ui/pieces.tsx';
import '../proof/proof.css';

/** The draw of a coefficient: who committed, who has revealed, what came out; replayed by `qinglan verify`. */
export function OpeningDraws({ draws, benchmarkFen, onProof }: { draws: DrawItem[]; benchmarkFen?: number | undefined; onProof: (leafId: string, name: string) => void }) {
  const { t, said } = useTexts();
  return (
    <section className="sheet" aria-labelledby="draws">
      <h2 id="draws">{t.opening.draws}</h2>
      {draws.map(({ leafId, ...draw }) => (
        <div key={draw.drawId} className="draw">
          <p><strong>{said(draw.zh, draw.en)}</strong>{draw.result ? <> {t.opening.drawResult} <strong className="draw-result">{draw.result}</strong></> : null}
            {draw.at ? <span className="small muted"> <When at={draw.at} /></span> : null}
            {leafId ? <SealButton act={draw.zh} onOpen={() => onProof(leafId, said(draw.zh, draw.en))} /> : null}</p>
          <ul className="small">
            {draw.contributions.map((one) => (
              <li key={one.commit}>{t.roles[one.role] ?? one.roleZh}{' · '}{one.revealedAt ? <>{t.opening.drawRevealed} <When at={one.revealedAt} /></> : t.opening.drawCommit}
                {' · '}<span className="mono">{one.commit}</span></li>
            ))}
          </ul>
        </div>
      ))}
      {benchmarkFen === undefined ? null : <p><strong>{t.opening.benchmarkLine}</strong> <strong className="draw-result">{t.unit.exact(benchmarkFen)}</strong></p>}
    </section>
  );
}
