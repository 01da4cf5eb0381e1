const GRADES: readonly string[] = ['D', 'C', 'B', 'A', 'AA', 'AAA'];

/** Grades as letters or numbers; a higher number is a better grade. */
export function creditGrade(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const place = GRADES.indexOf(text);
  if (place >= 0) return place;
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
