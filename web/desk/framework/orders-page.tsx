import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { FrameworkRead } from '../../../src/contracts/framework-reads.ts';
import { frameworkQuery, lotQuery } from '../../api/reads.ts';
import { actionsQuery } from '../../api/desk-reads.ts';
import { ActForm } from '../../form/act-form.tsx';
import { Agreement, Orders } from '../../lot/lot-framework.tsx';
import type { KeptIdentity } from '../../session/keyring.ts';
import type { Session } from '../../session/session.ts';
import { deskTexts } from '../../texts/desk.ts';
import { formsTexts } from '../../texts/forms.ts';
import { useBundle, usePageTitle } from '../../texts/index.tsx';
import { lotTitle } from '../../ui/lot-title.ts';
import { Failure, Loading, Placeholder } from '../../ui/states.tsx';
import { SignedIn } from '../signed-in.tsx';
import { Calls } from './calls.tsx';
import { CallFields, OrderFields, orderLacks } from './order-fields.tsx';
import '../../lot/lot.css';
import '../../form/form.css';
import '../desk.css';
import '../tender/tender.css';
import './framework.css';

const route = getRouteApi('/desk/lots/$lotId/orders');

/** 框架协议第二阶段: the agreement, its competitions and its orders, for who buys and for who supplies. */
export function OrdersPage() {
  return <SignedIn>{(session) => <Page session={session} />}</SignedIn>;
}

function Page({ session }: { session: Session }) {
  const t = useBundle(formsTexts).orders;
  const { desk, signIn } = useBundle(deskTexts);
  const { lotId } = route.useParams();
  const { data: lot } = useQuery(lotQuery(lotId));
  const { data: framework, error, refetch } = useQuery(frameworkQuery(lotId));
  const { data: actions } = useQuery(actionsQuery(lotId));
  usePageTitle(t.title);
  if (!framework || !lot) return <div className="page">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />}</div>;
  const may = (act: string): boolean => actions?.items.some(({ id }) => id === act) ?? false;
  const { identity } = session;
  return (
    <div className="page desk">
      <nav className="crumbs small no-print"><Link to="/desk">{desk.title}</Link><span aria-hidden="true">/</span><Link to="/desk/lots/$lotId" params={{ lotId }}>{lot.lotCode}</Link></nav>
      <h1>{t.title}</h1><p className="muted">{lotTitle(lot)}</p>
      {identity ? null : <Placeholder title={signIn.locked}><Link className="button" to="/sign-in">{signIn.importTitle}</Link></Placeholder>}
      <Agreement framework={framework} />
      {framework.modes.includes('competition') ? <Calls framework={framework} identity={identity} buys={may('gpr-framework')} supplies={may('order-offer')} /> : null}
      {identity && may('gpr-framework') ? <Buying framework={framework} identity={identity} mayCall={may('order-call')} /> : null}
      <section className="sheet" aria-labelledby="orders"><h2 id="orders">{t.list} <span className="muted">{framework.orders.length}</span></h2><Orders orders={framework.orders} to={may('gpr-framework') ? '/desk/lots/$lotId' : '/lots/$lotId'} /></section>
    </div>
  );
}

interface Made { orderId: string; lotCode: string; supplierName: string }

/** To order, or to open a competition: one form at a time. */
function Buying({ framework, identity, mayCall }: { framework: FrameworkRead; identity: KeptIdentity; mayCall: boolean }) {
  const t = useBundle(formsTexts).orders;
  const [open, setOpen] = useState<'order' | 'call' | null>(null);
  const [made, setMade] = useState<Made>();
  const [subject, again] = useOrderId(framework.lotId);
  const cache = useQueryClient();
  const told = () => { void cache.invalidateQueries({ queryKey: frameworkQuery(framework.lotId).queryKey }); };
  return (
    <section className="sheet" aria-labelledby="buying" id="order-form"><h2 id="buying">{open === 'call' ? t.call : t.order}</h2>
      <p className="act-list"><button type="button" className={open === 'order' ? 'button primary' : 'button'} aria-expanded={open === 'order'} onClick={() => { setOpen(open === 'order' ? null : 'order'); }}>{t.order}</button>
        {mayCall ? <button type="button" className={open === 'call' ? 'button primary' : 'button'} aria-expanded={open === 'call'} onClick={() => { setOpen(open === 'call' ? null : 'call'); }}>{t.call}</button> : null}</p>
      {made ? <p className="notes" role="status"><strong>{t.orderMade(made.lotCode)}</strong> · {made.supplierName} · <Link to="/desk/lots/$lotId" params={{ lotId: made.orderId }}>{t.orderNext}</Link></p> : null}
      {open === 'order' ? <ActForm key={subject} act="gpr-framework" subject={subject} draftOf={framework.lotId} identity={identity} lotId={framework.lotId} given={{ frameworkId: framework.lotId }} start={{ mode: framework.modes[0] }} lacking={orderLacks} custom={{ '': (props) => <OrderFields {...props} framework={framework} /> }}
        done={(acted) => { setMade(acted.result as unknown as Made); setOpen(null); again(); told(); }} /> : null}
      {open === 'call' ? <ActForm act="order-call" subject={framework.lotId} identity={identity} lotId={framework.lotId} start={framework.items[0] ? { itemId: framework.items[0].itemId } : {}} custom={{ '': (props) => <CallFields {...props} framework={framework} /> }} done={told} /> : null}
    </section>
  );
}

/** An order is a lot of its own and its number is chosen here; it stays the same until it is given, so that a draft is found again. */
function useOrderId(lotId: string): [string, () => void] {
  const kept = `qinglan-order-${lotId}`;
  const [id, setId] = useState(() => {
    const found = window.localStorage.getItem(kept) ?? crypto.randomUUID();
    window.localStorage.setItem(kept, found);
    return found;
  });
  return [id, () => {
    const next = crypto.randomUUID();
    window.localStorage.setItem(kept, next);
    setId(next);
  }];
}
