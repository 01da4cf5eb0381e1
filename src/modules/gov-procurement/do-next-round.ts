import { z } from 'zod';
import { instant, sha256Hex } from '../../contracts/reads.ts';
import { quotesInRounds } from '../../law/methods.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Bid } from '../bidding/index.ts';
import { clarificationOpen, enter, memberOf, sessionOf, sessionParties, sessionReads } from '../evaluation/index.ts';
import { leastSuppliers } from '../project-intake/index.ts';
import { QUOTE_END, quoting, sayRound, type RoundFacts } from './rounds.ts';
import type { Rec } from '../../platform/records.ts';

const change = z.strictObject({
  content: z.string().trim().min(1).max(4000), changedItems: z.array(z.string().trim().min(1).max(100)).min(1).max(40),
  file: sha256Hex.describe('the change as the group signed it, uploaded before; every supplier in the negotiation reads it'),
});
const input = z.strictObject({
  round: z.int().min(1).max(50), quoteEnd: instant, isFinal: z.boolean(),
  change: change.optional().describe('what was changed of the demand: told to all suppliers at once, in writing (74号令 第32条)'),
});
type Input = z.infer<typeof input>;
type Facts = Omit<RoundFacts, 'quotes'> & { file: unknown };

/** 开启报价轮次: the group's chair calls all suppliers whose response met the demand for their quotes, until an instant that all know. */
export const doNextRound = defineAct<Input, Facts>({
  id: 'do-next-round', kind: 'step', subjectKind: 'lot', input,
  reads: ({ subject }) => [...sessionReads({ subject }), { kind: 'bid', lotId: subject }],
  async load(read, cmd, prefetched) {
    const asked = cmd.input.change;
    return { ...sessionOf(prefetched), bids: (prefetched[2] ?? []) as Rec<Bid>[], file: asked ? await read.blob(asked.file, cmd.actor.accountId) : null };
  },
  parties: sessionParties,
  decide(facts, cmd, work) {
    const { lot } = facts;
    requireReady(facts, cmd);
    enter(work, facts);
    requireOrder(facts, cmd);
    if (cmd.input.change && !facts.file) throw new Refusal('blob-missing', { field: 'change.file' });
    const { round, quoteEnd, isFinal } = cmd.input;
    work.move(lot.data.machine, lot, 'do:next-round');
    const opened = { round, openedAt: work.now, quoteEnd, isFinal, ...(cmd.input.change ? { change: cmd.input.change } : {}) };
    lot.data.rounds = [...lot.data.rounds ?? [], opened];
    work.timer({ event: QUOTE_END, subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: quoteEnd });
    work.step('do-next-round', 'gpr-quote', {
      subject: lot.id, lotId: lot.id, public: { lotId: lot.id, round, quoteEnd, isFinal }, ...(cmd.input.change ? { docs: { changeFile: cmd.input.change.file } } : {}),
    });
    sayRound(work, lot, opened);
    work.result = { round, quoteEnd, isFinal, suppliers: quoting(facts).length };
  },
});

/** The chair speaks for the group; without rounds, before the review of the responses, or with a question open there is nothing to quote on. */
function requireReady({ lot, session }: Facts, cmd: Cmd<Input>): void {
  if (!quotesInRounds(lot.data)) throw new Refusal('method', { rule: 'state' });
  if (memberOf(session, cmd.actor).seatNo !== session.data.chairSeatNo) throw new Refusal('forbidden', { zh: '报价轮次由小组组长代表小组开启', en: 'The chair opens the round on behalf of the group' });
  if (session.state !== 'detailed' || clarificationOpen(session, cmd.now)) throw new Refusal('state', { rule: 'state', zh: '响应文件审查结束且无待答澄清后方可开启报价', en: 'Quotes are called for after the review of the responses, with no question open' });
}

/** One round after the other, none after the final one, and enough suppliers to compete (74号令 第37条). */
function requireOrder(facts: Facts, cmd: Cmd<Input>): void {
  const { lot } = facts;
  const before = lot.data.rounds ?? [];
  if (before.some((one) => one.isFinal)) throw new Refusal('round-after-final', { rule: 'state' });
  if (cmd.input.round !== before.length + 1) throw new Refusal('round-number', { field: 'round', rule: 'state' });
  if (cmd.input.quoteEnd <= cmd.now) throw new Refusal('invalid-input', { field: 'quoteEnd', zh: '报价截止须晚于现在', en: 'Quotes end later than now' });
  const [suppliers, least] = [quoting(facts).length, leastSuppliers(lot)];
  if (suppliers < least) throw new Refusal('suppliers-too-few', { rule: 'state', zh: `实质性响应的供应商${suppliers}家，不足${least}家，采购活动应予终止`, en: `${suppliers} suppliers are left and ${least} are needed: the procurement is to be ended` });
}
