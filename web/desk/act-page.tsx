import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { actionsQuery } from '../api/desk-reads.ts';
import { lotQuery } from '../api/reads.ts';
import { ActForm } from '../form/act-form.tsx';
import type { FieldProps } from '../form/fields.tsx';
import type { Session } from '../session/session.ts';
import { useDeskTexts } from '../texts/desk.ts';
import { usePageTitle, useTexts } from '../texts/index.tsx';
import { Failure, Loading, Placeholder } from '../ui/states.tsx';
import { SignedIn } from './signed-in.tsx';
import { startOf, type LotTerms } from './starts.ts';
import { EvaluationEditor } from './tender/evaluation-editor.tsx';
import './desk.css';

const route = getRouteApi('/desk/lots/$lotId/$act');

/** Any act or step on a lot as a form made from its contract. */
export function ActPage() {
  return <SignedIn>{(session) => <Act session={session} />}</SignedIn>;
}

function Act({ session }: { session: Session }) {
  const t = useDeskTexts();
  const { said } = useTexts();
  const { lotId, act } = route.useParams();
  const { data: lot } = useQuery(lotQuery(lotId));
  const { data: actions, error, refetch } = useQuery(actionsQuery(lotId));
  const found = actions?.items.find(({ id }) => id === act);
  // once done it may no longer be possible; its receipt stays until the reader goes on
  const [held, setHeld] = useState(found);
  if (found && found.id !== held?.id) setHeld(found);
  const action = found ?? (held?.id === act ? held : undefined);
  usePageTitle(said(action?.zh, action?.en) || act);
  if (!actions) return <div className="page">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading />}</div>;
  return (
    <div className="page desk">
      <nav className="crumbs small no-print"><Link to="/desk">{t.desk.title}</Link><span aria-hidden="true">/</span><Link to="/desk/lots/$lotId" params={{ lotId }}>{lot?.lotCode ?? t.desk.lot}</Link></nav>
      <h1>{said(action?.zh, action?.en) || act}</h1>
      {lot ? <p className="muted">{lot.projectName} {lot.lotName}</p> : null}
      <Body session={session} action={action} lotId={lotId} act={act} lot={lot} />
    </div>
  );
}

function Body({ session, action, lotId, act, lot }: { session: Session; action: { subject: string; given: Record<string, unknown> } | undefined; lotId: string; act: string; lot: LotTerms | undefined }) {
  const t = useDeskTexts().act;
  const words = useDeskTexts().signIn;
  const { language } = useTexts();
  if (!session.identity) return <Placeholder title={words.locked}><Link className="button" to="/sign-in">{words.importTitle}</Link></Placeholder>;
  if (!lot) return <Loading />;
  if (!action) return <Placeholder title={t.unknown}><Link className="button" to="/desk/lots/$lotId" params={{ lotId }}>{t.back}</Link></Placeholder>;
  const custom = act === 'doc-seal' ? { evaluation: (props: FieldProps) => <EvaluationEditor {...props} category={lot.category} /> } : undefined;
  const start = startOf(act, lot, language === 'zh');
  return <ActForm act={act} custom={custom} start={start} subject={action.subject} identity={session.identity} given={action.given} lotId={lotId} />;
}
