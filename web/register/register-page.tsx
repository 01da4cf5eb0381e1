import { getRouteApi, Link } from '@tanstack/react-router';
import { useBundle, usePageTitle } from '../texts/index.tsx';
import { shellTexts } from '../texts/shell.ts';
import { OrganisationRegistration } from './organisation.tsx';
import { PersonRegistration } from './person.tsx';
import '../form/form.css';
import '../session/session.css';
import './register.css';

const route = getRouteApi('/register');

/** The first way in: an organisation registers itself; a person's post is given by two administrators. */
export function RegisterPage() {
  const t = useBundle(shellTexts).register;
  usePageTitle(t.title);
  const person = route.useSearch().for === 'person';
  return (
    <div className="page register">
      <h1>{t.title}</h1>
      <p className="muted">{t.lead} <Link to="/sign-in">{t.have}</Link></p>
      <nav className="desk-tools" aria-label={t.which}>
        <Link className={person ? 'button' : 'button primary'} to="/register" search={{}} aria-current={person ? undefined : 'page'}>{t.organisation}</Link>
        <Link className={person ? 'button primary' : 'button'} to="/register" search={{ for: 'person' }} aria-current={person ? 'page' : undefined}>{t.person}</Link>
      </nav>
      {person ? <PersonRegistration /> : <OrganisationRegistration />}
    </div>
  );
}
