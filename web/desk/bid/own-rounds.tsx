import { useQuery } from '@tanstack/react-query';
import type { LotRead, RoundsRead } from '../../../src/contracts/reads.ts';
import { roundsQuery } from '../../api/reads.ts';
import { MoneyControl } from '../../form/controls.tsx';
import { useDraft } from '../../form/drafts.ts';
import { FileControl } from '../../form/file-control.tsx';
import type { KeptIdentity } from '../../session/keyring.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { useNow } from '../../ui/clock.ts';
import { yuan } from '../../ui/format.ts';
import { Countdown, When } from '../../ui/pieces.tsx';
import { ownBidsQuery } from './own-bids.ts';
import { useAct } from './use-act.ts';
import '../../ui/round-list.css';

type Round = RoundsRead['rounds'][number];

/** Rounds of quotation as a supplier takes part in them: until when, what it quoted, and the quote that is asked for now. */
export function OwnRounds({ lot, identity }: { lot: LotRead; identity: KeptIdentity | null }) {
  const t = useBundle(bidderTexts).talks;
  const { data } = useQuery({ ...roundsQuery(lot.lotId), refetchInterval: 5_000 });
  const { data: bids } = useQuery(ownBidsQuery(lot.lotId));
  const rounds = data?.rounds ?? [];
  // who has no response in is asked for nothing
  if (bids && !bids.items.some(({ state }) => !['drafting', 'sealed', 'replaced', 'withdrawn'].includes(state))) return <p className="muted">{t.outside}</p>;
  if (rounds.length === 0) return null;
  return (
    <section className="sheet" aria-labelledby="own-rounds">
      <h2 id="own-rounds">{t.rounds}</h2>
      <ol className="rounds">
        {rounds.toReversed().map((round) => <OwnRound key={round.round} round={round} before={rounds.find((one) => one.round === round.round - 1)} lot={lot} identity={identity} />)}
      </ol>
    </section>
  );
}

function OwnRound({ round, before, lot, identity }: { round: Round; before: Round | undefined; lot: LotRead; identity: KeptIdentity | null }) {
  const t = useBundle(bidderTexts).talks;
  const { t: words } = useTexts();
  const now = useNow();
  const own = round.quotes.find((quote) => quote.own);
  const open = round.endedAt === undefined && now < Date.parse(round.quoteEnd);
  // why a quote was refused is still told when the round has ended meanwhile
  const sent = useAct(identity);
  return (
    <li data-round={round.round} className={open ? 'now' : 'done'}>
      <div className="head-row"><strong>{words.rounds.round(round.round)}{round.isFinal ? ` · ${words.rounds.final}` : ''}</strong><span className={`tag ${open ? 'ochre' : 'jade'}`}>{open ? words.rounds.running : words.rounds.ended}</span></div>
      <p>{open ? <>{words.rounds.left} <Countdown until={round.quoteEnd} over={t.over} /> <span className="muted small"><When at={round.quoteEnd} /></span></> : <span className="muted"><When at={round.endedAt ?? round.quoteEnd} /></span>}</p>
      {round.change ? <div className="notes"><p><strong>{t.change}</strong></p><p>{round.change.content}</p></div> : null}
      {own ? <p>{t.own}{words.unit.colon}<strong className="num">{yuan(own.priceFen)}</strong> <span className="muted small"><When at={own.quotedAt} /></span></p> : <p className="muted">{open ? t.notYet : round.isFinal ? t.noQuote : t.missed}</p>}
      {sent.fault ? <p className="refused" role="alert">{sent.fault}</p> : null}
      {own && open ? <p className="small">{t.given}</p> : null}
      {open && !own && identity ? <QuoteForm round={round} lastFen={before?.quotes.find((quote) => quote.own)?.priceFen} lot={lot} identity={identity} sent={sent} /> : null}
    </li>
  );
}

interface Typed { priceFen?: string; file?: { sha256: string; name: string } | undefined; sure?: boolean }
const nothing: Typed = {};

function QuoteForm({ round, lastFen, lot, identity, sent }: { round: Round; lastFen: number | undefined; lot: LotRead; identity: KeptIdentity; sent: ReturnType<typeof useAct> }) {
  const t = useBundle(bidderTexts).talks;
  const draft = useDraft(`${identity.id}/gpr-quote/${lot.lotId}/${round.round}`, nothing);
  const typed = draft.value as Typed;
  const { act, sending, done } = sent;
  const price = typed.priceFen !== undefined && /^[1-9]\d{0,19}$/.test(typed.priceFen) ? typed.priceFen : null;
  const over = round.isFinal && price !== null && lot.ceilingFen !== undefined && BigInt(price) > BigInt(lot.ceilingFen);
  const ready = price !== null && typed.file !== undefined && !over && (!round.isFinal || typed.sure === true);
  const set = (patch: Typed) => { draft.change({ ...typed, ...patch }); };
  const send = async () => {
    if (!ready || !typed.file) return;
    if (await act({ group: 'acts', id: 'gpr-quote', subject: lot.lotId, input: { round: round.round, priceFen: price, responseFile: typed.file.sha256 } })) draft.clear();
  };
  if (done) return <p role="status">✓ {t.sent}</p>;
  return (
    <form className="quote-form" noValidate key={draft.restored ? 'restored' : 'fresh'} onSubmit={(e) => { e.preventDefault(); void send(); }}>
      {round.isFinal ? <p className="refused" role="note"><strong>{t.final}</strong></p> : null}
      <PriceField round={round.round} typed={typed.priceFen} price={price} over={over} lastFen={lastFen} ceilingFen={lot.ceilingFen} change={(priceFen) => { set({ priceFen }); }} />
      <div className="field"><label htmlFor={`quote-file-${round.round}`}>{t.file}</label><FileControl id={`quote-file-${round.round}`} className="input" aria-invalid={undefined} value={typed.file} change={(file) => { set({ file: file ? { sha256: file.sha256, name: file.name } : undefined }); }} /></div>
      {round.isFinal ? <label><input type="checkbox" checked={typed.sure ?? false} onChange={(e) => { set({ sure: e.target.checked }); }} /> {t.finalSure}</label> : null}
      <p className="form-foot"><button type="submit" className="button primary" disabled={!ready || sending}>{sending ? t.sending : round.isFinal ? t.sendFinal : t.send}</button></p>
    </form>
  );
}

interface Priced { round: number; typed: string | undefined; price: string | null; over: boolean; lastFen: number | undefined; ceilingFen: number | undefined; change: (fen: string) => void }

function PriceField({ round, typed, price, over, lastFen, ceilingFen, change }: Priced) {
  const t = useBundle(bidderTexts).talks;
  const { t: words } = useTexts();
  return (
    <div className={over ? 'field wrong' : 'field'}><label htmlFor={`quote-${round}`}>{t.price}</label>
      <MoneyControl id={`quote-${round}`} className="input" aria-invalid={over || undefined} asText value={typed} change={(fen) => { change(typeof fen === 'string' ? fen : ''); }} />
      {over ? <p className="small danger-text" role="alert">{t.aboveCeiling}</p> : ceilingFen === undefined ? null : <p className="small muted">{t.ceiling} {words.unit.exact(ceilingFen)}</p>}
      {price !== null && lastFen !== undefined && BigInt(price) > BigInt(lastFen) ? <p className="small danger-text" role="alert">{t.aboveLast} {yuan(lastFen)}</p> : null}
    </div>
  );
}
