// A project from the outside in: what and how, then the project itself, who acts for it, and its lots as cards.
import { industriesOf, kindsOf, objectTypesOf } from '../../../src/contracts/project-choices.ts';
import { fieldId, SchemaField, type FieldProps } from '../../form/fields.tsx';
import { RootFields, type Replace } from '../../form/root-fields.tsx';
import { emptyValue, fieldOf } from '../../form/schema.ts';
import { Trade, useBundle, useTexts } from '../../texts/index.tsx';
import { valueName } from '../../texts/inputs.ts';
import { deskTexts } from '../../texts/desk.ts';
import { tendererTexts } from '../../texts/tenderer.ts';
import { Choice } from './choices.tsx';
import { asText } from './items.ts';

/** `category` where it stands already: in the amendment of a draft. */
export function ProjectFields(props: FieldProps & { category?: string; agency: boolean }) {
  const { category: chosen } = (props.value ?? {}) as { category?: string };
  return <Trade category={props.category ?? chosen}><Fields {...props} /></Trade>;
}

function Fields({ category, agency, ...props }: FieldProps & { category?: string; agency: boolean }) {
  const { project: t } = useBundle(tendererTexts);
  const { choose } = useBundle(deskTexts).act;
  const { language, said, trade } = useTexts();
  const named = (list: readonly string[]) => list.map((value) => ({ value, label: valueName(value, language, trade) }));
  const replace: Replace = {
    category: (one, root) => <Choice props={{ ...one, change: (value) => { root.set({ category: value, kind: undefined, objectType: undefined, industryId: onlyOf(industriesOf[asText(value)]) }); } }} none={t.pickFirst} options={named(Object.keys(kindsOf))} />,
    kind: (one, { value }) => (value['category'] ? <Choice props={one} none={choose} options={named(kindsOf[asText(value['category'])] ?? [])} /> : null),
    objectType: (one, { value }) => { const of = category ?? value['category']; return of ? <Choice props={one} none={choose} options={named(objectTypesOf[asText(of)] ?? [])} /> : null; },
    industryId: (one, { value }) => { const of = category ?? value['category']; return of ? <Choice props={one} none={choose} options={(industriesOf[asText(of)] ?? []).map(([id, zh, en]) => ({ value: id, label: said(zh, en) }))} /> : null; },
    lots: (one, { value }) => <LotCards props={one} category={asText(category ?? value['category'])} fixed={category !== undefined} />,
    tendererId: (one) => (agency ? <SchemaField {...one} required /> : null),
    agencyId: (one) => (agency ? null : <SchemaField {...one} />),
    agencyAgreement: (one, { value }) => (agency || value['agencyId'] ? <SchemaField {...one} required /> : null),
  };
  return (
    <RootFields {...props} replace={replace} sections={[
      { id: 'what', title: t.what, fields: ['category', 'kind', 'objectType', 'industryId'] },
      { id: 'about', title: t.about, fields: ['projectName', 'overview', 'regionCode', 'fundSource', 'stateFunded', 'contact'] },
      ...(category === undefined ? [{ id: 'agency', title: t.agency, hint: t.agencyHint, fields: ['tendererId', 'agencyId', 'agencyAgreement'] }] : []),
      { id: 'lots', title: t.lots, hint: category === undefined ? undefined : t.lotsFixed, fields: ['lots'] },
    ]} />
  );
}

function onlyOf(list: readonly (readonly [string, string, string])[] = []): string | undefined {
  return list.length === 1 ? list[0]?.[0] : undefined;
}

/** Money that a category asks for stands first in its cards; the other sums are not shown. */
const sums: Readonly<Record<string, readonly string[]>> = { engineering: ['estimateFen', 'ceilingFen'], 'gov-procurement': ['budgetFen', 'ceilingFen'] };

function LotCards({ props, category, fixed }: { props: FieldProps; category: string; fixed: boolean }) {
  const { project: t } = useBundle(tendererTexts);
  const field = fieldOf('lots', props.schema);
  const lots = Array.isArray(props.value) ? (props.value as Record<string, unknown>[]) : [];
  if (field.kind !== 'list') return null;
  const group = fieldOf('lots', field.item);
  if (group.kind !== 'group') return null;
  const names = ['lotNo', 'lotName', ...(sums[category] ?? ['estimateFen', 'budgetFen', 'ceilingFen']), 'duration', 'quality'];
  const change = (at: number, patch: Record<string, unknown>) => { props.change(lots.map((lot, i) => (i === at ? { ...lot, ...patch } : lot))); };
  return (
    <div id={fieldId('lots')} tabIndex={-1} className="lot-cards">
      <p className="field-hint">{category === 'gov-procurement' ? t.budgetHint : t.estimateHint}</p>
      {lots.map((lot, i) => (
        <fieldset className="group lot-card" key={String(i)}>
          <legend>{t.lot(asText(lot['lotNo'] ?? i + 1))}</legend>
          <div className="lot-grid">
            {names.flatMap((name) => group.properties.filter((one) => one.name === name)).map((one) => (fixed && one.name === 'lotNo' ? null
              : <SchemaField key={one.name} name={one.name} path={`lots.${i}.${one.name}`} schema={one.schema} required={one.required || (one.name === 'budgetFen' && category === 'gov-procurement')} value={lot[one.name]} wrong={props.wrong} custom={undefined} change={(next) => { change(i, { [one.name]: next }); }} />))}
          </div>
          <p className="field-hint">{t.durationHint}</p>
          {!fixed && lots.length > 1 ? <p><button type="button" className="link-button" onClick={() => { props.change(lots.filter((_, at) => at !== i)); }}>{t.removeLot}</button></p> : null}
        </fieldset>
      ))}
      {fixed || lots.length >= 50 ? null : <button type="button" className="button" onClick={() => { props.change([...lots, { ...(emptyValue('lots', field.item) as object), lotNo: nextNo(lots) }]); }}>{t.addLot}</button>}
    </div>
  );
}

/** One more than the highest number there is. */
export function nextNo(lots: readonly Record<string, unknown>[]): string {
  return String(Math.max(0, ...lots.map(({ lotNo }) => Number(lotNo)).filter((no) => Number.isInteger(no))) + 1);
}
