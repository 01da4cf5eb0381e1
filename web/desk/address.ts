/** Where an act is done: acts with a desk of their own go there, all others to their form. */
export function actAddress(lotId: string, act: string) {
  return { to: '/desk/lots/$lotId/$act' as const, params: { lotId, act } };
}
