/** A project of one lot is named once. */
export function lotTitle({ projectName, lotName }: { projectName: string; lotName?: string | undefined }): string {
  return lotName === undefined || lotName === projectName ? projectName : `${projectName} · ${lotName}`;
}
