import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { HomeFilter } from './filter.ts';
import { useTexts } from '../texts/index.tsx';

export function SearchBox() {
  const { t } = useTexts();
  const { q } = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const input = useRef<HTMLInputElement>(null);
  // the address bar is the truth: back and forward bring the words back
  useEffect(() => {
    if (input.current) input.current.value = q ?? '';
  }, [q]);
  return (
    <form role="search" className="search-box" onSubmit={(event) => {
      event.preventDefault();
      const text = input.current?.value.trim() ?? '';
      void navigate({ search: ({ q: _q, cursor: _c, ...rest }: HomeFilter) => (text === '' ? rest : { ...rest, q: text }), resetScroll: false });
    }}>
      <label className="visually-hidden" htmlFor="q">{t.home.searchLabel}</label>
      <input id="q" type="search" ref={input} maxLength={100} defaultValue={q ?? ''} placeholder={t.home.searchPlaceholder} autoComplete="off" />
      <button type="submit" className="button primary">{t.home.search}</button>
    </form>
  );
}
