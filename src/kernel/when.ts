/** The grammar of the `when` column: `a = b`, `x in {a,b}`, joined by `and`, or the word `otherwise`. */
export type Condition = { readonly name: string; readonly values: readonly string[] };
export type When =
  | { readonly kind: 'always' }
  | { readonly kind: 'otherwise' }
  | { readonly kind: 'all'; readonly conditions: readonly Condition[] };

/** Facts of the case and fields of the act. A field that was not given is undefined and satisfies no condition. */
export type Facts = Readonly<Record<string, string | undefined>>;

const equalsPattern = /^([A-Za-z]+) = ([A-Za-z][A-Za-z-]*)$/;
const inPattern = /^([A-Za-z]+) in \{([A-Za-z-]+(?:,[A-Za-z-]+)*)\}$/;

/** Throws for text outside the grammar: the catalogue is read once at start, and a bad row must stop it. */
export function parseWhen(text: string | null): When {
  if (text === null) return { kind: 'always' };
  if (text === 'otherwise') return { kind: 'otherwise' };
  return { kind: 'all', conditions: text.split(' and ').map(parseCondition) };
}

export function holds(conditions: readonly Condition[], facts: Facts): boolean {
  return conditions.every((condition) => {
    const value = facts[condition.name];
    return value !== undefined && condition.values.includes(value);
  });
}

/** Two conditions of rows with the same source and event must exclude one another (lifecycle §0.3). */
export function excludeOneAnother(a: readonly Condition[], b: readonly Condition[]): boolean {
  return a.some((left) => b.some((right) => {
    return left.name === right.name && !left.values.some((value) => right.values.includes(value));
  }));
}

function parseCondition(text: string): Condition {
  const equals = equalsPattern.exec(text);
  if (equals !== null) return { name: equals[1] ?? '', values: [equals[2] ?? ''] };
  const member = inPattern.exec(text);
  if (member !== null) return { name: member[1] ?? '', values: (member[2] ?? '').split(',') };
  throw new Error(`not a condition of the machines: ${text}`);
}
