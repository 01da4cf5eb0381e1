import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ActForm } from '../form/act-form.tsx';
import type { Session } from '../session/session.ts';
import { deskTexts } from '../texts/desk.ts';
import { useBundle, usePageTitle } from '../texts/index.tsx';
import { Placeholder } from '../ui/states.tsx';
import { SignedIn } from './signed-in.tsx';
import { ProjectFields } from './tender/project-fields.tsx';
import './desk.css';
import './tender/tender.css';

export function NewProjectPage() {
  return <SignedIn>{(session) => <NewProject session={session} />}</SignedIn>;
}

const projectKey = 'qinglan-new-project';

function NewProject({ session }: { session: Session }) {
  const t = useBundle(deskTexts);
  usePageTitle(t.desk.newProject);
  const navigate = useNavigate();
  // one id as long as the draft lives, so that a form sent twice is one project
  const [projectId] = useState(() => sessionStorage.getItem(projectKey) ?? fresh());
  const agency = !session.me.account.roles.includes('tenderer');
  if (!session.identity) return <div className="page"><Placeholder title={t.signIn.locked}><Link className="button" to="/sign-in">{t.signIn.importTitle}</Link></Placeholder></div>;
  return (
    <div className="page desk">
      <h1>{t.desk.newProject}</h1>
      <ActForm act="project-draft" subject={projectId} identity={session.identity} custom={{ '': (props) => <ProjectFields {...props} agency={agency} /> }} lacking={agency ? ownAgreementLacking : agreementLacking} start={{ stateFunded: true, regionCode: session.me.entity?.regionCode, lots: [{ lotNo: '1' }] }} done={({ result }) => {
        sessionStorage.removeItem(projectKey);
        const [lot] = (result['lots'] ?? []) as { lotId: string }[];
        if (lot) void navigate({ to: '/desk/lots/$lotId', params: { lotId: lot.lotId }, state: { drafted: true } });
      }} />
    </div>
  );
}

/** Who is represented hands in the agreement. */
const agreementLacking = ({ agencyId, agencyAgreement }: Readonly<Record<string, unknown>>): readonly string[] => (agencyId && !agencyAgreement ? ['agencyAgreement'] : []);
const ownAgreementLacking = ({ agencyAgreement }: Readonly<Record<string, unknown>>): readonly string[] => (agencyAgreement ? [] : ['agencyAgreement']);

function fresh(): string {
  const id = crypto.randomUUID();
  sessionStorage.setItem(projectKey, id);
  return id;
}
