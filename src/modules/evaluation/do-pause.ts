import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { committeeParam, formDigest } from '../expert-draw/index.ts';
import type { Evaluation } from './model.ts';
import { enter, sessionOf, sessionParties, sessionReads, type SessionFacts } from './session.ts';

const pauseInput = z.strictObject({ reasonCode: z.enum(['network', 'power', 'member-left', 'other']) });
const resumeInput = z.strictObject({ stateHash: z.string().regex(/^[0-9a-f]{64}$/) });

/** 暂停评标: an outage or an absence; what is on record is sealed by its digest. */
export const doPause = defineAct<z.infer<typeof pauseInput>, SessionFacts>({
  id: 'do-pause', kind: 'step', subjectKind: 'lot', input: pauseInput, reads: sessionReads,
  load: async (_read, _cmd, prefetched) => sessionOf(prefetched),
  parties: sessionParties,
  decide({ lot, session }, cmd, work) {
    enter(work, { lot });
    work.move('evaluation-session', session, 'do:pause');
    const { reasonCode } = cmd.input;
    session.data.pause = { reasonCode, stateHash: sealedPoint(session.data), by: cmd.actor.role, at: work.now };
    work.step('do-pause', 'evl-checkin', { subject: lot.id, lotId: lot.id, public: { sessionId: session.id, reasonCode, stateHash: session.data.pause.stateHash, at: work.now } });
    work.result = { stateHash: session.data.pause.stateHash };
  },
});

/** 继续评标: only from the very point that was sealed, and with every seat taken. */
export const doResume = defineAct<z.infer<typeof resumeInput>, SessionFacts>({
  id: 'do-resume', kind: 'step', subjectKind: 'lot', input: resumeInput, reads: sessionReads,
  load: async (_read, _cmd, prefetched) => sessionOf(prefetched),
  parties: sessionParties,
  decide({ lot, session }, cmd, work) {
    enter(work, { lot });
    const { pause } = session.data;
    work.move('evaluation-session', session, 'do:resume');
    const { stateHash } = cmd.input;
    if (pause?.stateHash !== stateHash || sealedPoint(session.data) !== stateHash) throw new Refusal('version-conflict', { field: 'stateHash' });
    if (session.data.members.some((member) => member.out !== undefined || member.checkedInAt === undefined)) throw new Refusal('state', { rule: 'state', zh: '尚有席位未到场', en: 'A seat is not taken yet' });
    delete session.data.pause;
    work.step('do-resume', 'evl-checkin', {
      subject: lot.id, lotId: lot.id, public: { sessionId: session.id, stateHash, at: work.now },
      facts: { param: committeeParam(lot.data), organ: cmd.actor.role, suspendedBy: pause.by },
    });
  },
});

/** What no replacement during the pause may touch: bids and their fate, questions, draws, the benchmark, the report. */
function sealedPoint({ bids, clarifications, tieDraws, report, benchmarkFen }: Evaluation): string {
  const fates = bids.map(({ bidId, bidSeq, out, objective }) => ({ bidId, bidSeq, out: out ?? null, objective: objective ?? null }));
  return formDigest({ fates, clarifications, tieDraws, report: report ?? null, benchmarkFen: benchmarkFen ?? null });
}
