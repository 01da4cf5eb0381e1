import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { loadLot, openLotGate, type Lot } from '../project-intake/index.ts';
import { openObjections, type Question } from './question.ts';

/**
 * 投标截止: an instant that never moves by itself. With an unanswered objection to the documents it does not fall; a
 * clarification then sets a new one. Harmless when it comes twice or too early (a deadline that was moved).
 */
export const timerBidDeadline = defineAct<Record<string, never>, { lot: Rec<Lot>; former: Rec<Lot> | null; questions: Rec<Question>[] }>({
  id: 'timer:bid-deadline', kind: 'system', subjectKind: 'lot', input: z.strictObject({}),
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const questions = await read.list<Question>({ kind: 'question', lotId: lot.id });
    return { lot, former: lot.data.formerLotId ? await read.get<Lot>('lot', lot.data.formerLotId) : null, questions };
  },
  parties: () => ({}),
  decide({ lot, former, questions }, _cmd, work) {
    const { bidDeadline } = lot.data;
    if (lot.state !== 'noticed' || bidDeadline === undefined || bidDeadline > work.now) return;
    lot.data.openDocumentObjections = openObjections(questions);
    const openDocumentObjections = lot.data.openDocumentObjections > 0 ? 'yes' : 'no';
    const opensFormer = openDocumentObjections === 'no' && former !== null && !former.data.openGates.includes('bid-deadline');
    work.move(lot.data.machine, lot, 'timer:bid-deadline', { openDocumentObjections }, 'system');
    if (openDocumentObjections === 'no') {
      openLotGate(work, lot, 'bid-deadline');
      // what only those invited could read until now
      if (lot.data.invited === true) work.publicBlobs.push(...(lot.data.document?.files ?? []).map(({ sha256 }) => sha256));
      // withheld until now: whom the prequalification let pass
      if (lot.data.prequal) work.send('acted', { fp: 'bid-prequal-result', lotId: lot.id });
      // who took part in the round that failed is told when this one passes the same gate (lifecycle §0.5)
      if (opensFormer) openLotGate(work, former, 'bid-deadline');
      work.send('lot.deadline-passed', { lotId: lot.id });
    }
    work.knowGates(lot.id, lot.data.openGates);
    work.moved('opn-start', { subject: lot.id, lotId: lot.id, public: { event: 'timer:bid-deadline', bidDeadline, openDocumentObjections } });
    // in the former round's own log, where whoever checks that one looks
    if (opensFormer) work.gov('gov-gates-opened', { subject: former.id, lotId: former.id, public: { gates: ['bid-deadline'], cause: 'laterRound' } });
    work.result = { state: lot.state };
  },
});
