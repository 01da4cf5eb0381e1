import { useTexts } from '../texts/index.tsx';

/** The small seal beside a done act: hollow while recorded, filled once in the ledger. */
export function SealButton({ seal, act, onOpen }: { seal: 'recorded' | 'durable'; act: string; onOpen: () => void }) {
  const { t } = useTexts();
  const durable = seal === 'durable';
  return (
    <button type="button" className={durable ? 'seal durable' : 'seal'} onClick={onOpen} aria-label={`${t.seal[seal]}${t.unit.colon}${t.seal.open(act)}`}
      title={durable ? t.seal.durableHint : t.seal.recordedHint}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.4" fill={durable ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="1.4" strokeDasharray={durable ? undefined : '2.4 1.8'} />
        {durable ? <path d="m5.2 8.2 2 2 3.6-4.2" fill="none" stroke="#fff" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" /> : null}
      </svg>
      {t.seal[seal]}
    </button>
  );
}
