// What a lot waits for, state by state: the acts and steps that carry the trade on, for the desks. Everything else one may do
// is offered beside them. No validator here, so that pages read the table without loading one.

/** State of `tender-lot` or `gp-lot` → what is expected, in the order in which it is done. */
export const nextSteps: Readonly<Record<string, readonly string[]>> = {
  draft: ['gpr-intention', 'gpr-plan', 'int-submit'],
  intended: ['gpr-plan'],
  planned: ['int-submit'],
  'intake-pending': ['int-promise', 'int-accept'],
  accepted: ['int-schedule', 'gpr-single', 'doc-seal'],
  'single-publicity': ['gpr-single'],
  sealed: ['doc-fair-review'],
  'docs-reviewed': ['not-publish', 'not-invite'],
  'prequal-noticed': ['doc-issue', 'doc-download', 'doc-clarify', 'bid-prequal-apply'],
  'prequal-review': ['bid-prequal-result'],
  prequalified: ['not-invite'],
  announced: ['not-invite', 'doc-issue'],
  noticed: ['doc-download', 'doc-clarify', 'bid-submit', 'exp-draw-request', 'liv-start', 'opn-checkin'],
  'deadline-passed': ['opn-start', 'opn-checkin', 'do-too-few', 'not-abnormal'],
  opening: ['opn-list', 'opn-decrypt', 'opn-announce', 'opn-coefficient', 'opn-confirm'],
  adjourned: ['do-reconvene'],
  opened: ['exp-draw-request', 'evl-checkin', 'evl-avoid', 'evl-chair', 'evl-prelim', 'do-next-round', 'evl-score', 'evl-report', 'evl-clarify'],
  negotiating: ['gpr-quote'],
  quoted: ['do-next-round', 'evl-score', 'evl-report'],
  evaluated: ['awd-candidate', 'awd-decide'],
  'candidate-publicity': ['awd-decide'],
  selected: ['awd-result'],
  awarded: ['awd-notice', 'awd-result'],
  notified: ['awd-result', 'do-report-award', 'ctr-sign'],
  'result-published': ['awd-notice', 'ctr-sign'],
  contracted: ['awd-result', 'gpr-accept', 'ctr-perform', 'int-archive'],
  rectifying: ['gpr-accept'],
  'performance-over': ['int-archive'],
  suspended: ['sup-order', 'not-abnormal'],
  failed: ['do-retender', 'int-archive'],
  closed: ['cer-issue'],
};

const ROUNDS: readonly string[] = ['competitive-negotiation', 'competitive-consultation', 'single-source'];

/** Whether a step is of the trade's method at all: an open tender sends no invitations, and only procurement has an intention. */
export function isOfMethod(id: string, { category, kind }: { category: string; kind: string }): boolean {
  if (id === 'gpr-single') return kind === 'single-source';
  if (id === 'gpr-quote' || id === 'do-next-round') return ROUNDS.includes(kind);
  if (id === 'not-publish') return kind !== 'single-source' && kind !== 'invited-tender';
  if (id === 'not-invite') return kind !== 'open-tender' && kind !== 'inquiry';
  return !id.startsWith('gpr-') || category === 'gov-procurement';
}
