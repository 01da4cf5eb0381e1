import { lazy, memo, Suspense, useMemo, type CSSProperties } from 'react';
import type { BidderRow, OpeningRead } from '../../src/contracts/reads.ts';
import { ENDED } from '../lot/halted.ts';
import { useTexts } from '../texts/index.tsx';
import { useNow } from '../ui/clock.ts';
import { yuan } from '../ui/format.ts';

const PriceChart = lazy(() => import('../ui/price-chart.tsx').then((module) => ({ default: module.PriceChart })));

const beforeList: ReadonlySet<string> = new Set(['scheduled', 'live', 'started']);

const order = ['sealed', 'decrypted', 'announced', 'confirmed'] as const;

export function BidderBoard({ opening, ceilingFen, stage }: { opening: OpeningRead; ceilingFen: number | undefined; stage?: string | undefined }) {
  const { t } = useTexts();
  const passed = useNow() >= Date.parse(opening.bidDeadline);
  const { bidders } = opening;
  // before the list a bidder is shown itself: that is no count of all
  const own = bidders.length > 0 && beforeList.has(opening.state);
  const bars = useMemo(() => bidders.flatMap((row) => (row.priceFen === undefined ? [] : [{ name: row.bidderName, no: row.bidSeq, fen: row.priceFen }])), [bidders]);
  return (
    <section className="sheet" aria-labelledby="board">
      <div className="head-row">
        <h2 id="board">{t.opening.board}{own ? null : opening.bidders.length > 0 ? <span className="muted small"> {t.opening.count(opening.bidders.length)}</span>
          : opening.bidCount === undefined ? null : <span className="muted small"> {t.opening.count(opening.bidCount)}</span>}</h2>
        <span className="small muted">{own ? t.opening.own : opening.unpriced ? t.rounds.waits : t.opening.boardLead}</span>
      </div>
      {opening.bidders.length === 0 ? <p className="board-empty">{ENDED.has(stage ?? '') ? t.opening.ended : stage === 'suspended' ? t.opening.halted : passed ? t.opening.beforeList : t.opening.before}</p> : (
        <>
          {own ? null : <Queue bidders={opening.bidders} />}
          <Board bidders={opening.bidders} priced={opening.unpriced !== true} />
        </>
      )}
      {bars.length > 0 ? (
        <>
          <h3 className="chart-head">{t.opening.chart}</h3>
          <Suspense fallback={<p className="chart muted" role="status">{t.opening.chartLoading}</p>}>
            <PriceChart bars={bars} ceilingFen={ceilingFen} benchmarkFen={opening.benchmarkFen} />
          </Suspense>
        </>
      ) : null}
    </section>
  );
}

function Queue({ bidders }: { bidders: BidderRow[] }) {
  const { t } = useTexts();
  const failed = bidders.filter((row) => row.status === 'failed').length;
  const done = bidders.filter((row) => row.status !== 'sealed' && row.status !== 'failed').length;
  return (
    <div className="queue">
      <progress max={bidders.length} value={done} aria-label={t.opening.queue} />
      <span className="small">{t.opening.queueText(done, bidders.length)}{failed > 0 ? ` · ${t.opening.queueFailed(failed)}` : ''}</span>
    </div>
  );
}

interface Columns { priced: boolean; duration: boolean; quality: boolean; manager: boolean }

/** Each row is laid out by itself, and only where it is seen: so that of a hundred bids the one that moves is drawn, not all. */
const columnsOf = ({ priced, duration, quality, manager }: Columns): string =>
  ['4.5rem minmax(9rem, 1fr) 9rem', priced ? '10rem' : '', duration ? '7rem' : '', quality ? '6rem' : '', manager ? '6rem' : ''].join(' ');

/** Drawn again only when its own bid has moved. */
const Row = memo(function Row({ row, priced, duration, quality, manager }: Columns & { row: BidderRow }) {
  const { t } = useTexts();
  return (
    <tr data-status={row.status} data-bid={row.bidSeq}>
      <td className="num">{row.bidSeq}</td>
      <th scope="row">{row.bidderName}{row.reasonZh ? <span className="small muted"><br />{row.reasonZh}</span> : null}</th>
      <td><Status status={row.status} priced={priced} /></td>
      {priced ? <td className="num price">{row.priceFen === undefined ? '—' : yuan(row.priceFen)}</td> : null}
      {duration ? <td className="extra" data-label={t.opening.duration}>{row.duration ?? '—'}</td> : null}{quality ? <td className="extra" data-label={t.opening.quality}>{row.quality ?? '—'}</td> : null}
      {manager ? <td className="extra" data-label={t.opening.manager}>{row.projectManager ?? '—'}</td> : null}
    </tr>
  );
});

const Board = memo(function Board({ bidders, priced }: { bidders: BidderRow[]; priced: boolean }) {
  const { t } = useTexts();
  const has = (key: 'duration' | 'quality' | 'projectManager') => bidders.some((row) => row[key]);
  const [duration, quality, manager] = [has('duration'), has('quality'), has('projectManager')];
  return (
    <div className="board-scroll" role="group" aria-labelledby="board" tabIndex={0}>
      <table className="board" style={{ '--columns': columnsOf({ priced, duration, quality, manager }) } as CSSProperties}>
        <thead>
          <tr>
            <th scope="col" className="num">{t.opening.seqNo}</th><th scope="col">{t.opening.bidder}</th><th scope="col">{t.opening.status}</th>
            {priced ? <th scope="col" className="num">{t.opening.price}</th> : null}
            {duration ? <th scope="col">{t.opening.duration}</th> : null}{quality ? <th scope="col">{t.opening.quality}</th> : null}
            {manager ? <th scope="col">{t.opening.manager}</th> : null}
          </tr>
        </thead>
        <tbody>
          {bidders.map((row) => <Row key={row.bidSeq} row={row} priced={priced} duration={duration} quality={quality} manager={manager} />)}
        </tbody>
      </table>
    </div>
  );
});

/** Four dots fill as a bid moves on; the word stands beside them, so colour is never alone. */
function Status({ status, priced }: { status: BidderRow['status']; priced: boolean }) {
  const { t } = useTexts();
  const reached = status === 'failed' ? 0 : status === 'objected' ? 3 : order.indexOf(status);
  return (
    <span className={`bid-status ${status}`}>
      <span className="dots" aria-hidden="true">{order.map((name, at) => <i key={name} className={at <= reached ? 'on' : ''} />)}</span>
      {!priced && status === 'announced' ? t.opening.unread.announced : t.opening.statuses[status] ?? status}
    </span>
  );
}
