import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { lotQuery, platformQuery } from '../api/reads.ts';
import { Trade, useTexts } from '../texts/index.tsx';
import { useSession } from '../session/session.ts';
import { useTheme } from '../ui/theme.ts';
import { Account } from './account.tsx';
import { DemoBanner, OfflineBanner, SessionBanner } from './banners.tsx';
import { Footer } from './footer.tsx';
import { HeaderClock } from './header-clock.tsx';

export function Shell() {
  const { t, language, setLanguage } = useTexts();
  const { data: platform } = useQuery(platformQuery);
  const session = useSession();
  const [theme, setTheme] = useTheme();
  const main = useFocusOnNewPage();
  return (
    <>
      <a className="skip" href="#content" onClick={() => main.current?.focus()}>{t.shell.skip}</a>
      {platform?.mode === 'demo' ? <DemoBanner /> : null}
      <header className="site-header">
        <div className="page">
          <Link to="/" className="brand">
            <img src="/icon.svg" alt="" width="30" height="30" />
            <span className="long">{platform?.nameZh && language === 'zh' ? platform.nameZh : t.platform.name}</span>
            <span className="short">{t.platform.short}</span>
          </Link>
          <nav className="site-nav" aria-label={t.shell.nav}>
            <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>{t.shell.home}</Link>
            <Link to="/verify">{t.shell.verify}</Link>
            {session ? <Link to="/desk">{t.shell.desk}</Link> : null}
          </nav>
          <HeaderClock />
          <Account />
          <button type="button" className="lang" aria-pressed={theme === 'dark'} aria-label={t.shell.dark} title={t.shell.dark} onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}><span aria-hidden="true">{theme === 'dark' ? '☀' : '☾'}</span></button>
          <button type="button" className="lang" lang={language === 'zh' ? 'en' : 'zh-CN'}
            title={t.shell.language} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}><span className="wide-only">{t.shell.language}</span><span className="phone-only">{t.shell.languageShort}</span></button>
        </div>
      </header>
      <OfflineBanner />
      <SessionBanner />
      <main id="content" tabIndex={-1} ref={main}><Page /></main>
      <Footer />
    </>
  );
}

/** All that is said of a lot is said in the words of its trade. */
function Page() {
  const { lotId } = useParams({ strict: false });
  const { data: lot } = useQuery({ ...lotQuery(lotId ?? ''), enabled: lotId !== undefined });
  return <Trade category={lotId === undefined ? undefined : lot?.category}><Outlet /></Trade>;
}

/** A reader of the screen or a keyboard lands on the new page's content, not at the place of the old link. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}
