import { Link } from '@tanstack/react-router';
import { usePageTitle, useTexts } from '../texts/index.tsx';
import { Figures } from './figures.tsx';
import { LotList } from './lot-list.tsx';
import { SearchBox } from './search-box.tsx';
import { TodaysOpenings } from './todays-openings.tsx';
import './home.css';

export function HomePage() {
  const { t } = useTexts();
  usePageTitle(t.shell.home);
  return (
    <div className="page home">
      <section className="hero">
        <div>
          <h1>{t.home.title}</h1>
          <p>{t.home.lead}</p>
        </div>
        <SearchBox />
        <Link to="/verify" className="hero-check">
          <strong>{t.home.check}</strong><span>{t.home.checkText}</span>
        </Link>
      </section>
      <Figures />
      <TodaysOpenings />
      <LotList />
    </div>
  );
}
