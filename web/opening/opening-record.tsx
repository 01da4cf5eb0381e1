import { memo, useEffect, useRef } from 'react';
import type { OpeningRead } from '../../src/contracts/reads.ts';
import { SealButton } from '../proof/seal-button.tsx';
import { useTexts } from '../texts/index.tsx';
import { clockTime } from '../ui/format.ts';
import '../proof/proof.css';

/** The record as it is written; it follows the newest line unless the reader has scrolled back. */
export function OpeningRecord({ record, onProof }: { record: OpeningRead['record']; onProof: (leafId: string, name: string) => void }) {
  const { t } = useTexts();
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
          {record.map((line, at) => <Line key={`${line.leafId}-${at}`} line={line} onProof={onProof} />)}
        </ol></div>
      )}
    </section>
  );
}

/** A line once written does not change: a thousand of them cost nothing when the next one comes. */
const Line = memo(function Line({ line, onProof }: { line: OpeningRead['record'][number]; onProof: (leafId: string, name: string) => void }) {
  const { asSent } = useTexts();
  const text = asSent(line.zh, line.en);
  return (
    <li>
      <time className="small muted" dateTime={line.at}>{clockTime(Date.parse(line.at))}</time>
      <span>{text}</span>
      <SealButton act={text} onOpen={() => { onProof(line.leafId, text); }} />
    </li>
  );
});
