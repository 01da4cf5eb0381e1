/**
 * Declarations that no generator of `acts/` plays: strangers, forgers and the wrong state try them all the same. None is left; one
 * that comes without its generator is named here, with the reason.
 */
export const notSimulated: ReadonlySet<string> = new Set<string>([]);
