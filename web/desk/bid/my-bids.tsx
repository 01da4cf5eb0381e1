import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { ApiProblem } from '../../api/client.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { halted } from '../../lot/halted.ts';
import { perform } from '../../session/perform.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { deskTexts } from '../../texts/desk.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { useNow } from '../../ui/clock.ts';
import { When } from '../../ui/pieces.tsx';
import { fileSize } from '../../ui/format.ts';
import { attemptKey } from './attempt.ts';
import { tellTabs } from './one-tab.ts';
import { ownBidsQuery, type OwnBid } from './own-bids.ts';

/** What this organisation has handed in, with its receipts; until the deadline it may be withdrawn. */
export function MyBids({ lot, identity }: { lot: LotRead; identity: KeptIdentity | null }) {
  const t = useBundle(deskTexts).bid;
  const { data } = useQuery(ownBidsQuery(lot.lotId));
  const items = data?.items ?? [];
  return (
    <section className="sheet" aria-labelledby="my-bids">
      <h2 id="my-bids">{t.mine}</h2>
      {items.length === 0 ? <p className="muted">{t.none}</p> : <ul className="own-bids">{items.map((bid) => <Row key={bid.bidId} bid={bid} lot={lot} identity={identity} />)}</ul>}
    </section>
  );
}

/** After the deadline taking a bid back has consequences: 撤销, not 撤回. */
const revocable = new Set(['receipted', 'decrypted', 'valid', 'ranked', 'candidate']);

function Row({ bid, lot, identity }: { bid: OwnBid; lot: LotRead; identity: KeptIdentity | null }) {
  const t = useBundle(deskTexts).bid;
  const b = useBundle(bidderTexts).mine;
  const { said } = useTexts();
  const [fault, setFault] = useState<string | null>(null);
  const busy = useRef(false);
  const now = useNow();
  const over = lot.bidDeadline !== undefined && now >= Date.parse(lot.bidDeadline);
  const take = async (action: 'withdraw' | 'revoke') => {
    if (!identity || busy.current || !window.confirm(action === 'withdraw' ? t.withdrawSure : b.revokeSure)) return;
    busy.current = true;
    setFault(null);
    try {
      await perform(identity, { group: 'acts', id: 'bid-withdraw', subject: lot.lotId, input: { bidId: bid.bidId, action } });
      tellTabs(attemptKey(identity.id, lot.lotId));
    } catch (error) {
      setFault(error instanceof ApiProblem && error.body ? said(error.body.detailZh, error.body.detailEn) : b.notSent);
    } finally {
      busy.current = false;
    }
  };
  return (
    <li data-bid={bid.bidSeq} data-state={bid.state}>
      <strong>{t.state[bid.state] ?? b.states[bid.state] ?? bid.state}</strong>
      {bid.submittedAt ? <When at={bid.submittedAt} /> : null}
      {bid.receiptNo ? <Link to="/desk/lots/$lotId/receipts/$bidId" params={{ lotId: lot.lotId, bidId: bid.bidId }}>{t.receiptNo} <code>{bid.receiptNo}</code></Link> : null}
      <span className="muted small">{fileSize(bid.size)} · <code>{bid.cipherSha256.slice(0, 16)}…</code></span>
      {bid.state === 'receipted' && !over && identity && !halted(lot.stage) ? <button type="button" className="link-button" onClick={() => void take('withdraw')}>{t.withdraw}</button> : null}
      {over && revocable.has(bid.state) && identity && !halted(lot.stage) ? <details className="revoke"><summary>{b.revoke}</summary><p>{b.revokeHint}</p><button type="button" className="button" onClick={() => void take('revoke')}>{b.revoke}</button></details> : null}
      {bid.unqualified ? <p className="danger-text">{bid.unqualified.reason} <span className="muted small"><When at={bid.unqualified.at} /></span></p> : null}
      {fault ? <span className="danger-text" role="alert">{fault}</span> : null}
    </li>
  );
}
