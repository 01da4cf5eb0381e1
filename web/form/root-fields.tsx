// A whole form in sections and with fields that look at one another: what a contract's plain order cannot say.
import type { ReactNode } from 'react';
import { SchemaField, type FieldProps } from './fields.tsx';
import { unwrap } from './schema.ts';

export interface Root { value: Readonly<Record<string, unknown>>; set: (patch: Readonly<Record<string, unknown>>) => void }
export type Replace = Readonly<Record<string, (props: FieldProps, root: Root) => ReactNode>>;
export interface Section { id: string; title?: string; hint?: ReactNode; fields: readonly string[]; after?: (root: Root) => ReactNode }

/** Sections in their order; a field that no section names comes in the last, so that nothing a contract asks is lost. */
export function RootFields({ schema, value, change, wrong, custom, sections, replace = {} }: FieldProps & { sections: readonly Section[]; replace?: Replace }) {
  const { properties = {}, required = [] } = unwrap(schema).schema;
  const members = (value ?? {}) as Record<string, unknown>;
  // an upload answers later than it was asked: what was typed meanwhile stays
  const root: Root = { value: members, set: (patch) => { change((now: object) => ({ ...now, ...patch })); } };
  const rest = restOf(Object.keys(properties), sections);
  const inner = Object.fromEntries(Object.entries(custom ?? {}).filter(([path]) => path !== ''));
  const field = (name: string) => {
    const own = properties[name];
    if (!own) return null;
    const props: FieldProps = { name, path: name, schema: own, required: required.includes(name), value: members[name], wrong, custom: inner, change: (next) => { root.set({ [name]: next }); } };
    const drawn = replace[name];
    return <div key={name} className="root-field">{drawn ? drawn(props, root) : <SchemaField {...props} />}</div>;
  };
  return (
    <>
      {sections.map(({ id, title, hint, fields, after }, i) => {
        const names = i === sections.length - 1 ? [...fields, ...rest] : fields;
        const body = <>{hint ? <div className="field-hint">{hint}</div> : null}{names.map(field)}{after?.(root)}</>;
        if (!names.some((name) => name in properties) && !after) return null;
        return title ? <section className="sheet form-section" key={id} aria-labelledby={`s-${id}`}><h2 id={`s-${id}`}>{title}</h2>{body}</section> : <div key={id}>{body}</div>;
      })}
    </>
  );
}

export function restOf(names: readonly string[], sections: readonly Pick<Section, 'fields'>[]): string[] {
  const named = new Set(sections.flatMap(({ fields }) => fields));
  return names.filter((name) => !named.has(name));
}
