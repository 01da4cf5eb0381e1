import { useQuery } from '@tanstack/react-query';
import type { LotRead, RoundsRead } from '../../src/contracts/reads.ts';
import { roundsQuery } from '../api/reads.ts';
import { useTexts } from '../texts/index.tsx';
import { yuan } from '../ui/format.ts';
import { RoundList } from '../ui/round-list.tsx';

const byRounds: readonly string[] = ['competitive-negotiation', 'competitive-consultation', 'single-source'];

/** Rounds of quotation of negotiation, consultation and single source; their prices from the award on. */
export function LotRounds({ lot }: { lot: LotRead }) {
  const { t } = useTexts();
  const { data } = useQuery({ ...roundsQuery(lot.lotId), enabled: byRounds.includes(lot.kind) });
  if (!data || data.rounds.length === 0) return null;
  return (
    <section className="sheet" aria-labelledby="rounds">
      <h2 id="rounds">{t.rounds.title}</h2>
      <p className="small muted">{t.rounds.lead}</p>
      <RoundList rounds={data.rounds} more={(round) => <Quotes round={round} />} />
    </section>
  );
}

function Quotes({ round }: { round: RoundsRead['rounds'][number] }) {
  const { t } = useTexts();
  return (
    <>
      {round.quoted === undefined ? null : <p className="small muted">{t.rounds.quoted(round.quoted)}</p>}
      {round.change ? <p className="small">{t.rounds.change}{t.unit.colon}{round.change.content}</p> : null}
      {round.quotes.length > 0 ? (
        <table className="round-quotes">
          <thead><tr><th scope="col">{t.opening.seqNo}</th><th scope="col">{t.opening.bidder}</th><th scope="col" className="num">{t.rounds.price}</th></tr></thead>
          <tbody>{round.quotes.map((quote) => (
            <tr key={quote.bidSeq}><td>{quote.bidSeq}</td><th scope="row">{quote.bidderName}</th><td className="num price">{yuan(quote.priceFen)}</td></tr>
          ))}</tbody>
        </table>
      ) : null}
    </>
  );
}
