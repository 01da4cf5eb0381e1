/** What a member of a committee does by a form of its own (committee-form.tsx has one for each). Apart, so that others do not load them. */
export const memberActs = ['evl-checkin', 'evl-avoid', 'evl-chair', 'evl-prelim', 'evl-score', 'reject-vote', 'evl-reject', 'evl-clarify', 'evl-report', 'do-order-correction', 'correction-vote'] as const;
export type MemberAct = (typeof memberActs)[number];

export const sitsFor = (act: string): act is MemberAct => memberActs.some((one) => one === act);
