/**
 * Declarations that no generator of `acts/` plays yet: strangers, forgers and the wrong state try them all the same. Those that only
 * gather the people (`players.ts`) are done once in every run, rightly.
 */
export const notSimulated: ReadonlySet<string> = new Set([
  'gpr-framework', 'order-call', 'order-offer',
]);
