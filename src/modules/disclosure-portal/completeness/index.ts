export { keepState } from './keep.ts';
export { disclosureCsv, disclosureStatus, lotDisclosures } from './queries.ts';
