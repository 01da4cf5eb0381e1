// 二次竞价 as buyer and suppliers see it: who offers what stays sealed until the order is given.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FrameworkRead, OrderCallItem } from '../../../src/contracts/framework-reads.ts';
import { api } from '../../api/client.ts';
import { frameworkQuery } from '../../api/reads.ts';
import { ActForm } from '../../form/act-form.tsx';
import type { KeptIdentity } from '../../session/keyring.ts';
import { formsTexts } from '../../texts/forms.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { useNow } from '../../ui/clock.ts';
import { Countdown, When } from '../../ui/pieces.tsx';
import { OfferFields } from './order-fields.tsx';

interface Props { framework: FrameworkRead; identity: KeptIdentity | null; buys: boolean; supplies: boolean }

export function Calls({ framework, ...rest }: Props) {
  const t = useBundle(formsTexts).orders;
  return (
    <section className="sheet" aria-labelledby="calls"><h2 id="calls">{t.calls} <span className="muted">{framework.calls.length}</span></h2>
      <p className="small muted">{t.callLead}</p>
      {framework.calls.length === 0 ? <p className="muted">{t.callNone}</p> : framework.calls.map((call) => <Call key={call.callId} call={call} framework={framework} {...rest} />)}
    </section>
  );
}

function Call({ call, framework, identity, buys, supplies }: Props & { call: OrderCallItem }) {
  const [open, setOpen] = useState(false);
  const cache = useQueryClient();
  const over = useNow() > Date.parse(call.offerEnd);
  const may = supplies && identity !== null && !over && call.state === 'open' && call.own === undefined;
  const t = useBundle(formsTexts).orders;
  return (
    <div className="row call" data-call={call.callId}>
      <Told call={call} lotId={framework.lotId} over={over} />
      <Own call={call} missed={supplies && over} />
      <Outcome call={call} waits={over && !buys} />
      {may && !open ? <p><button type="button" className="button primary" onClick={() => { setOpen(true); }}>{t.offer}</button></p> : null}
      {open && identity && (may || call.own) ? <ActForm act="order-offer" subject={framework.lotId} draftOf={call.callId} identity={identity} lotId={framework.lotId} given={{ callId: call.callId }} custom={{ '': (props) => <OfferFields {...props} framework={framework} call={call} /> }}
        done={() => { void cache.invalidateQueries({ queryKey: frameworkQuery(framework.lotId).queryKey }); }} /> : null}
    </div>
  );
}

function Told({ call, lotId, over }: { call: OrderCallItem; lotId: string; over: boolean }) {
  const t = useBundle(formsTexts).orders;
  return (
    <>
      <p><strong>{call.itemZh}</strong> · {t.quantityOf(call.quantity)} {call.state === 'decided' ? <span className="tag">{t.decided}</span> : over ? <span className="tag ochre">{t.over}</span> : null}</p>
      <p className="small">{t.until} <When at={call.offerEnd} /> {over ? null : <Countdown until={call.offerEnd} />}{call.demandFile ? <> · <a href={`${api}/lots/${lotId}/files/${call.demandFile}`} download>{t.demand}</a></> : null}</p>
    </>
  );
}

function Own({ call, missed }: { call: OrderCallItem; missed: boolean }) {
  const t = useBundle(formsTexts).orders;
  const { t: words } = useTexts();
  if (!call.own) return missed ? <p className="muted small">{t.notOffered}</p> : null;
  return <p>{t.offered} <strong>{words.unit.exact(call.own.priceFen)}</strong> · <When at={call.own.at} /> <span className="muted small">{call.state === 'open' ? t.given : ''}</span></p>;
}

/** How many came in to who buys once it is over; who offered what once the order is given. */
function Outcome({ call, waits }: { call: OrderCallItem; waits: boolean }) {
  const t = useBundle(formsTexts).orders;
  const { t: words } = useTexts();
  if (call.state === 'decided') return <ol className="chosen">{call.offers?.map((one) => <li key={one.supplierName}><span>{one.supplierName}</span><span>{words.unit.exact(one.priceFen)}</span></li>)}</ol>;
  if (call.offerCount !== undefined) return <p>{t.count(call.offerCount)}{call.offerCount < 2 ? ` · ${t.few}` : ''}</p>;
  return waits ? <p className="muted small">{t.waiting}</p> : null;
}
