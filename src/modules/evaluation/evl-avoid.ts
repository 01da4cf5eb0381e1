import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { committeeParam, formDigest, loadDraw, type DrawFacts } from '../expert-draw/index.ts';
import { avoidHitsOf, loadAvoidance, type Avoidance } from './avoidance.ts';
import { composition, everyone } from './evl-checkin.ts';
import { enter, memberOf, sessionOf, sessionParties, sessionReads, type SessionFacts } from './session.ts';
import { sendOut } from './member-absent.ts';

const input = z.strictObject({ declared: z.enum(['clear', 'conflict']), relatedBidSeqs: z.array(z.int().min(1)).max(500).default([]) });
type Facts = SessionFacts & { avoidance: Avoidance; drawing: DrawFacts | null };

/** 回避声明: a conflict calls the next of the draw, and the session waits. */
export const evlAvoid = defineAct<z.infer<typeof input>, Facts>({
  id: 'evl-avoid', kind: 'act', subjectKind: 'lot', input, reads: sessionReads,
  async load(read, cmd, prefetched) {
    const facts = sessionOf(prefetched);
    return { ...facts, avoidance: await loadAvoidance(read, facts, cmd.actor), drawing: cmd.input.declared === 'conflict' ? await loadDraw(read, cmd.subject) : null };
  },
  parties: sessionParties,
  decide({ lot, session, avoidance, drawing }, cmd, work) {
    enter(work, { lot });
    const member = memberOf(session, cmd.actor);
    const { declared, relatedBidSeqs } = cmd.input;
    work.move('evaluation-session', session, 'evl-avoid');
    if (member.checkedInAt === undefined) throw new Refusal('r-expert-present', { rule: 'r-expert-present' });
    if (declared === 'conflict' && relatedBidSeqs.some((seq) => !session.data.bids.some((tally) => tally.bidSeq === seq))) throw new Refusal('invalid-input', { field: 'relatedBidSeqs' });
    member.declared = declared;
    const relatedBidderIds = session.data.bids.filter((tally) => relatedBidSeqs.includes(tally.bidSeq)).map((tally) => tally.bidderId);
    work.act('evl-avoid', {
      subject: lot.id, lotId: lot.id,
      public: { sessionId: session.id, declared, declaredAt: work.now },
      salted: { expertId: member.expertId ?? member.accountId, relatedBidderIds },
      docs: { declarationFile: formDigest({ declared, relatedBidSeqs, seatNo: member.seatNo, at: work.now }) },
      facts: { param: committeeParam(lot.data), avoidHits: avoidHitsOf(avoidance), declared },
    });
    if (declared === 'conflict' && drawing) sendOut(work, { lot: drawing.lot, session, drawing }, member, 'conflict');
    if (everyone(session, (one) => one.declared === 'clear' && one.checkedInAt !== undefined)) {
      work.move('evaluation-session', session, 'do:all-declared', {}, 'system');
      work.moved('evl-avoid', { subject: lot.id, lotId: lot.id, public: { sessionId: session.id }, facts: composition(session, lot) });
    }
  },
});
