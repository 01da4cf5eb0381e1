import { useQuery } from '@tanstack/react-query';
import { ApiProblem } from '../api/client.ts';
import { checkpointQuery, platformQuery } from '../api/reads.ts';
import { parseCheckpoint, parseVerifierKey, signedBy, toHex } from '../proof/tlog.ts';
import { useTexts } from '../texts/index.tsx';
import { Failure, Loading } from '../ui/states.tsx';

export function Checkpoint() {
  const { t } = useTexts();
  const { data: platform } = useQuery(platformQuery);
  const { data: text, error, refetch } = useQuery(checkpointQuery);
  const none = error instanceof ApiProblem && error.status === 404;
  return (
    <section className="sheet" aria-labelledby="checkpoint">
      <h2 id="checkpoint">{t.verify.checkpoint}</h2>
      <p className="small muted">{t.verify.checkpointLead}</p>
      {text && platform ? <Signed text={text} vkey={platform.ledger.vkey} />
        : none ? <p>{t.verify.checkpointNone}</p> : error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={1} />}
      {platform ? <p className="small"><span className="muted">{t.shell.fingerprint}</span><br /><span className="mono">{platform.ledger.fingerprint}</span></p> : null}
    </section>
  );
}

function Signed({ text, vkey }: { text: string; vkey: string }) {
  const { t } = useTexts();
  const { data: checked } = useQuery({
    queryKey: ['checkpoint-signed', text, vkey], staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const checkpoint = parseCheckpoint(text);
      return { checkpoint, good: await signedBy(checkpoint, parseVerifierKey(vkey)) };
    },
  });
  if (!checked) return null;
  const { checkpoint, good } = checked;
  return (
    <>
      <dl className="facts small">
        <dt>{t.verify.origin}</dt><dd className="mono">{checkpoint.origin}</dd>
        <dt>{t.verify.entries}</dt><dd>{String(checkpoint.size)}</dd>
        <dt>{t.verify.root}</dt><dd className="mono">{toHex(checkpoint.root)}</dd>
      </dl>
      <p><span className={`tag ${good ? 'jade' : 'danger'}`}>{good ? t.verify.signedGood : t.verify.signedBad}</span></p>
      <details><summary className="small">{t.verify.checkpointShow}</summary><pre className="small checkpoint-text">{text}</pre></details>
    </>
  );
}
