import { useQuery } from '@tanstack/react-query';
import { bidderTexts } from '../../texts/bidder.ts';
import { deskTexts } from '../../texts/desk.ts';
import { useBundle } from '../../texts/index.tsx';
import { When } from '../../ui/pieces.tsx';
import { ownBidsQuery } from './own-bids.ts';

/** What a member of a consortium has its part in: the bid its lead handed in, on the terms that were signed. */
export function JointBids({ lotId }: { lotId: string }) {
  const t = useBundle(bidderTexts).joint;
  const b = useBundle(bidderTexts);
  const { bid } = useBundle(deskTexts);
  const { data } = useQuery(ownBidsQuery(lotId));
  const joint = data?.joint ?? [];
  if (joint.length === 0) return null;
  return (
    <section className="sheet" aria-labelledby="joint"><h2 id="joint">{t.title}</h2>
      {joint.map((one) => (
        <div key={one.bidSeq}>
          <p><strong>{bid.state[one.state] ?? b.mine.states[one.state] ?? one.state}</strong> {one.submittedAt ? <When at={one.submittedAt} /> : null} {one.receiptNo ? <span className="small muted">{bid.receiptNo} {one.receiptNo}</span> : null}</p>
          <p className="small muted">{t.hint(one.leadName)}</p>
          <div className="table-scroll"><table className="priced"><thead><tr><th scope="col">{b.consent.who}</th><th scope="col" className="num">{b.consortium.share}</th><th scope="col">{b.consortium.work}</th></tr></thead>
            <tbody>{one.members.map((member, i) => <tr key={member.name}><th scope="row">{i === 0 ? t.lead(member.name) : member.name}</th><td className="num">{member.sharePercent}%</td><td>{member.work}</td></tr>)}</tbody></table></div>
        </div>
      ))}
    </section>
  );
}
