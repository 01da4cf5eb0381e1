// The scores of all bids as a table that sorts; with the library it is made of, so loaded only where there are results.
import { Table, type TableColumnsType } from 'antd';
import type { ResultsRead } from '../../src/contracts/reads.ts';
import { useTexts, type Spoken } from '../texts/index.tsx';
import { AntdRoot } from '../ui/antd-root.tsx';
import { yuan } from '../ui/format.ts';

type Row = ResultsRead['rows'][number];

export function ResultsTable({ results }: { results: ResultsRead }) {
  const spoken = useTexts();
  return (
    <AntdRoot>
      <Table<Row> size="small" pagination={false} rowKey="bidderName" dataSource={results.rows} columns={columnsOf(results, spoken)} scroll={{ x: 'max-content' }}
        rowClassName={(row) => (row.rejectedFor ? 'rejected' : row.rank === 1 ? 'first' : '')} />
    </AntdRoot>
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
    // what compares prices alone gives no points
    ...(results.rows.some((row) => row.total !== undefined)
      ? [{ ...number, title: t.lot.total, key: 'total', fixed: 'right' as const, render: (_: unknown, row: Row) => (row.total === undefined ? '—' : <strong>{row.total}</strong>) }] : []),
  ];
}
