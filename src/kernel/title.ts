/** A title of a project's name and of what is said about it; a word that ends the one and begins the other is said once. */
export function titled(project: string, what: string): string {
  for (let n = Math.min(project.length, what.length); n >= 2; n -= 1) if (project.endsWith(what.slice(0, n))) return `${project}${what.slice(n)}`;
  return `${project}${what}`;
}
