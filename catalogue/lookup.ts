/**
 * The one place where parsed JSON takes its type. The schemas in schemas/ are checked against the files by the
 * tests, so no shape is checked again at start.
 */
export function rows<T>(data: unknown): readonly T[] {
  return data as readonly T[];
}

/** A reader by key that throws for an id nobody wrote down: with literal ids that is a broken build, not input. */
export function reader<K extends string, T>(what: string, table: readonly T[], keyOf: (row: T) => K): (id: K) => T {
  const byKey = new Map<string, T>(table.map((row) => [keyOf(row), row]));
  return (id) => {
    const row = byKey.get(id);
    if (row === undefined) throw new Error(`the catalogue has no ${what} ${id}`);
    return row;
  };
}

/** For text from outside: tells whether it is an id of the list and narrows its type. */
export function isIn<K extends string>(ids: readonly K[]): (text: string) => text is K {
  const known = new Set<string>(ids);
  return (text): text is K => known.has(text);
}
