import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import type { Work } from '../../platform/work.ts';
import type { Bid } from '../bidding/index.ts';
import { currentDraw, type Draw, type Seat } from '../expert-draw/index.ts';
import type { Evaluation, Member } from './model.ts';
import { configOf, loadSession } from './session.ts';
import { fixBenchmark } from './settle.ts';
import type { Lot } from '../project-intake/index.ts';

interface Facts { lot: Rec<Lot>; session: Rec<Evaluation> | null; draw: Rec<Draw> | null; bids: Rec<Bid>[]; names: Map<string, string>; drawn: Evaluation['drawn'] }

/**
 * The list has opened: the committee's session begins with experts and representatives on their seats. Later it seats those
 * called in someone's place. Repeated, it does nothing.
 */
export const sessionOpen = defineAct<unknown, Facts>({
  id: 'session-open', kind: 'system', subjectKind: 'lot', input: z.unknown(),
  async load(read, cmd) {
    const { lot, session } = await loadSession(read, cmd.subject);
    const [draw, bids] = [await currentDraw(read, lot.id), await read.list<Bid>({ kind: 'bid', lotId: lot.id })];
    const ids = draw ? [...draw.data.seats.flatMap((seat) => seat.expertId ?? []), ...draw.data.representativeIds] : [];
    const names = new Map<string, string>();
    for (const id of ids) names.set(id, (await read.get<{ name: string }>('account', id))?.data.name ?? '');
    const opening = lot.data.openingId === undefined ? null : await read.get<{ coefficients: Record<string, { drawn?: string; candidates: string[] }> }>('opening', lot.data.openingId);
    const drawn = Object.fromEntries(Object.entries(opening?.data.coefficients ?? {}).flatMap(([name, c]) => (c.drawn === undefined ? [] : [[name, c.drawn]])));
    return { lot, session, draw, bids, drawn, names };
  },
  parties: () => ({}),
  decide(facts, _cmd, work) {
    const { lot, session, draw } = facts;
    if (draw?.state !== 'unsealed') return;
    work.knowGates(lot.id, lot.data.openGates);
    if (session && session.data.drawId === draw.id) seatReplacements(work, session, draw, facts.names);
    else openSession(work, facts, draw);
  },
});

function openSession(work: Work, { lot, bids, names, drawn }: Facts, draw: Rec<Draw>): void {
  const experts = draw.data.seats.map((seat) => expertMember(seat, names));
  const representatives = draw.data.representativeIds.map((accountId, i): Member => ({
    seatNo: draw.data.seats.length + i + 1, accountId, expertId: null, name: names.get(accountId) ?? '', role: 'owner-rep',
  }));
  // who was found not qualified stands in the list, as out
  const opened = bids.filter((bid) => bid.state === 'decrypted' || bid.data.unqualified !== undefined).sort((a, b) => a.data.bidSeq - b.data.bidSeq);
  const session = work.create<Evaluation>('evaluation', 'ready', {
    drawId: draw.id, members: [...experts, ...representatives], former: [], voteRound: 1, competition: {}, drawn, tieDraws: [], clarifications: [],
    bids: opened.map((bid) => ({ bidId: bid.id, bidSeq: bid.data.bidSeq, bidderId: bid.data.bidderId, reviewed: [], passed: [], scored: [], votes: [], ...(bid.data.unqualified ? { out: bid.data.unqualified.reason } : {}) })),
    lacking: false, reportVersion: 0, correctionOpen: false, correctionVotes: [],
  }, { lotId: lot.id });
  lot.data.evaluationSessionId = session.id;
  work.put(lot);
  if (configOf(lot).benchmarkBase === 'opened') fixBenchmark({ lot, session, bids });
}

/** Whoever was called in another's place starts afresh: the work done on the seat before is not his. */
function seatReplacements(work: Work, session: Rec<Evaluation>, draw: Rec<Draw>, names: Map<string, string>): void {
  for (const seat of draw.data.seats) {
    const at = session.data.members.findIndex((member) => member.seatNo === seat.seatNo);
    const before = session.data.members[at];
    if (seat.reply !== 'accepted' || !before || before.accountId === seat.expertId) continue;
    session.data.former.push(before);
    session.data.members[at] = expertMember(seat, names);
    for (const tally of session.data.bids) {
      for (const field of ['reviewed', 'passed', 'scored'] as const) tally[field] = tally[field].filter((seatNo) => seatNo !== seat.seatNo);
      tally.votes = tally.votes.filter((vote) => vote.seatNo !== seat.seatNo);
    }
    delete session.data.competition[String(seat.seatNo)];
    work.put(session);
  }
}

function expertMember(seat: Seat, names: Map<string, string>): Member {
  const accountId = seat.expertId;
  if (accountId === null) throw new Error(`seat ${seat.seatNo} is empty`);
  return { seatNo: seat.seatNo, accountId, expertId: seat.expertNo, name: names.get(accountId) ?? '', role: 'expert' };
}
