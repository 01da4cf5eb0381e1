import { useQuery } from '@tanstack/react-query';
import { portalQuery } from '../api/reads.ts';
import { useTexts } from '../texts/index.tsx';

/** What the platform counts itself; while it is unknown a dash stands there, never a guess. */
export function Figures() {
  const { t } = useTexts();
  const { data } = useQuery(portalQuery);
  const figures = data?.figures;
  const awarded = figures ? t.unit.amount(Math.round(figures.awardedFen / 10_000) * 10_000) : undefined;
  const count = (n: number | undefined) => (n === undefined ? '—' : n.toLocaleString('en-US'));
  return (
    <section aria-label={t.home.figures}>
      <dl className="figures">
        <Figure name={t.home.figPublished(figures?.year)} value={count(figures?.lotsPublished)} />
        <Figure name={t.home.figBidding} value={count(figures?.lotsBidding)} />
        <Figure name={t.home.figOpenings} value={count(figures?.openingsToday)} />
        <Figure name={t.home.figAwards} value={count(figures?.awards)} />
        <Figure name={t.home.figAwarded} value={awarded?.value ?? '—'} unit={awarded?.unit} />
        <Figure name={t.home.figLedger} value={count(figures?.ledgerSize)} />
      </dl>
    </section>
  );
}

function Figure({ name, value, unit }: { name: string; value: string; unit?: string | undefined }) {
  return <div><dt>{name}</dt><dd>{value}{unit ? <span className="figure-unit"> {unit}</span> : null}</dd></div>;
}
