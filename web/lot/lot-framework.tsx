import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FrameworkRead } from '../../src/contracts/framework-reads.ts';
import type { LotRead } from '../../src/contracts/reads.ts';
import { frameworkQuery } from '../api/reads.ts';
import { formsTexts } from '../texts/forms.ts';
import { useBundle, useTexts } from '../texts/index.tsx';
import { yuan } from '../ui/format.ts';
import { StageTag, When } from '../ui/pieces.tsx';

/** On the page of a lot: the agreement it led to with its orders, or the agreement it is an order of. */
export function LotFramework({ lot }: { lot: LotRead }) {
  const t = useBundle(formsTexts).orders;
  const { data } = useQuery({ ...frameworkQuery(lot.lotId), enabled: lot.framework === true });
  if (lot.order) {
    return (
      <section className="sheet" aria-labelledby="order"><h2 id="order">{t.list}</h2>
        <dl className="facts"><dt>{t.item}</dt><dd>{lot.order.itemZh}</dd><dt>{t.quantity}</dt><dd>{lot.order.quantity.toLocaleString('en-US')}</dd><dt>{t.way}</dt><dd>{t.mode[lot.order.mode]}</dd>
          <dt>{t.of}</dt><dd><Link to="/lots/$lotId" params={{ lotId: lot.order.frameworkId }}>{lot.projectName}</Link></dd></dl>
      </section>
    );
  }
  if (!data) return null;
  return (
    <>
      <Agreement framework={data} />
      <section className="sheet" aria-labelledby="orders"><h2 id="orders">{t.list} <span className="muted">{data.orders.length}</span></h2><Orders orders={data.orders} to="/lots/$lotId" /></section>
    </>
  );
}

export function Agreement({ framework }: { framework: FrameworkRead }) {
  const t = useBundle(formsTexts).orders;
  const { language } = useTexts();
  return (
    <section className="sheet" aria-labelledby="agreement"><h2 id="agreement">{t.agreement}</h2>
      {framework.inForce ? null : <p className="danger-text">{t.closed}</p>}
      <dl className="facts">
        <dt>{t.validTo}</dt><dd><When at={framework.validTo} seconds={false} /></dd>
        <dt>{t.modes}</dt><dd>{framework.modes.map((mode) => t.mode[mode]).join(language === 'zh' ? '、' : ', ')}</dd>
        <dt>{t.items}</dt><dd>{framework.items.map(({ zh }) => zh).join('、')}</dd>
      </dl>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t.suppliers}><table className="plain-table wide">
        <caption className="visually-hidden">{t.suppliers}</caption>
        <thead><tr><th scope="col" className="num">{t.rank}</th><th scope="col">{t.supplier}</th><th scope="col" className="num">{t.unit}</th><th scope="col">{t.duration}</th></tr></thead>
        <tbody>{framework.suppliers.map((one) => (
          <tr key={one.bidSeq}><td className="num">{one.rank}</td><th scope="row">{one.supplierName} {one.own ? <span className="tag">{t.own}</span> : null} {one.nextInRota ? <span className="tag ochre">{t.next}</span> : null} {one.out ? <span className="tag">{t.out}</span> : null}</th><td className="num">{yuan(one.unitFen)}</td><td>{one.duration}</td></tr>
        ))}</tbody>
      </table></div>
    </section>
  );
}

export function Orders({ orders, to }: { orders: FrameworkRead['orders']; to: '/lots/$lotId' | '/desk/lots/$lotId' }) {
  const t = useBundle(formsTexts).orders;
  if (orders.length === 0) return <p className="muted">{t.none}</p>;
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t.list}><table className="plain-table wide">
      <thead><tr><th scope="col">{t.code}</th><th scope="col">{t.item}</th><th scope="col" className="num">{t.quantity}</th><th scope="col">{t.way}</th><th scope="col">{t.supplier}</th><th scope="col" className="num">{t.price}</th><th scope="col">{t.stage}</th></tr></thead>
      <tbody>{orders.map((one) => (
        <tr key={one.orderId}><th scope="row"><Link to={to} params={{ lotId: one.orderId }}>{one.lotCode.split('-').at(-1)}</Link></th><td>{one.itemZh}</td><td className="num">{one.quantity.toLocaleString('en-US')}</td><td>{t.mode[one.mode]}</td><td>{one.supplierName}</td><td className="num">{yuan(one.priceFen)}</td><td><StageTag stage={one.stage} stageZh={one.stageZh} /></td></tr>
      ))}</tbody>
    </table></div>
  );
}
