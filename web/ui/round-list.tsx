import type { ReactNode } from 'react';
import type { RoundItem } from '../../src/contracts/reads.ts';
import { useTexts } from '../texts/index.tsx';
import { Countdown, When } from './pieces.tsx';
import './round-list.css';

/** Rounds of quotation as anyone may see them: open until when, or ended. What was quoted is the caller's to add, when it may be shown. */
export function RoundList<R extends RoundItem>({ rounds, more }: { rounds: readonly R[]; more?: (round: R) => ReactNode }) {
  const { t } = useTexts();
  return (
    <ol className="rounds">
      {rounds.map((round) => (
        <li key={round.round} data-round={round.round} className={round.endedAt === undefined ? 'now' : 'done'}>
          <div className="head-row">
            <strong>{t.rounds.round(round.round)}{round.isFinal ? ` · ${t.rounds.final}` : ''}</strong>
            <span className={`tag ${round.endedAt === undefined ? 'ochre' : 'jade'}`}>{round.endedAt === undefined ? t.rounds.running : t.rounds.ended}</span>
          </div>
          <p className="small">
            {round.endedAt === undefined
              ? <>{t.rounds.left} <Countdown until={round.quoteEnd} /> <span className="muted"><When at={round.quoteEnd} /></span></>
              : <span className="muted"><When at={round.openedAt} />{' – '}<When at={round.endedAt} /></span>}
          </p>
          {more?.(round)}
        </li>
      ))}
    </ol>
  );
}
