/** Sub-items that say again what a notice of the lot says. */
export const saidByNotices: ReadonlySet<string> = new Set(['eng-tender-notice', 'eng-abnormal', 'eng-clarification', 'eng-plan', 'gp-correction', 'gp-notice', 'gp-intention', 'gp-termination']);
