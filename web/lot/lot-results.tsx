import { useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { lazy, Suspense } from 'react';
import type { LotRead, ResultsRead } from '../../src/contracts/reads.ts';
import { stageGroupOf } from '../../src/contracts/stages.ts';
import { ApiProblem } from '../api/client.ts';
import { resultsQuery } from '../api/reads.ts';
import { useTexts, type Spoken } from '../texts/index.tsx';
import { yuan } from '../ui/format.ts';
import { Failure } from '../ui/states.tsx';

const PriceChart = lazy(() => import('../ui/price-chart.tsx').then((module) => ({ default: module.PriceChart })));
type Row = ResultsRead['rows'][number];

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
  const spoken = useTexts();
  const { t } = spoken;
  const priced = results.rows.filter((row) => row.priceFen > 0);
  return (
    <>
      <p className="small">{t.methods[results.method] ?? results.methodZh ?? results.method}
        {results.benchmarkFen === undefined ? null : <>{' · '}{t.lot.benchmarkValue} {t.unit.exact(results.benchmarkFen)}</>}</p>
      <Table<Row> size="small" pagination={false} rowKey="bidderName" dataSource={results.rows} columns={columnsOf(results, spoken)} scroll={{ x: 'max-content' }}
        rowClassName={(row) => (row.rejectedFor ? 'rejected' : row.rank === 1 ? 'first' : '')} />
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

function columnsOf(results: ResultsRead, { t }: Spoken): TableColumnsType<Row> {
  const ids = [...new Set(results.rows.flatMap((row) => Object.keys(row.criterionMeans)))];
  const nameOf = (id: string) => results.criteria?.find((criterion) => criterion.id === id)?.zh ?? id;
  const number = { align: 'right' } as const;
  return [
    { title: t.lot.rank, key: 'rank', width: 64, render: (_, row) => (row.rejectedFor ? <span className="tag danger" title={row.rejectedFor}>{t.lot.rejected}</span> : row.rank ?? '—') },
    { title: t.lot.bidder, key: 'bidder', render: (_, row) => <span className="result-name">{row.bidderName}{row.rejectedFor ? <span className="small muted"><br />{row.rejectedFor}</span> : null}</span> },
    { ...number, title: t.lot.price, key: 'price', render: (_, row) => yuan(row.priceFen), sorter: (a, b) => a.priceFen - b.priceFen },
    ...(results.rows.some((row) => row.evaluationPriceFen !== undefined && row.evaluationPriceFen !== row.priceFen)
      ? [{ ...number, title: t.lot.evalPrice, key: 'evaluationPrice', render: (_: unknown, row: Row) => (row.evaluationPriceFen === undefined ? '—' : yuan(row.evaluationPriceFen)) }] : []),
    ...(results.rows.some((row) => row.priceScore !== undefined)
      ? [{ ...number, title: t.lot.priceScore, key: 'priceScore', render: (_: unknown, row: Row) => row.priceScore ?? '—' }] : []),
    ...ids.map((id) => ({ ...number, title: nameOf(id), key: `c-${id}`, render: (_: unknown, row: Row) => row.criterionMeans[id] ?? '—' })),
    { ...number, title: t.lot.total, key: 'total', fixed: 'right', render: (_, row) => (row.total === undefined ? '—' : <strong>{row.total}</strong>) },
  ];
}
