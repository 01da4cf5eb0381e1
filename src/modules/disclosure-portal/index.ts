import type { AnySpec } from '../../platform/act.ts';
import { pubDisclose } from './pub-disclose.ts';

export const specs: AnySpec[] = [pubDisclose];
export { disclosures } from './queries.ts';
