/** Recorded with every decision, so that a later reader knows which state of the law's tables was applied. */
export { catalogueVersion } from './generated.ts';
