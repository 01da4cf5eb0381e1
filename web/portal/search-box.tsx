import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { HomeFilter } from './filter.ts';
import { useTexts } from '../texts/index.tsx';

export function SearchBox() {
  const { t } = useTexts();
  const { q } = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const [typed, setTyped] = useState(q ?? '');
  useEffect(() => setTyped(q ?? ''), [q]);
  return (
    <form role="search" className="search-box" onSubmit={(event) => {
      event.preventDefault();
      const text = typed.trim();
      void navigate({ search: ({ q: _q, cursor: _c, ...rest }: HomeFilter) => (text === '' ? rest : { ...rest, q: text }), resetScroll: false });
    }}>
      <label className="visually-hidden" htmlFor="q">{t.home.searchLabel}</label>
      <input id="q" type="search" maxLength={100} value={typed} placeholder={t.home.searchPlaceholder} autoComplete="off"
        onChange={(event) => setTyped(event.target.value)} />
      <button type="submit" className="button primary">{t.home.search}</button>
    </form>
  );
}
