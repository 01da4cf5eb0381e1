import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { committeeParam } from '../expert-draw/index.ts';
import { COMMITTEE, enter, memberOf, sessionOf, sessionParties, sessionReads, type SessionFacts } from './session.ts';

const input = z.strictObject({
  reportDigest: z.string().regex(/^[0-9a-f]{64}$/).describe('digest of the report as the member read it'),
  position: z.enum(['agree', 'dissent']), reason: z.string().trim().min(1).max(2000).optional(),
});

/** 评标报告签署: every member signs, or dissents and says why (招标投标法实施条例 第53条). */
export const evlReport = defineAct<z.infer<typeof input>, SessionFacts>({
  id: 'evl-report', kind: 'act', subjectKind: 'lot', input, reads: sessionReads,
  load: async (_read, _cmd, prefetched) => sessionOf(prefetched),
  parties: sessionParties,
  decide({ lot, session }, cmd, work) {
    enter(work, { lot });
    const member = memberOf(session, cmd.actor);
    const { position, reason, reportDigest } = cmd.input;
    work.move('evaluation-session', session, 'evl-report');
    const { report, members } = session.data;
    if (report?.digest !== reportDigest) throw new Refusal('version-conflict', { field: 'reportDigest' });
    if (member.signed) throw new Refusal('state', { rule: 'state', zh: '您已签署', en: 'You have signed' });
    if (position === 'dissent' && reason === undefined) throw new Refusal('invalid-input', { field: 'reason', zh: '不同意见须书面说明理由', en: 'Dissent is given with its reason' });
    member.signed = { position, at: work.now, ...(reason === undefined ? {} : { reason }) };
    const signed = members.filter((one) => one.signed);
    work.act('evl-report', {
      subject: lot.id, lotId: lot.id,
      public: {
        sessionId: session.id, candidateCount: report.candidates.length, signedCount: signed.filter((one) => one.signed?.position === 'agree').length,
        dissentCount: signed.filter((one) => one.signed?.position === 'dissent').length, signedAt: work.now, position,
      },
      salted: { expertId: member.expertId ?? member.accountId }, docs: { reportFile: report.digest },
      facts: { param: committeeParam(lot.data), ...COMMITTEE, candidateRanks: report.candidates.map((one) => one.rank) },
    });
    if (signed.length === members.length) allSigned(work, { lot, session });
    work.result = { signed: signed.length, of: members.length };
  },
});

function allSigned(work: Work, { lot, session }: SessionFacts): void {
  const candidates = session.data.report?.candidates ?? [];
  work.move('evaluation-session', session, 'do:all-signed', {}, 'system');
  work.move(lot.data.machine, lot, 'do:all-signed', {}, 'system');
  Object.assign(session.data, { reportAt: work.now });
  Object.assign(lot.data, { reportAt: work.now, candidates: candidates.map((one) => ({ ...one })) });
  work.moved('evl-report', {
    subject: lot.id, lotId: lot.id, public: { sessionId: session.id, reportAt: work.now, candidateCount: candidates.length },
    facts: {
      param: committeeParam(lot.data), reportPositions: session.data.members.filter((one) => one.signed).length, committeeSize: session.data.members.length,
      candidateRanks: candidates.map((one) => one.rank),
    },
  });
  work.send('lot.evaluated', { lotId: lot.id, candidates: candidates.length });
}
