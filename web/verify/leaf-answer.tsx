import { useQuery } from '@tanstack/react-query';
import type { LeafEntry } from '../../src/contracts/reads.ts';
import { ApiProblem, readBytes } from '../api/client.ts';
import { LeafReport } from '../proof/leaf-report.tsx';
import { useTexts } from '../texts/index.tsx';
import { Failure, Loading } from '../ui/states.tsx';
import { PlatformAnswer } from './platform-answer.tsx';

export function LeafAnswer({ leafId }: { leafId: string }) {
  return (
    <section className="sheet answers">
      <LeafReport leafId={leafId} />
      <PlatformAnswer act="led-verify" subject={leafId} input={{ targetTxId: leafId }} />
    </section>
  );
}

/** A place in the ledger: the entry there names itself, and is then checked like any other. */
export function IndexAnswer({ index }: { index: number }) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery({
    queryKey: ['entry-id', index],
    queryFn: async ({ signal }) => {
      const entry = JSON.parse(new TextDecoder().decode(await readBytes(`/ledger/entries/${index}`, signal))) as LeafEntry;
      return entry.body.id;
    },
  });
  if (data) return <LeafAnswer leafId={data} />;
  if (error instanceof ApiProblem && error.status === 404) return <div className="verdict bad"><p>{t.verify.leafNone}</p></div>;
  return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={1} />;
}
