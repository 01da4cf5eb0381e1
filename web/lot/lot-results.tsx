import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { LotRead, ResultsRead } from '../../src/contracts/reads.ts';
import { stageGroupOf } from '../../src/contracts/stages.ts';
import { ApiProblem } from '../api/client.ts';
import { resultsQuery } from '../api/reads.ts';
import { useTexts } from '../texts/index.tsx';
import { Failure } from '../ui/states.tsx';

const PriceChart = lazy(() => import('../ui/price-chart.tsx').then((module) => ({ default: module.PriceChart })));
const ResultsTable = lazy(() => import('./results-table.tsx').then((module) => ({ default: module.ResultsTable })));

export function LotResults({ lot }: { lot: LotRead }) {
  const { t } = useTexts();
  const group = stageGroupOf(lot.stage);
  const due = lot.result !== undefined || group === 'publicity' || group === 'awarded' || group === 'contract';
  const { data, error, refetch } = useQuery({ ...resultsQuery(lot.lotId), enabled: due });
  const notPublic = error instanceof ApiProblem && error.status === 404;
  if (!due || notPublic) return null;
  return (
    <section className="sheet results" aria-labelledby="results">
      <h2 id="results">{t.lot.results}</h2>
      {data ? <Results results={data} lot={lot} /> : error ? <Failure error={error} retry={() => void refetch()} /> : null}
    </section>
  );
}

function Results({ results, lot }: { results: ResultsRead; lot: LotRead }) {
  const { t } = useTexts();
  const priced = results.rows.filter((row) => row.priceFen > 0);
  return (
    <>
      <p className="small">{t.methods[results.method] ?? results.methodZh ?? results.method}
        {results.benchmarkFen === undefined ? null : <>{' · '}{t.lot.benchmarkValue} {t.unit.exact(results.benchmarkFen)}</>}</p>
      <Suspense fallback={<div className="skeleton" />}><ResultsTable results={results} /></Suspense>
      {results.candidates.length > 0 ? (
        <p className="candidates"><strong>{t.lot.candidates}</strong>{t.unit.colon}
          {results.candidates.map((one) => <span key={one.rank + one.bidderName} className={one.outCause === undefined ? 'tag jade' : 'tag'}>{one.rank}. {one.bidderName}{one.priceFen === undefined ? '' : ` · ${t.unit.exact(one.priceFen)}`}{one.outCause === undefined ? '' : ` · ${t.lot.fellOut}`}</span>)}</p>
      ) : null}
      <h3>{t.lot.chart}</h3>
      <Suspense fallback={<div className="chart" />}>
        <PriceChart bars={priced.map((row) => ({ name: row.bidderName, fen: row.priceFen, strong: row.rank === 1 }))}
          ceilingFen={lot.ceilingFen} benchmarkFen={results.benchmarkFen} />
      </Suspense>
    </>
  );
}
