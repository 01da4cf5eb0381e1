// The words of the disclosure list, for the pages too: no zod here.
export const disclosureStatuses = ['on-time', 'late', 'missing', 'due', 'exempt'] as const;
export type DisclosureStatus = (typeof disclosureStatuses)[number];

/** Late: the act itself came late, the trade was stopped, the platform was slow. Not there: the act is not done, items are not there, the platform has not published yet. */
export const lateReasons = ['act-late', 'suspended', 'platform-late', 'act-missing', 'items-missing', 'not-published'] as const;
export type DisclosureReason = (typeof lateReasons)[number];
