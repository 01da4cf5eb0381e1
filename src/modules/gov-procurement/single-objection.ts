import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadLot, lotParties, type Lot } from '../project-intake/index.ts';

const input = z.strictObject({
  objectorName: z.string().trim().min(2).max(200),
  outcome: z.enum(['upheld', 'rejected']),
  reason: z.string().trim().min(1).max(2000),
  replyFile: sha256Hex.describe('objection and written reply in one file, uploaded before'),
});

/**
 * An objection to the publicity of a single source with its outcome, as the purchaser decided it with experts (财政部令第74号 第40条).
 * Recorded while the publicity runs: the timer that ends it goes by what stands here. Who objected stays under salt.
 */
export const singleObjection = defineAct<z.infer<typeof input>, { lot: Rec<Lot>; file: unknown }>({
  id: 'single-objection', kind: 'gov', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const { entityId, roles } = cmd.actor;
    const mine = entityId !== null && ((roles.includes('tenderer') && entityId === lot.data.tendererId) || (roles.includes('agency') && entityId === lot.data.agencyId));
    if (!mine) throw new Refusal(lotParties(lot).public === true ? 'forbidden' : 'not-found');
    return { lot, file: await read.blob(cmd.input.replyFile, cmd.actor.entityId) };
  },
  parties: () => ({}),
  decide({ lot, file }, cmd, work) {
    const { single } = lot.data;
    if (lot.state !== 'single-publicity' || !single || work.now >= single.publicityEnd) throw new Refusal('state', { rule: 'state', zh: '仅公示期内可登记异议及处理结果', en: 'Objections are recorded while the publicity runs' });
    if (!file) throw new Refusal('blob-missing', { field: 'replyFile' });
    // acts for the purchaser or its agency, whichever holds the account
    cmd.actor.role = cmd.actor.entityId === lot.data.tendererId ? 'tenderer' : 'agency';
    const { outcome, objectorName, reason, replyFile } = cmd.input;
    const number = single.objections.length + 1;
    single.objections.push({ number, outcome, decidedAt: work.now });
    work.put(lot);
    work.knowGates(lot.id, lot.data.openGates);
    work.gov('gov-single-objection', { subject: lot.id, lotId: lot.id, public: { lotId: lot.id, number, outcome, decidedAt: work.now }, salted: { objectorName, reason }, docs: { replyFile } });
    work.result = { number, outcome };
  },
});
