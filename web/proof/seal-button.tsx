import { useTexts } from '../texts/index.tsx';

/** The small seal beside a done act: hollow while recorded, filled once in the ledger; without a state it only leads to the proof. */
export function SealButton({ seal, act, onOpen }: { seal?: 'recorded' | 'durable'; act: string; onOpen: () => void }) {
  const { t } = useTexts();
  const durable = seal === 'durable';
  const word = seal ? t.seal[seal] : t.seal.see;
  return (
    <button type="button" className={seal === 'recorded' ? 'seal' : 'seal durable'} onClick={onOpen} aria-label={`${word}${t.unit.colon}${t.seal.open(act)}`}
      title={durable ? t.seal.durableHint : seal ? t.seal.recordedHint : t.seal.open(act)}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.4" fill={durable ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="1.4" strokeDasharray={seal === 'recorded' ? '2.4 1.8' : undefined} />
        {seal === 'recorded' ? null : <path d="m5.2 8.2 2 2 3.6-4.2" fill="none" stroke={durable ? '#fff' : 'currentColor'} strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" />}
      </svg>
      {word}
    </button>
  );
}
