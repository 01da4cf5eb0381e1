/** Notices that are made whole from their preview, by what they are called: they have no items of their own. */
export const stops: Readonly<Record<string, string>> = { suspend: '中止', resume: '恢复' };

export const isStop = (type: unknown): boolean => String(type) in stops;
