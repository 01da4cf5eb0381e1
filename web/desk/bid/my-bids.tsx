import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { ApiProblem } from '../../api/client.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { perform } from '../../session/perform.ts';
import { useDeskTexts } from '../../texts/desk.ts';
import { useTexts } from '../../texts/index.tsx';
import { When } from '../../ui/pieces.tsx';
import { fileSize } from '../../ui/format.ts';
import { ownBidsQuery, type OwnBid } from './own-bids.ts';

/** What this organisation has handed in, with its receipts; until the deadline it may be withdrawn. */
export function MyBids({ lot, identity }: { lot: LotRead; identity: KeptIdentity | null }) {
  const t = useDeskTexts().bid;
  const { data } = useQuery(ownBidsQuery(lot.lotId));
  const items = data?.items ?? [];
  return (
    <section className="sheet" aria-labelledby="my-bids">
      <h2 id="my-bids">{t.mine}</h2>
      {items.length === 0 ? <p className="muted">{t.none}</p> : <ul className="own-bids">{items.map((bid) => <Row key={bid.bidId} bid={bid} lot={lot} identity={identity} />)}</ul>}
    </section>
  );
}

function Row({ bid, lot, identity }: { bid: OwnBid; lot: LotRead; identity: KeptIdentity | null }) {
  const t = useDeskTexts().bid;
  const { said } = useTexts();
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const withdraw = async () => {
    if (!identity || busy || !window.confirm(t.withdrawSure)) return;
    setBusy(true);
    setFault(null);
    try {
      await perform(identity, { group: 'acts', id: 'bid-withdraw', subject: lot.lotId, input: { bidId: bid.bidId, action: 'withdraw' } });
    } catch (error) {
      setFault(error instanceof ApiProblem && error.body ? said(error.body.detailZh, error.body.detailEn) : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <li>
      <strong>{t.state[bid.state] ?? bid.state}</strong>
      {bid.submittedAt ? <When at={bid.submittedAt} /> : null}
      {bid.receiptNo ? <span>{t.receiptNo} <code>{bid.receiptNo}</code></span> : null}
      <span className="muted small">{fileSize(bid.size)} · <code>{bid.cipherSha256.slice(0, 16)}…</code></span>
      {bid.state === 'receipted' && lot.stage === 'noticed' && identity ? <button type="button" className="link-button" disabled={busy} onClick={() => void withdraw()}>{t.withdraw}</button> : null}
      {fault ? <span className="danger-text" role="alert">{fault}</span> : null}
    </li>
  );
}
