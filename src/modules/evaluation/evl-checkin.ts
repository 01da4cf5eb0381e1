import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { committeeParam, formDigest } from '../expert-draw/index.ts';
import type { Rec } from '../../platform/records.ts';
import type { Evaluation } from './model.ts';
import { COMMITTEE, enter, IDENTITY_NOTE, memberOf, sessionOf, sessionParties, sessionReads, type SessionFacts } from './session.ts';
import { avoidHitsOf, loadAvoidance, type Avoidance } from './avoidance.ts';

const input = z.strictObject({ witnessed: z.literal(true).describe('the centre has checked the identity at the door and signs for it') });
type Facts = SessionFacts & { avoidance: Avoidance };

/** 评委签到: until face checks land the centre's staff check the identity, and the leaf says so. */
export const evlCheckin = defineAct<z.infer<typeof input>, Facts>({
  id: 'evl-checkin', kind: 'act', subjectKind: 'lot', input, reads: sessionReads,
  async load(read, cmd, prefetched) {
    const facts = sessionOf(prefetched);
    return { ...facts, avoidance: await loadAvoidance(read, facts, cmd.actor) };
  },
  parties: sessionParties,
  decide({ lot, session, avoidance }, cmd, work) {
    enter(work, { lot });
    const member = memberOf(session, cmd.actor);
    work.move('evaluation-session', session, 'evl-checkin');
    member.checkedInAt = work.now;
    // a replacement that joins a session in its course declares by signing in: the rule below has looked
    if (session.state === 'paused') member.declared = 'clear';
    work.act('evl-checkin', {
      subject: lot.id, lotId: lot.id,
      public: { sessionId: session.id, seatNo: member.seatNo, faceResult: 'not-required', checkedInAt: work.now, note: IDENTITY_NOTE },
      salted: { expertId: member.expertId ?? member.accountId },
      docs: { faceRecord: formDigest({ witnessed: cmd.input.witnessed, note: IDENTITY_NOTE, seatNo: member.seatNo, at: work.now }) },
      facts: { param: committeeParam(lot.data), ...COMMITTEE, avoidHits: avoidHitsOf(avoidance) },
    });
    if (session.state === 'ready' && everyone(session, (one) => one.checkedInAt !== undefined)) {
      work.move('evaluation-session', session, 'do:all-in', {}, 'system');
      work.moved('evl-checkin', { subject: lot.id, lotId: lot.id, public: { sessionId: session.id, committeeSize: session.data.members.length }, facts: composition(session, lot) });
    }
    work.result = { sessionId: session.id, seatNo: member.seatNo };
  },
});

export function everyone(session: Rec<Evaluation>, test: (member: Evaluation['members'][number]) => boolean): boolean {
  return session.data.members.every((member) => member.out === undefined && test(member));
}

export function composition(session: Rec<Evaluation>, lot: SessionFacts['lot']) {
  const { members } = session.data;
  return { param: committeeParam(lot.data), committeeSize: members.length, expertCount: members.filter((member) => member.role === 'expert').length };
}
