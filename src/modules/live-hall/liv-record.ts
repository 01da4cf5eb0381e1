import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { lotParam } from '../project-intake/index.ts';
import { begin, loadOpening, openingReads, sayPhase, type OpeningFacts } from '../opening-hall/index.ts';

const input = z.strictObject({
  recordingSegments: z.string().regex(/^[0-9a-f]{64}$/).describe('digest over everything the channel said, in order'),
  segmentCount: z.int().min(0), maxGapSeconds: z.int().min(0),
});

/** 直播录像封存, system: when the opening is closed, its event stream is sealed by digest. Repeated, it does nothing. */
export const livRecord = defineAct<z.infer<typeof input>, OpeningFacts>({
  id: 'liv-record', kind: 'system', subjectKind: 'lot', input, reads: openingReads, load: loadOpening, parties: () => ({}),
  decide({ lot, opening }, cmd, work) {
    if (opening.state !== 'closed') return;
    const { recordingSegments, segmentCount, maxGapSeconds } = cmd.input;
    const endedAt = opening.data.endedAt ?? work.now;
    const durationSeconds = Math.max(0, Math.round((Date.parse(endedAt) - Date.parse(opening.data.streamStartedAt ?? endedAt)) / 1_000));
    work.move('opening-session', opening, 'liv-record', {}, 'system');
    work.systemAct('liv-record', {
      ...begin(work, lot),
      public: { sessionId: opening.id, durationSeconds, segmentCount, endedAt },
      docs: { recordingSegments },
      facts: { param: lotParam(lot.data), hashPairs: [[recordingSegments, cmd.input.recordingSegments]], streamGapMax: maxGapSeconds },
    });
    sayPhase(work, { lot, opening });
  },
});
