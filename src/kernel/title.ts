/** A title of a project's name and of what is said about it; a word that ends the one and begins the other is said once. */
export function titled(project: string, what: string): string {
  for (let n = Math.min(project.length, what.length); n >= 2; n -= 1) if (project.endsWith(what.slice(0, n))) return `${project}${what.slice(n)}`;
  return `${project}${what}`;
}

/** What a clarification is called where nobody names it. */
export function clarificationTitle(projectName: string, lotName: string | undefined, no: number): string {
  return `${projectName}${lotName ? `（${lotName}）` : ''}第${no}号澄清公告`;
}

/** What a notice that stops, resumes or ends a trade is called where nobody names it; `what` is 中止, 恢复, 终止 or 流标. */
export function abnormalTitle(projectName: string, lotName: string | undefined, what: string): string {
  return `${projectName}${lotName === undefined || lotName === projectName ? '' : `(${lotName})`}${what}公告`;
}
