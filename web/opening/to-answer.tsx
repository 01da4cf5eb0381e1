import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { OpeningRead } from '../../src/contracts/reads.ts';
import { actionsQuery } from '../api/desk-reads.ts';
import { useHeldSession } from '../desk/signed-in.tsx';
import { bidderTexts } from '../texts/bidder.ts';
import { useBundle } from '../texts/index.tsx';

/** 当场答复: whoever may answer an objection is told of it in the hall, where it was raised. */
export function ToAnswer({ opening: { lotId, bidders } }: { opening: OpeningRead }) {
  const t = useBundle(bidderTexts).hall;
  const { shown: session } = useHeldSession();
  const objected = bidders.filter(({ status }) => status === 'objected').length;
  const tends = session?.me.account.roles.some((role) => role === 'tenderer' || role === 'agency') ?? false;
  const asked = actionsQuery(lotId);
  // asked anew with each objection that is raised
  const { data } = useQuery({ ...asked, queryKey: [...asked.queryKey, `objected-${objected}`], enabled: tends && objected > 0 });
  if (!data?.items.some(({ id }) => id === 'dispute-answer')) return null;
  return <section className="notes" role="status"><p><strong>{t.toAnswer}</strong></p><p className="form-foot"><Link className="button primary" to="/desk/lots/$lotId/$act" params={{ lotId, act: 'dispute-answer' }}>{t.toAnswerLink}</Link></p></section>;
}
