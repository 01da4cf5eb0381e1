// The lot page as the tenderer and its agency need it: next step and who is late, calendar, questions, the other lots, results and papers.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ActionItem } from '../../../src/contracts/desk.ts';
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import { workroomQuery } from '../../api/workroom-reads.ts';
import { tendererTexts } from '../../texts/tenderer.ts';
import { useBundle } from '../../texts/index.tsx';
import { StageTag } from '../../ui/pieces.tsx';
import { Papers, Ranking } from './award-aside.tsx';
import { LotCalendar } from './calendar.tsx';
import { ContractCard } from './contract-card.tsx';
import { Invited } from './invitees.tsx';
import { NextStep } from './next-step.tsx';
import { SupervisorOrders } from './orders.tsx';
import { LotQuestions } from './questions.tsx';
import './tender.css';

const asking = new Set(['noticed', 'prequal-noticed', 'deadline-passed']);

/** The list of those invited is public in these. */
const OVER = new Set(['deadline-passed', 'opening', 'adjourned', 'opened', 'negotiating', 'quoted', 'evaluated', 'candidate-publicity', 'awarded', 'notified', 'result-published', 'contracted', 'rectifying', 'performance-over', 'closed']);

export function TenderSide({ lotId, next, actions }: { lotId: string; next: readonly ActionItem[]; actions: readonly ActionItem[] }) {
  const { data: room } = useQuery(workroomQuery(lotId));
  return (
    <>
      <SupervisorOrders lotId={lotId} />
      <NextStep lotId={lotId} next={next} room={room} />
      {room?.state === 'suspended' ? null : <LotCalendar lotId={lotId} />}
      {room && (asking.has(room.state) || room.openQuestions > 0) ? <LotQuestions lotId={lotId} mayAnswer={actions.some(({ id }) => id === 'doc-clarify')} /> : null}
      {room ? <ContractCard room={room} /> : null}
      <Invited lotId={lotId} own={room?.bidDeadline === undefined || !OVER.has(room.state)} />
      {room ? <Ranking room={room} /> : null}
      {room && room.lots.length > 1 ? <Siblings room={room} /> : null}
      {room && room.bids.length > 0 ? <Papers lotId={lotId} /> : null}
    </>
  );
}

function Siblings({ room }: { room: WorkroomRead }) {
  const { project: t } = useBundle(tendererTexts);
  return (
    <section className="sheet" aria-labelledby="lots"><h2 id="lots">{t.others}</h2>
      <p className="small muted">{t.together}</p>
      <ul className="dates">{room.lots.map((one) => (
        <li key={one.lotId}>{one.lotId === room.lotId ? <strong>{one.lotNo} {one.lotName} <span className="muted small">{t.here}</span></strong> : <Link to="/desk/lots/$lotId" params={{ lotId: one.lotId }}>{one.lotNo} {one.lotName}</Link>}<StageTag stage={one.stage} stageZh={one.stageZh} /></li>
      ))}</ul>
    </section>
  );
}
