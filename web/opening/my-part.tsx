// What a bidder does in the hall: sign in, open its own bid, confirm the record or object. A guest sees none of it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { OpeningRead } from '../../src/contracts/reads.ts';
import { ApiProblem } from '../api/client.ts';
import { ownBidsQuery, secretOfBid, WrongKey, type OwnBid } from '../desk/bid/own-bids.ts';
import { useReveals } from '../desk/chance/use-reveals.ts';
import { perform } from '../session/perform.ts';
import type { Session } from '../session/session.ts';
import { bidderTexts } from '../texts/bidder.ts';
import { Ended, useHeldSession } from '../desk/signed-in.tsx';
import { deskTexts } from '../texts/desk.ts';
import { useBundle, useTexts } from '../texts/index.tsx';
import { shortId } from '../ui/format.ts';
import { Countdown, When } from '../ui/pieces.tsx';

export function MyPart({ opening }: { opening: OpeningRead }) {
  const { shown: session, ended } = useHeldSession();
  // the tenderer watches here while coefficients are drawn
  useReveals(opening.lotId, session?.identity ?? null, session !== null);
  const bidder = session?.me.account.roles.includes('bidder') ?? false;
  const { data } = useQuery({ ...ownBidsQuery(opening.lotId), enabled: bidder });
  const bid = data?.items.find(({ state }) => !['drafting', 'sealed', 'replaced', 'withdrawn'].includes(state));
  return session && bid ? <>{ended ? <Ended session={session} /> : null}<Part session={session} opening={opening} bid={bid} /></> : null;
}

type Doing = 'checkin' | 'decrypt' | 'confirm' | null;

function Part({ session, opening, bid }: { session: Session; opening: OpeningRead; bid: OwnBid }) {
  const t = useBundle(deskTexts).opening;
  const [doing, setDoing] = useState<Doing>(null);
  const [told, setTold] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const { identity } = session;
  if (!identity) return <section className="sheet my-part"><h2>{t.title}</h2><p>{t.locked} <Link to="/sign-in">{t.import}</Link></p></section>;
  const run = async (what: Exclude<Doing, null>, id: string, input: () => Promise<Record<string, unknown>>) => {
    // one at a time: a second click waits for nothing and does nothing
    if (doing !== null) return;
    setDoing(what);
    setError(null);
    try {
      const { receipt } = await perform(identity, { group: 'acts', id, subject: opening.lotId, input: await input() });
      // the sign-in stands where its button stood
      setTold(what === 'checkin' ? null : t.told[what](shortId(receipt?.leafId ?? '')));
    } catch (fault) {
      setError(fault);
    } finally {
      setDoing(null);
    }
  };
  const mine = opening.bidders.find(({ bidSeq }) => bidSeq === bid.bidSeq);
  return (
    <section className="sheet my-part" aria-labelledby="my-part">
      <h2 id="my-part">{t.title} <span className="muted small">{t.number(bid.bidSeq)}</span></h2>
      <CheckIn opening={opening} bid={bid} doing={doing} checkin={() => void run('checkin', 'opn-checkin', async () => ({}))} />
      {bid.state === 'receipted' && ['listed', 'decrypting'].includes(opening.state) ? <Decrypt opening={opening} doing={doing} decrypt={() => void run('decrypt', 'opn-decrypt', async () => ({ bidSeq: bid.bidSeq, result: 'ok', bidderSecret: await secretOfBid(identity, bid) }))} /> : null}
      {mine?.status === 'failed' || (mine?.status === 'sealed' && decryptionOver.has(opening.state)) ? <Missed reason={mine.reasonZh} /> : null}
      {['announced', 'confirming'].includes(opening.state) && mine?.status === 'announced' ? <Confirm doing={doing} confirm={(dispute) => void run('confirm', 'opn-confirm', async () => (dispute ? { dispute } : {}))} /> : null}
      {told ? <p role="status">{told}</p> : null}
      <Fault error={error} />
      {bid.objection ? <Objection objection={bid.objection} /> : null}
      {mine ? <p className="muted small">{(opening.unpriced ? t.unread[mine.status] : undefined) ?? t.states[mine.status] ?? mine.status}</p> : null}
    </section>
  );
}

