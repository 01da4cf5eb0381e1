import type { AnySpec } from '../../platform/act.ts';
import { doNextRound } from './do-next-round.ts';
import { acceptanceKnown, gprAccept } from './gpr-accept.ts';
import { gprFramework } from './gpr-framework.ts';
import { gprIntention, intentionKnown } from './gpr-intention.ts';
import { gprPlan } from './gpr-plan.ts';
import { gprQuote } from './gpr-quote.ts';
import { gprSingle, singleKnown } from './gpr-single.ts';
import { orderCall, orderOffer } from './order-call.ts';
import { singleObjection } from './single-objection.ts';
import { timerOfferEnd } from './timer-offer-end.ts';
import { timerPublicityEnd } from './timer-publicity-end.ts';
import { timerQuoteEnd } from './timer-quote-end.ts';

export const specs: AnySpec[] = [gprIntention, gprPlan, gprSingle, singleObjection, timerPublicityEnd, doNextRound, gprQuote, timerQuoteEnd, orderCall, orderOffer, timerOfferEnd, gprFramework, gprAccept];
export { acceptanceKnown, intentionKnown, singleKnown };
export { frameworkOfLot } from './framework-queries.ts';
export { roundsRead } from './queries.ts';
