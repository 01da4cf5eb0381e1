import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { suggestionsQuery } from '../api/reads.ts';
import { useTexts } from '../texts/index.tsx';
import { changed, type HomeFilter } from './filter.ts';

const pauseMs = 150;

/** Search with suggestions: arrows choose, Enter takes, Escape closes (the combobox pattern of ARIA). */
export function SearchBox() {
  const { t } = useTexts();
  const { q } = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const [text, setText] = useState(q ?? '');
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  // the address bar is the truth: back and forward bring the words back
  const [shown, setShown] = useState(q);
  if (shown !== q) {
    setShown(q);
    setText(q ?? '');
    setOpen(false);
  }
  const asked = usePaused(text.trim());
  const { data } = useQuery({ ...suggestionsQuery(asked), enabled: open && asked !== '' });
  const items = open && asked === text.trim() ? data?.items ?? [] : [];
  const search = (words: string): void => {
    setOpen(false);
    setChosen(-1);
    setText(words);
    void navigate({ search: (old: HomeFilter) => changed(old, { q: words.trim() === '' ? undefined : words.trim() }), resetScroll: false });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') { setOpen(false); setChosen(-1); }
    if ((event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || items.length === 0) return;
    event.preventDefault();
    // one place more than there are suggestions: what was typed
    const places = items.length + 1;
    setChosen(((chosen + 1 + (event.key === 'ArrowDown' ? 1 : -1) + places) % places) - 1);
  };
  return (
    <form role="search" className="search-box" onSubmit={(event) => { event.preventDefault(); search(items[chosen]?.text ?? text); }}>
      <label className="visually-hidden" htmlFor="q">{t.home.searchLabel}</label>
      <div className="search-field">
        <input id="q" type="search" maxLength={100} value={text} placeholder={t.home.searchPlaceholder} autoComplete="off" role="combobox" aria-autocomplete="list"
          aria-expanded={items.length > 0} aria-controls="suggestions" {...(chosen >= 0 && items.length > 0 ? { 'aria-activedescendant': `suggestion-${chosen}` } : {})}
          onChange={(event) => { setText(event.target.value); setOpen(true); setChosen(-1); }} onKeyDown={onKey} onBlur={() => setOpen(false)} />
        <ul id="suggestions" role="listbox" aria-label={t.home.suggestions} hidden={items.length === 0}>
          {items.map((item, at) => (
            // pressing must not take the focus first, or the list closes under the finger
            <li key={item.text} id={`suggestion-${at}`} role="option" aria-selected={at === chosen} onMouseDown={(event) => { event.preventDefault(); search(item.text); }}>
              <span>{item.text}</span><span className="small muted">{t.home.suggestionOf[item.of]}</span>
            </li>
          ))}
        </ul>
      </div>
      <button type="submit" className="button primary">{t.home.search}</button>
    </form>
  );
}

/** The value once it has stood still for a moment. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
