import type { RuleId } from '../../catalogue/index.ts';
import { limitHolds } from './limits.ts';
import { need } from './facts.ts';
import type { Rule } from './rules.ts';

/** Government procurement without a tender, and orders under a framework. */
export const procurementRules = {
  'r-single-source-publicity': (f) => limitHolds(f.param('singlePublicity'), need(f.publishedAt, 'publishedAt'), need(f.publicityEnd, 'publicityEnd')),
  'r-quote-final': (f) => need(f.finalQuotes, 'finalQuotes') === 0 && f.time <= need(f.quoteEnd, 'quoteEnd'),
  'r-framework-scope': (f) => need(f.supplierAdmitted, 'supplierAdmitted') && need(f.itemListed, 'itemListed'),
} satisfies Partial<Record<RuleId, Rule>>;
