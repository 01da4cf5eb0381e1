import { z } from 'zod';
import { distinctRoles, type ChanceRecord } from '../../platform/chance.ts';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import { limitInteger, mustParam } from '../../kernel/params.ts';
import { freezeRoster } from './exp-draw-request.ts';
import { committeeParam, formDigest, loadDraw, type DrawFacts } from './facts.ts';
import type { DrawRoster } from './model.ts';
import { draw as drawList } from './rules/draw.ts';
import { isVerified } from './replay.ts';
import { fillSeat, hitsOf, settleSeats, type Drawing } from './seats.ts';

const input = z.strictObject({ chanceId: z.uuid() });
type Facts = DrawFacts & { roster: Rec<DrawRoster> | null };

/** 专家随机抽取: when the chance has drawn, the list is recomputed from seed and snapshot, and the first are called. Repeated, it does nothing. */
export const expDrawRun = defineAct<z.infer<typeof input>, Facts>({
  id: 'exp-draw-run', kind: 'system', subjectKind: 'lot', input,
  async load(read, cmd) {
    const facts = await loadDraw(read, cmd.subject);
    const key = facts.draw ? `${facts.draw.id}/${facts.draw.data.round}` : '';
    return { ...facts, roster: facts.draw ? (await read.list<DrawRoster>({ kind: 'draw-roster', key }))[0] ?? null : null };
  },
  parties: () => ({}),
  decide(facts, cmd, work) {
    const { draw, chance, lot, roster } = facts;
    if (draw?.state !== 'requested' || chance?.id !== cmd.input.chanceId || draw.data.chanceId !== chance.id || !roster) return;
    work.knowGates(lot.id, lot.data.openGates);
    if (chance.state === 'void') voided(work, { ...facts, draw }, chance, roster.data);
    if (chance.state === 'drawn') drawn(work, { ...facts, draw }, chance, roster.data);
  },
});

function drawn(work: Work, facts: Drawing, chance: Rec<ChanceRecord>, { roster, request, inputHash }: DrawRoster): void {
  const { draw, lot } = facts;
  const list = drawList(roster, request, Buffer.from(chance.data.seed ?? '', 'hex'));
  work.move('expert-draw', draw, 'exp-draw-run', { result: 'done' }, 'system');
  draw.data.order = [...draw.data.order, ...list.order];
  for (const seat of draw.data.seats) if (seat.expertId === null) fillSeat(work, facts, seat);
  const called = draw.data.seats.map((seat) => seat.expertNo).filter((no) => no !== null);
  work.systemAct('exp-draw-run', {
    subject: lot.id, lotId: lot.id,
    public: {
      drawId: draw.id, rosterHash: formDigest(roster), seed: chance.data.seed ?? null, round: draw.data.round, drawnAt: work.now, inputHash, result: 'done',
      proof: { chanceId: chance.id, beacon: chance.data.beacon ?? null, t0LeafId: chance.data.t0LeafId ?? null },
    },
    salted: { expertIds: called }, docs: { resultList: formDigest({ called, backups: list.backups.map((one) => one.expertId) }) },
    facts: {
      param: committeeParam(lot.data), result: 'done', avoidHits: hitsOf(facts, draw.data.seats), allRevealed: (chance.data.contributions ?? []).every((one) => one.r !== undefined),
      drawVerified: list.order.join() === chance.data.order?.join() && isVerified(draw, facts.basis, null), contributorRoles: distinctRoles(chance.data),
      backupCount: list.fewBackups.length > 0 ? 0 : limitInteger(mustParam('backupCount')),
    },
  });
  settleSeats(work, facts);
}

/** Someone kept silent: the round is void, by name, and waits for new commitments. */
function voided(work: Work, { draw, lot }: Drawing, chance: Rec<ChanceRecord>, { roster, inputHash }: DrawRoster): void {
  work.move('expert-draw', draw, 'exp-draw-run', { result: 'void' }, 'system');
  draw.data.voidCount += 1;
  draw.data.chanceId = null;
  work.systemAct('exp-draw-run', {
    subject: lot.id, lotId: lot.id,
    public: { drawId: draw.id, rosterHash: formDigest(roster), seed: null, proof: { chanceId: chance.id, silent: chance.data.silent ?? [] }, round: draw.data.round, drawnAt: work.now, inputHash, result: 'void' },
    salted: { expertIds: [] }, docs: { resultList: formDigest({ called: [], backups: [] }) },
    facts: { param: committeeParam(lot.data), result: 'void', avoidHits: 0, backupCount: limitInteger(mustParam('backupCount')) },
  });
}

/** After a void round: as soon as new contributions are enough, the roster is filtered anew and frozen. */
export const expDrawFreeze = defineAct<unknown, DrawFacts>({
  id: 'exp-draw-freeze', kind: 'system', subjectKind: 'lot', input: z.unknown(),
  load: (read, cmd) => loadDraw(read, cmd.subject),
  parties: () => ({}),
  decide(facts, _cmd, work) {
    const { draw, chance, lot } = facts;
    if (draw?.state !== 'requested' || draw.data.chanceId !== null || chance?.state !== 'committing') return;
    if (distinctRoles(chance.data).length < limitInteger(mustParam('minCommitments'))) return;
    work.knowGates(lot.id, lot.data.openGates);
    freezeRoster(work, { ...facts, draw }, chance);
  },
});
