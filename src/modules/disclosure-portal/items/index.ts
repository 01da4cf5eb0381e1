import type { SubItemId } from '../../../../catalogue/index.ts';
import { ENGINEERING } from './engineering.ts';
import { PROCUREMENT } from './procurement.ts';
import type { AnyRule } from './rule.ts';

/** By sub-item: what it says and from when. Categories that have no trades yet have no rules yet. */
export const RULES: Partial<Record<SubItemId, AnyRule>> = { ...ENGINEERING, ...PROCUREMENT };
export const RULED_CATEGORIES = ['engineering', 'gov-procurement'] as const;

export { resultPublicityEnd } from './procurement.ts';
export { supervisorOf, type AnyRule, type DecidedRemedy, type DisclosureFacts, type Instance, type Items } from './rule.ts';
