/**
 * The domain as data, typed. A page that needs one part only imports acts.ts, law.ts, disclosure.ts or measures.ts,
 * so that the other tables are not sent to the browser.
 */
export * from './acts.ts';
export * from './disclosure.ts';
export * from './evaluation-defaults.ts';
export * from './generated.ts';
export * from './holidays.ts';
export * from './regions.ts';
export * from './law.ts';
export * from './measures.ts';
export type * from './types.ts';
