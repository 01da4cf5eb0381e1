export { intSubmit } from './int-submit.ts';
export { lotIsPublic, openLotGate, lotParam, lotParties } from './model.ts';
export type { Criterion, Custodian, DocumentRef, EvaluationConfig, Lot, Project } from './model.ts';
