/** The promise letter (进场承诺书) that is signed now; its text stands in promise-letters.ts. */
export const currentPromise = '2026-1';
