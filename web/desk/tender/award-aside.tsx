// Beside the acts after the evaluation: the ranking, the papers, and what is agreed already.
import { useQuery } from '@tanstack/react-query';
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import { api } from '../../api/client.ts';
import { papersQuery } from '../../api/reads.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { tendererTexts } from '../../texts/tenderer.ts';
import { yuan } from '../../ui/format.ts';
import { When } from '../../ui/pieces.tsx';

const withAside = new Set(['awd-candidate', 'awd-decide', 'awd-notice', 'awd-result', 'do-winner-out', 'do-re-evaluate', 'do-report-award', 'ctr-sign', 'ctr-change', 'ctr-perform', 'do-complete', 'do-end-contract', 'int-archive', 'cer-issue', 'not-abnormal', 'exp-assess', 'gpr-accept']);

export const hasAside = (act: string, room: WorkroomRead | undefined): room is WorkroomRead => room !== undefined && withAside.has(act) && (room.bids.length > 0 || room.award !== undefined);

export function AwardAside({ lotId, room }: { lotId: string; room: WorkroomRead }) {
  const { award: t } = useBundle(tendererTexts);
  const { t: words } = useTexts();
  return (
    <aside className="award-aside">
      {room.admitted ? <Admitted room={room} /> : room.award ? (
        <section className="sheet" aria-labelledby="award"><h2 id="award">{t.winner}</h2>
          <dl className="facts"><dt>{t.bidder}</dt><dd>{room.award.winnerName}</dd><dt>{t.price1}</dt><dd>{words.unit.exact(Number(room.award.awardFen))}</dd><dt>{t.duration}</dt><dd>{room.award.duration}</dd><dt>{t.decided}</dt><dd><When at={room.award.decidedAt} /></dd></dl>
          {room.contract ? null : <p className="small muted">{t.agreed}</p>}
        </section>
      ) : null}
      {room.contract ? (
        <section className="sheet" aria-labelledby="contract"><h2 id="contract">{t.contract}</h2>
          <dl className="facts"><dt>{t.code}</dt><dd>{room.contract.contractCode}</dd><dt>{t.contractPrice}</dt><dd>{words.unit.exact(Number(room.contract.priceFen))}</dd><dt>{t.signed}</dt><dd><When at={room.contract.signedAt} /></dd><dt>{t.paid}</dt><dd>{words.unit.exact(Number(room.contract.paidFen))}</dd></dl>
        </section>
      ) : null}
      <Ranking room={room} />
      <Papers lotId={lotId} quiet={room.award !== undefined && room.bids.length === 0} />
    </aside>
  );
}

/** A framework has as many winners as are admitted, each bound to a price of its own. */
function Admitted({ room }: { room: WorkroomRead }) {
  const { award: t, choose } = useBundle(tendererTexts);
  return (
    <section className="sheet" aria-labelledby="award"><h2 id="award">{choose.admitted}</h2>
      <table className="plain-table"><thead><tr><th scope="col">{t.rank}</th><th scope="col">{t.bidder}</th><th scope="col" className="num">{t.price}</th></tr></thead>
        <tbody>{room.admitted?.map((one) => <tr key={one.rank + one.supplierName}><td>{one.rank}</td><td className="name">{one.supplierName}</td><td className="num">{yuan(Number(one.unitFen))}</td></tr>)}</tbody></table>
      {room.award ? <p className="small muted">{t.decided} <When at={room.award.decidedAt} /></p> : null}
    </section>
  );
}

export function Ranking({ room }: { room: WorkroomRead }) {
  const { award: t, choose } = useBundle(tendererTexts);
  const bids = [...room.bids].sort((a, b) => (a.rank ?? 999) - (b.rank ?? 999));
  // before the report there is nothing but names
  if (!bids.some(({ rank, rejectedFor }) => rank !== undefined || rejectedFor !== undefined)) return null;
  // only what this method of evaluation knows
  const [compared, scored] = [bids.some(({ evaluationFen }) => evaluationFen !== undefined), bids.some(({ total }) => total !== undefined)];
  return (
    <section className="sheet" aria-labelledby="ranking"><h2 id="ranking">{t.ranking}</h2>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t.ranking}><table className="plain-table">
        <thead><tr><th scope="col">{t.rank}</th><th scope="col">{t.bidder}</th><th scope="col" className="num">{t.price}</th>{compared ? <th scope="col" className="num">{t.compared}</th> : null}{scored ? <th scope="col" className="num">{t.total}</th> : null}</tr></thead>
        <tbody>{bids.map((bid) => (
          <tr key={bid.bidSeq}><td>{bid.rank ?? '—'}</td><td className="name">{bid.bidderName} {bid.outCause ? <span className="tag">{choose.out}</span> : null}{bid.rejectedFor ? <><span className="tag danger">{choose.rejected}</span> <span className="small muted">{bid.rejectedFor}</span></> : null}</td>
            <td className="num">{bid.priceFen === undefined ? '—' : yuan(Number(bid.priceFen))}</td>{compared ? <td className="num">{bid.evaluationFen === undefined ? bid.priceFen === undefined || bid.rank === undefined ? '—' : yuan(Number(bid.priceFen)) : yuan(Number(bid.evaluationFen))}</td> : null}{scored ? <td className="num">{bid.total ?? '—'}</td> : null}</tr>
        ))}</tbody>
      </table></div>
    </section>
  );
}

/** `quiet`: nothing is said where no report is to come, as of an order under a framework agreement, or to a bidder. */
export function Papers({ lotId, quiet = false }: { lotId: string; quiet?: boolean }) {
  const { award: t } = useBundle(tendererTexts);
  const { t: words, asSent, said } = useTexts();
  // printed a few seconds after the act they show
  const { data } = useQuery({ ...papersQuery(lotId), refetchInterval: 15_000 });
  if (!data || data.items.length === 0) return quiet ? null : <p className="small muted">{t.none}</p>;
  return (
    <section className="sheet" aria-labelledby="desk-papers"><h2 id="desk-papers">{t.papers}</h2>
      <ul className="dates">{data.items.map((paper) => <li key={paper.paperId}><a href={`${api}/papers/${paper.paperId}/file`} target="_blank" rel="noreferrer">{asSent(paper.title, words.lot.paperKinds[paper.kind])}</a><span className="small muted">{paper.handed ? `${said(words.lot.paperHanded)} · ` : paper.own ? `${words.lot.paperOwn} · ` : ''}<When at={paper.at} /></span></li>)}</ul>
    </section>
  );
}
