// 监督指令 as the tenderer's side sees them, and which one an answer is for.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api } from '../../api/client.ts';
import { ordersQuery } from '../../api/workroom-reads.ts';
import type { FieldProps } from '../../form/fields.tsx';
import { formsTexts } from '../../texts/forms.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { inputName, valueName } from '../../texts/inputs.ts';
import { Countdown, When } from '../../ui/pieces.tsx';
import { Choice } from './choices.tsx';
import '../../form/form.css';

export function SupervisorOrders({ lotId }: { lotId: string }) {
  const t = useBundle(formsTexts).supervision;
  const { language, trade } = useTexts();
  const { data } = useQuery(ordersQuery(lotId));
  if (!data || data.items.length === 0) return null;
  return (
    <section className="sheet" aria-labelledby="orders"><h2 id="orders">{t.title}</h2>
      <p className="small muted">{t.lead}</p>
      {data.items.toReversed().map((one) => (
        <div className="row" key={one.orderId}>
          <p><strong>{valueName(one.orderType, language, trade)}</strong> {one.orderNo} {one.reply ? <span className="tag">{t.replied}</span> : one.closedAt ? <span className="tag">{t.carried}</span> : null}</p>
          <dl className="facts">
            <dt>{t.organ}</dt><dd>{one.organName} · <When at={one.effectiveAt} seconds={false} /></dd>
            <dt>{t.reason}</dt><dd>{one.reason}</dd>
            <dt>{t.due}</dt><dd><When at={one.dueAt} seconds={false} /> {one.asking ? <Countdown until={one.dueAt} /> : null}</dd>
            {one.reply ? <><dt>{inputName('reply', language, trade)}</dt><dd>{one.reply}</dd></> : null}
          </dl>
          <p className="form-foot">{one.asking ? <Link className="button primary" to="/desk/lots/$lotId/$act" params={{ lotId, act: 'order-reply' }}>{t.reply}</Link> : null}<a className="small" href={`${api}/lots/${lotId}/files/${one.orderFile}`} download={one.orderNo}>{t.file}</a></p>
        </div>
      ))}
    </section>
  );
}

/** Which order is answered: by its number and what it says. */
export function OrderChoice({ props, lotId }: { props: FieldProps; lotId: string }) {
  const t = useBundle(formsTexts).supervision;
  const { language, trade } = useTexts();
  const { data } = useQuery(ordersQuery(lotId));
  const asking = (data?.items ?? []).filter((one) => one.asking);
  const only = asking.length === 1 ? asking[0]?.orderId : undefined;
  const { value, change } = props;
  useEffect(() => {
    if (only !== undefined && value === undefined) change(only);
  }, [only, value, change]);
  const chosen = asking.find(({ orderId }) => orderId === value);
  return <Choice props={props} none={t.choose} hint={chosen?.reason} options={asking.map((one) => ({ value: one.orderId, label: `${valueName(one.orderType, language, trade)} ${one.orderNo}` }))} />;
}
