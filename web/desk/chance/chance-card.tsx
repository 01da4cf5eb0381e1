import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ChanceView } from '../../../src/contracts/chances.ts';
import { ApiProblem } from '../../api/client.ts';
import { chancesQuery } from '../../api/chance-reads.ts';
import type { Session } from '../../session/session.ts';
import { chanceTexts } from '../../texts/chance.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { Countdown } from '../../ui/pieces.tsx';
import { commit, keptOf, type Purpose } from './contribution.ts';

/** Whom the platform takes a random number from; bidders may join in the hall. */
const contributors = ['tenderer', 'supervisor', 'discipline'];
const order: readonly Purpose[] = ['coefficients', 'tie', 'experts'];

/** 随机数承诺: what is drawn on this lot, who has committed, and one's own commitment. `drawn`: the method draws coefficients. */
export function ChanceCard({ lotId, session, drawn }: { lotId: string; session: Session; drawn: boolean }) {
  const t = useBundle(chanceTexts);
  const { trade } = useTexts();
  const { data } = useQuery(chancesQuery(lotId));
  const kept = useKept(data?.items);
  const { fault, sending, send } = useCommit(lotId, session);
  if (!data) return null;
  const mine = session.me.account.roles.some((role) => contributors.includes(role));
  const party = session.me.entity?.id ?? session.me.account.id;
  const newest = (purpose: Purpose): ChanceView | undefined => data.items.findLast((one) => one.purpose === purpose);
  const purposes = order.filter((purpose) => purpose !== 'coefficients' || drawn);
  const open = mine ? purposes.filter((purpose) => mayCommit(newest(purpose), party)) : [];
  return (
    <section className="sheet" aria-labelledby="chance"><h2 id="chance">{t.title}</h2>
      <p className="small muted">{trade === 'gov-procurement' ? t.leadPurchase : t.lead}</p>
      <ul className="dates chances">{purposes.map((purpose) => <Row key={purpose} purpose={purpose} chance={newest(purpose)} party={party} kept={kept} />)}</ul>
      {open.length > 0 ? <>
        <p className="small muted">{t.keep}</p>
        <p><button type="button" className="button primary" disabled={sending || !session.identity} onClick={() => { void send(open); }}>{sending ? t.committing : open.length === 1 ? t.commit : t.commitAll(open.length)}</button></p>
      </> : mine ? null : <p className="small muted">{t.others}</p>}
      {fault ? <p className="refused" role="alert">{fault}</p> : null}
    </section>
  );
}

function Row({ purpose, chance, party, kept }: { purpose: Purpose; chance: ChanceView | undefined; party: string; kept: ReadonlySet<string> }) {
  const t = useBundle(chanceTexts);
  const { t: words } = useTexts();
  const roleName = (role: string): string => t.roles[role as keyof typeof t.roles] ?? role;
  const own = chance?.contributions.find((one) => one.party === party);
  const lost = chance?.state === 'revealing' && own !== undefined && own.revealedAt === undefined && !kept.has(own.commit);
  return (
    <li>
      <strong>{t.purposes[purpose]}</strong>
      {chance === undefined || chance.state === 'committing' ? <span className="muted small">{t.when[purpose]}</span> : <span className={chance.state === 'void' ? 'tag danger' : 'tag'}>{t.states[chance.state as keyof typeof t.states]}</span>}
      <span>{chance && chance.contributions.length > 0 ? `${t.by}${words.unit.colon}${chance.contributions.map(({ role }) => roleName(role)).join(words.disclosure.and)}` : t.nobody}</span>
      {chance?.state === 'revealing' && chance.revealBy !== undefined ? <Countdown until={chance.revealBy} /> : null}
      {lost ? <span className="refused" role="alert">{t.lost}</span> : null}
    </li>
  );
}

function mayCommit(chance: ChanceView | undefined, party: string): boolean {
  return chance === undefined || chance.state === 'void' || (chance.state === 'committing' && !chance.contributions.some((one) => one.party === party));
}

function useKept(chances: readonly ChanceView[] | undefined): ReadonlySet<string> {
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => { void keptOf(chances ?? []).then(setKept).catch(() => undefined); }, [chances]);
  return kept;
}

function useCommit(lotId: string, { identity }: Session) {
  const { said, t } = useTexts();
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const send = async (purposes: readonly Purpose[]): Promise<void> => {
    if (!identity || sending) return;
    setSending(true);
    setFault(null);
    try {
      for (const purpose of purposes) await commit(identity, lotId, purpose);
    } catch (error) {
      setFault(error instanceof ApiProblem && error.body ? said(error.body.detailZh, error.body.detailEn) : t.state.errorNetwork);
    }
    setSending(false);
  };
  return { fault, sending, send };
}
