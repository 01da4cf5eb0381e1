import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { begin, loadOpening, openingReads, partiesOf, sayPhase, type OpeningFacts } from '../opening-hall/index.ts';

const input = z.strictObject({});

/** 直播开启: opens the session's event stream to everyone, before the deadline. Pictures join it with the video rooms. */
export const livStart = defineAct<z.infer<typeof input>, OpeningFacts>({
  id: 'liv-start', kind: 'act', subjectKind: 'lot', input, reads: openingReads, load: loadOpening, parties: partiesOf,
  decide({ lot, opening }, _cmd, work) {
    if (!['noticed', 'deadline-passed'].includes(lot.state)) throw new Refusal('state', { rule: 'state', zh: '标段当前状态不能开启直播', en: 'The lot is not in a state for its live session' });
    work.move('opening-session', opening, 'liv-start');
    opening.data.streamStartedAt = work.now;
    const streamUrl = `/api/v1/events?channel=opening:${lot.id}`;
    work.act('liv-start', {
      ...begin(work, lot),
      public: { sessionId: opening.id, sessionType: 'opening', lotId: lot.id, startedAt: work.now, streamUrl },
      facts: { streamStartedAt: work.nowMs },
    });
    sayPhase(work, { lot, opening });
    work.result = { openingId: opening.id, streamUrl };
  },
});
