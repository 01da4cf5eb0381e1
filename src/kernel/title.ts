/** A title of a project's name and of what is said about it; a word that ends the one and begins the other is said once. */
export function titled(project: string, what: string): string {
  for (let n = Math.min(project.length, what.length); n >= 2; n -= 1) if (project.endsWith(what.slice(0, n))) return `${project}${what.slice(n)}`;
  return `${project}${what}`;
}

/** What a clarification is called where nobody names it. */
export function clarificationTitle(projectName: string, lotName: string | undefined, no: number): string {
  return `${projectName}${lotName ? `（${lotName}）` : ''}第${no}号澄清公告`;
}
