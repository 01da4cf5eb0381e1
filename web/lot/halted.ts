/** Stopped for a time, or for good: nothing runs on such a lot, no date comes and nothing is taken. */
export const ENDED: ReadonlySet<string> = new Set(['terminated', 'failed']);
export const halted = (stage: string | undefined): boolean => stage === 'suspended' || ENDED.has(stage ?? '');
