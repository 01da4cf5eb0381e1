import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import type { Lot } from '../project-intake/index.ts';
import { loadCompletion } from './completion.ts';
import { CLARIFY_END } from './evl-clarify.ts';
import type { Evaluation } from './model.ts';
import { enter, isRunning, loadSession } from './session.ts';
import { settle, type Completion } from './settle.ts';

type Facts = { lot: Rec<Lot>; session: Rec<Evaluation> | null; completion: Completion };

/** What became due without an act of the committee: an answer's time is over, a tie has been drawn or can be. Repeated, it does nothing. */
function settling(id: string) {
  return defineAct<unknown, Facts>({
    id, kind: 'system', subjectKind: 'lot', input: z.unknown(),
    load: async (read, cmd) => ({ ...await loadSession(read, cmd.subject), completion: await loadCompletion(read, cmd.subject) }),
    parties: () => ({}),
    decide({ lot, session, completion }, _cmd, work) {
      // a stopped lot is settled when it goes on
      if (!session || !isRunning(lot)) return;
      enter(work, { lot });
      settle(work, { lot, session, ...completion });
    },
  });
}
export const evlSettle = settling('evl-settle');
export const evlSummary = settling('evl-summary');
export const timerClarifyEnd = settling(CLARIFY_END);
