import { Link } from '@tanstack/react-router';
import type { LotRead } from '../../../src/contracts/reads.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { useBundle } from '../../texts/index.tsx';
import { giveUp } from './submitting.ts';
import { useAttempt } from './use-attempt.ts';

/** After the deadline nothing is taken: what is here says plainly where the bidder stands, and what comes next. */
export function Closed({ lot, identity, stands }: { lot: LotRead; identity: KeptIdentity; stands: boolean | null }) {
  const t = useBundle(bidderTexts).closed;
  const { kept, look } = useAttempt(identity.id, lot.lotId);
  return (
    <section className="sheet closed" aria-labelledby="closed">
      <h2 id="closed">{t.title}</h2>
      {stands === null ? null : <p><strong>{stands ? t.stands : t.none}</strong></p>}
      {kept && stands !== null ? <p className="notes" role="status">{stands ? t.laterOneLost : t.unfinishedLost} <button type="button" className="link-button" onClick={() => { void giveUp(identity.id, lot.lotId, kept).catch(() => undefined).then(look); }}>{t.clear}</button></p> : null}
      <p className="form-foot"><Link className="button primary" to="/lots/$lotId/opening" params={{ lotId: lot.lotId }}>{stands ? t.toOpening : t.watch}</Link><Link className="button" to="/desk/lots/$lotId" params={{ lotId: lot.lotId }}>{t.toLot}</Link></p>
      {stands ? <p className="muted small">{t.next}</p> : null}
    </section>
  );
}
