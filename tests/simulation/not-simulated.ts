/**
 * Declarations that no generator of `acts/` plays yet: strangers, forgers and the wrong state try them all the same. What gathers the
 * people (`players.ts`) is done once in every run besides, rightly.
 */
export const notSimulated: ReadonlySet<string> = new Set([
  // orders under a framework agreement: no trade of the simulation concludes one yet
  'gpr-framework', 'order-call', 'order-offer',
]);
