import { useEffect, useRef } from 'react';
import type { OpeningRead } from '../../src/contracts/reads.ts';
import { SealButton } from '../proof/seal-button.tsx';
import { useTexts } from '../texts/index.tsx';
import { clockTime } from '../ui/format.ts';
import '../proof/proof.css';

/** The record as it is written; it follows the newest line unless the reader has scrolled back. */
export function OpeningRecord({ record, onProof }: { record: OpeningRead['record']; onProof: (leafId: string, name: string) => void }) {
  const { t, said } = useTexts();
  const list = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (element && following.current) element.scrollTop = element.scrollHeight;
  }, [record.length]);
  return (
    <section className="sheet record-sheet" aria-labelledby="record">
      <h2 id="record">{t.opening.record}</h2>
      {record.length === 0 ? <p className="muted">{t.opening.recordNone}</p> : (
        <div className="record" ref={list} tabIndex={0} role="log" aria-labelledby="record" onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          following.current = scrollHeight - scrollTop - clientHeight < 40;
        }}><ol>
          {record.map((line, at) => (
            <li key={`${line.leafId}-${at}`}>
              <time className="small muted" dateTime={line.at}>{clockTime(Date.parse(line.at))}</time>
              <span>{said(line.zh, line.en)}</span>
              <SealButton act={said(line.zh, line.en)} onOpen={() => onProof(line.leafId, said(line.zh, line.en))} />
            </li>
          ))}
        </ol></div>
      )}
    </section>
  );
}
