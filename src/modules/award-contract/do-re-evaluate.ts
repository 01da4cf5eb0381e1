import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal, refuseByRule } from '../../platform/refusal.ts';
import { reopenSession, type Evaluation } from '../evaluation/index.ts';
import { loadRemedies, type Remedies } from '../project-intake/index.ts';
import { awardParties, loadAwardFacts, type AwardFacts } from './award-facts.ts';

const input = z.strictObject({
  causeCode: z.enum(['objection-upheld', 'supervisor-order']),
  orderOrObjectionNo: z.string().trim().min(1).max(100).describe('number of the upheld objection or of the order that asks for it'),
  reinstatedBidSeqs: z.array(z.int()).max(500).default([]).describe('rejected bids that come back'),
});
interface Facts extends AwardFacts { session: Rec<Evaluation> | null; remedies: Remedies }

/** 复评 (实施条例 第54、73条; 87号令 第78条): only where an objection was upheld or the supervisor orders it; one cause carries one re-evaluation. */
export const doReEvaluate = defineAct<z.infer<typeof input>, Facts>({
  id: 'do-re-evaluate', kind: 'step', subjectKind: 'lot', input,
  async load(read, cmd) {
    const facts = await loadAwardFacts(read, cmd);
    const id = facts.lot.data.evaluationSessionId;
    return { ...facts, session: id === undefined ? null : await read.get<Evaluation>('evaluation', id), remedies: await loadRemedies(read, facts.lot.id) };
  },
  parties: awardParties,
  decide({ lot, bids, session, remedies }, cmd, work) {
    const { causeCode, orderOrObjectionNo, reinstatedBidSeqs } = cmd.input;
    if (!session) throw new Refusal('state', { rule: 'state' });
    work.move(lot.data.machine, lot, 'do:re-evaluate');
    const cause = remedies.causes.find(({ no, order }) => no === orderOrObjectionNo && (order !== null) === (causeCode === 'supervisor-order'));
    if (!cause) throw refuseByRule('r-reevaluate-cause', 'orderOrObjectionNo');
    reopenSession(work, { lot, session, bids, reinstated: reinstatedBidSeqs });
    if (cause.order) {
      cause.order.state = 'carried-out';
      cause.order.data.closedAt = work.now;
      work.put(cause.order);
    }
    work.knowGates(lot.id, lot.data.openGates);
    work.step('do-re-evaluate', 'awd-decide', {
      subject: lot.id, lotId: lot.id, public: { lotId: lot.id, causeCode, orderOrObjectionNo, reinstatedBidSeqs: [...reinstatedBidSeqs].sort((a, b) => a - b), at: work.now },
      facts: { upheldObjection: true },
    });
    // methods that score nothing rank at once
    work.send('lot.reopened', { lotId: lot.id });
    work.result = { lotId: lot.id, state: lot.state, reinstated: reinstatedBidSeqs.length };
  },
});