const decryptionOver = new Set(['decrypted', 'announced', 'confirming', 'closed', 'archived']);
/** Any two custodians open with the bidder. */
const sharesNeeded = 2;

/** Once, and then when it was. */
function CheckIn({ opening, bid, doing, checkin }: { opening: OpeningRead; bid: OwnBid; doing: Doing; checkin: () => void }) {
  const t = useBundle(deskTexts).opening;
  if (bid.checkedInAt) return <p className="jade-text" role="status">✓ {t.checkedIn} <When at={bid.checkedInAt} /></p>;
  return opening.state === 'live' ? <p><button type="button" className="button primary" disabled={doing !== null} onClick={checkin}>{doing === 'checkin' ? t.doing : t.checkin}</button></p> : null;
}

function Decrypt({ opening, doing, decrypt }: { opening: OpeningRead; doing: Doing; decrypt: () => void }) {
  const t = useBundle(deskTexts).opening;
  const b = useBundle(bidderTexts).hall;
  const missing = opening.custodians === undefined ? 0 : Math.max(0, sharesNeeded - opening.custodians.filter(({ releasedAt }) => releasedAt !== undefined).length);
  return (
    <>
      <p className="form-foot">
        <button type="button" className="button primary" disabled={doing !== null || missing > 0} onClick={decrypt}>{doing === 'decrypt' ? t.doing : t.decrypt}</button>
        {opening.decryptEnd ? <span>{t.left} <Countdown until={opening.decryptEnd} /></span> : null}
      </p>
      {missing > 0 ? <p className="small" role="status">{b.waitShares(missing)}</p> : null}
    </>
  );
}

/** Said plainly, with what the law makes of it. */
function Missed({ reason }: { reason: string | undefined }) {
  const b = useBundle(bidderTexts).hall;
  return <div className="refused" role="note"><p><strong>{b.missed}</strong>{reason ? ` · ${reason}` : ''}</p><p>{b.missedWhat}</p><p className="small">{b.missedNext}</p></div>;
}

function Objection({ objection: { at, text, answer } }: { objection: NonNullable<OwnBid['objection']> }) {
  const b = useBundle(bidderTexts).hall;
  return (
    <dl className="facts my-objection">
      <dt>{b.objected}</dt><dd>{text} <span className="muted small"><When at={at} /></span></dd>
      <dt>{b.answered}</dt><dd>{answer ? <>{answer.text} <span className="muted small">{b.answeredBy[answer.role] ?? answer.role} <When at={answer.at} /></span></> : b.notAnswered}</dd>
    </dl>
  );
}

function Confirm({ doing, confirm }: { doing: Doing; confirm: (dispute: string) => void }) {
  const t = useBundle(deskTexts).opening;
  const [dispute, setDispute] = useState('');
  return (
    <div>
      <p className="form-foot"><button type="button" className="button primary" disabled={doing !== null} onClick={() => { confirm(''); }}>{doing === 'confirm' ? t.doing : t.confirm}</button></p>
      <details><summary>{t.object}</summary>
        <label htmlFor="dispute">{t.dispute}</label>
        <textarea id="dispute" className="input" rows={3} maxLength={2000} value={dispute} onChange={(e) => { setDispute(e.target.value); }} />
        <button type="button" className="button" disabled={doing !== null || dispute.trim() === ''} onClick={() => { confirm(dispute.trim()); }}>{t.sendObjection}</button>
      </details>
    </div>
  );
}

function Fault({ error }: { error: unknown }) {
  const t = useBundle(deskTexts).opening;
  const { t: words, said } = useTexts();
  if (error === null) return null;
  const body = error instanceof ApiProblem ? error.body : null;
  const text = error instanceof WrongKey ? t.wrongKey : body ? said(body.detailZh, body.detailEn) : words.state.errorNetwork;
  return <p className="refused" role="alert">{text}</p>;
}
