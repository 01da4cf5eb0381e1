import { z } from 'zod';
import { limitInteger } from '../../kernel/params.ts';
import { defineAct } from '../../platform/act.ts';
import { begin, channelOf, loadWithBids, partiesOf, refuseUnlessOpening, ruleFacts, sayPhase, withBidsReads, type WithBids } from './facts.ts';
import { bidListDigest, bidsOfOpening } from './model.ts';
import { armPeriod, decryptWindow, minutesMs } from './periods.ts';
import { bidderRow } from './view.ts';

const input = z.strictObject({});

/** 投标人名单公布: reads out who has submitted, from the list fixed at the start, and opens the decryption window. */
export const opnList = defineAct<z.infer<typeof input>, WithBids>({
  id: 'opn-list', kind: 'act', subjectKind: 'lot', input, reads: withBidsReads, load: loadWithBids, parties: partiesOf,
  decide({ lot, opening, bids }, _cmd, work) {
    refuseUnlessOpening(lot);
    work.move('opening-session', opening, 'opn-list');
    const listed = bidsOfOpening(bids);
    const window = decryptWindow(lot);
    const decryptEnd = new Date(work.nowMs + minutesMs(limitInteger(window), window.unit)).toISOString();
    Object.assign(opening.data, { listedAt: work.now, pendingDecrypt: listed.filter((bid) => bid.state === 'receipted').length });
    armPeriod(work, lot, opening, 'decrypt', decryptEnd);
    work.act('opn-list', {
      ...begin(work, lot),
      public: { openingId: opening.id, bidderNames: listed.map((bid) => bid.data.bidderName), depositStatus: 'not-required', announcedAt: work.now },
      facts: { ...ruleFacts(lot), hashPairs: [[bidListDigest(bids), opening.data.bidListDigest ?? '']] },
    });
    sayPhase(work, { lot, opening });
    work.say(channelOf(lot), 'list', { bidders: listed.map((bid) => bidderRow(opening, bid)) });
    work.result = { decryptEnd, bidders: listed.length };
  },
});
