/** Acts with a desk of their own, by where they are done. */
const bidDesk = new Set(['bid-encrypt', 'bid-fingerprint', 'bid-submit', 'bid-withdraw', 'bid-consortium', 'doc-download']);
const talks = new Set(['gpr-quote']);
const hall = new Set(['opn-checkin', 'opn-decrypt', 'opn-confirm']);

const orders = new Set(['gpr-framework', 'order-call', 'order-offer']);

/** Where an act is done: at its own desk, in the opening hall, or in the form made from its contract. */
export function actAddress(lotId: string, act: string) {
  if (bidDesk.has(act)) return { to: '/desk/lots/$lotId/bid' as const, params: { lotId } };
  if (orders.has(act)) return { to: '/desk/lots/$lotId/orders' as const, params: { lotId } };
  if (talks.has(act)) return { to: '/desk/lots/$lotId/talks' as const, params: { lotId } };
  if (hall.has(act)) return { to: '/lots/$lotId/opening' as const, params: { lotId } };
  return { to: '/desk/lots/$lotId/$act' as const, params: { lotId, act } };
}
