// The fields of an order, a competition and an offer: by names, with what they come to beside them.
import type { FrameworkRead, OrderCallItem } from '../../../src/contracts/framework-reads.ts';
import { SchemaField, type FieldProps } from '../../form/fields.tsx';
import { RootFields, type Replace } from '../../form/root-fields.tsx';
import { formsTexts } from '../../texts/forms.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { dateTime } from '../../ui/format.ts';
import { Choice } from '../tender/choices.tsx';

type Props = FieldProps & { framework: FrameworkRead };
const hidden = () => null;

export function OrderFields({ framework, ...props }: Props) {
  const t = useBundle(formsTexts).orders;
  const { t: words } = useTexts();
  const value = (props.value ?? {}) as Record<string, unknown>;
  const { mode } = value;
  const competes = mode === 'competition';
  const ready = framework.calls.filter(({ state, offerCount }) => state === 'over' && (offerCount ?? 0) >= 2);
  const supplier = framework.suppliers.find((one) => (mode === 'rota' ? one.nextInRota : one.bidSeq === value['bidSeq']));
  const sum = supplier && typeof value['quantity'] === 'number' ? supplier.unitFen * value['quantity'] : undefined;
  const replace: Replace = {
    mode: (one, root) => <Choice props={{ ...one, change: (next) => { root.set({ mode: next, bidSeq: undefined, callId: undefined, ...(next === 'competition' ? { itemId: undefined, quantity: undefined } : {}) }); } }} none={t.choose} hint={t.modeHint[String(mode)]} options={framework.modes.map((id) => ({ value: id, label: t.mode[id] ?? id }))} />,
    itemId: (one) => (competes ? null : <Choice props={{ ...one, required: true }} none={t.choose} options={framework.items.map(({ itemId, zh }) => ({ value: itemId, label: zh }))} />),
    quantity: (one) => (competes ? null : <SchemaField {...one} required />),
    bidSeq: (one) => (mode === 'direct' ? <Choice props={{ ...one, required: true, change: (next) => { one.change(next === undefined ? undefined : Number(next)); } }} label={t.supplier} none={t.choose} options={framework.suppliers.filter(({ out }) => !out).map((each) => ({ value: String(each.bidSeq), label: `${each.rank} · ${each.supplierName} · ${words.unit.exact(each.unitFen)}` }))} />
      : mode === 'rota' && supplier ? <p className="notes">{t.next} <strong>{supplier.supplierName}</strong> · {t.unit} {words.unit.exact(supplier.unitFen)}</p> : competes ? <p className="small muted">{t.best}</p> : null),
    callId: (one) => (competes ? <Choice props={{ ...one, required: true }} none={ready.length === 0 ? t.noCall : t.chooseCall} label={t.calls} options={ready.map((call) => ({ value: call.callId, label: `${call.itemZh} · ${t.quantityOf(call.quantity)} · ${dateTime(call.offerEnd, false)} · ${t.count(call.offerCount ?? 0)}` }))} /> : null),
  };
  return <RootFields {...props} sections={[{ id: 'what', fields: ['mode', 'callId', 'itemId', 'quantity', 'bidSeq'], after: () => (sum === undefined ? null : <p role="status">{t.total} <strong>{words.unit.exact(sum)}</strong></p>) }, { id: 'why', fields: ['reason', 'orderFile'] }]} replace={{ ...replace, frameworkId: hidden }} />;
}

/** What the chosen way needs; the contract of the act cannot say it, since it takes every way. */
export function orderLacks(value: Readonly<Record<string, unknown>>): string[] {
  const needed: Readonly<Record<string, readonly string[]>> = { direct: ['itemId', 'quantity', 'bidSeq'], rota: ['itemId', 'quantity'], competition: ['callId'] };
  return (needed[String(value['mode'])] ?? ['mode']).filter((name) => value[name] === undefined || value[name] === '');
}

export function CallFields({ framework, ...props }: Props) {
  const t = useBundle(formsTexts).orders;
  return <RootFields {...props} sections={[{ id: 'call', fields: ['itemId', 'quantity', 'offerEnd', 'demandFile'] }]} replace={{ itemId: (one) => <Choice props={one} none={t.choose} options={framework.items.map(({ itemId, zh }) => ({ value: itemId, label: zh }))} /> }} />;
}

export function OfferFields({ framework, call, ...props }: Props & { call: OrderCallItem }) {
  const t = useBundle(formsTexts).orders;
  const { t: words } = useTexts();
  const own = framework.suppliers.find((one) => one.own);
  const most = own ? own.unitFen * call.quantity : undefined;
  const price = ((props.value ?? {}) as Record<string, unknown>)['priceFen'];
  const above = most !== undefined && typeof price === 'number' && price > most;
  return <RootFields {...props} sections={[{ id: 'offer', fields: ['priceFen', 'offerFile'] }]} replace={{
    priceFen: (one) => <><SchemaField {...one} custom={undefined} wrong={above ? one.path : one.wrong} />{most === undefined ? null : <p className={above ? 'small danger-text' : 'small muted'} role={above ? 'alert' : undefined}>{above ? `${t.above} · ` : ''}{t.most(words.unit.exact(most))}</p>}</>,
  }} />;
}
