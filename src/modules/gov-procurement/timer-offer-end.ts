import { z } from 'zod';
import { offersGate } from '../../law/evidence.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { loadLot, openLotGate, type Lot } from '../project-intake/index.ts';
import { OFFER_END, waitForEnd } from './offer-end.ts';
import type { OrderCall, OrderOffer } from './order-call.ts';

/**
 * 二次竞价截止: nobody can offer any more, so what was offered enters the log, whether an order follows or not. Prices stay committed under
 * salt until the order tells them; the count tells a stranger that none was left out. Harmless when it comes twice or too early.
 */
export const timerOfferEnd = defineAct<unknown, { lot: Rec<Lot>; calls: Rec<OrderCall>[]; offers: Rec<OrderOffer>[] }>({
  id: OFFER_END, kind: 'system', subjectKind: 'lot', input: z.unknown(),
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    return { lot, calls: await read.list<OrderCall>({ kind: 'order-call', lotId: lot.id }), offers: await read.list<OrderOffer>({ kind: 'order-offer', lotId: lot.id }) };
  },
  parties: () => ({}),
  decide({ lot, calls, offers }, _cmd, work) {
    for (const call of calls.filter(({ state, data }) => state === 'open' && work.now > data.offerEnd)) {
      call.state = 'closed';
      work.put(call);
      const gate = offersGate(call.id);
      openLotGate(work, lot, gate);
      work.gov('gov-gates-opened', { subject: lot.id, lotId: lot.id, public: { gates: [gate], cause: 'offerEnd', offers: offers.filter(({ data }) => data.callId === call.id).length } });
    }
    waitForEnd(work, lot.id, calls);
  },
});
