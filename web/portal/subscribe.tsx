import { useRef, useState, type FormEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { searchTypes } from '../../src/contracts/search-words.ts';
import { ApiProblem, postJson } from '../api/client.ts';
import { platformQuery } from '../api/reads.ts';
import { useTexts } from '../texts/index.tsx';
import { feedParams } from './filter.ts';
import './subscribe.css';

/** The filter of the page as a subscription: what is yet to come has no stage and no days. */
function useWanted(): Record<string, string> {
  const { stage: _stage, from: _from, to: _to, type: _type, ...rest } = feedParams(useSearch({ from: '/' }));
  return Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
}

/** Beside the feed: the same filter by mail. `names` are the chosen filters in words. */
export function SubscribeButton({ names }: { names: readonly string[] }) {
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button type="button" className="link-button small" onClick={() => dialog.current?.showModal()}>{t.subscribe.open}</button>
      <dialog ref={dialog} className="subscribe" aria-labelledby="subscribe-title"><SubscribeForm names={names} close={() => dialog.current?.close()} /></dialog>
    </>
  );
}

function SubscribeForm({ names, close }: { names: readonly string[]; close: () => void }) {
  const { t, language, said } = useTexts();
  const filter = useWanted();
  const { type: shown } = useSearch({ from: '/' });
  const { data: platform } = useQuery(platformQuery);
  const [state, setState] = useState<'open' | 'sending' | 'sent' | { zh: string; en: string }>('open');
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string): string => { const value = data.get(name); return typeof value === 'string' ? value.trim() : ''; };
    setState('sending');
    try {
      await postJson('/subscriptions', { email: text('email'), filter: { ...filter, ...(text('type') === '' ? {} : { type: text('type') }) }, frequency: text('frequency'), language });
      setState('sent');
    } catch (error) {
      const body = error instanceof ApiProblem ? error.body : null;
      setState(body ? { zh: body.detailZh, en: body.detailEn } : { zh: t.state.errorNetwork, en: t.state.errorNetwork });
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h2 id="subscribe-title">{t.subscribe.title}</h2>
      {state === 'sent' ? (
        <>
          <p role="status" className="verdict">{t.subscribe.sent}</p>
          {platform?.mode === 'demo' ? <p className="small">{t.subscribe.sandbox} <a href="/sandbox/mail" target="_blank" rel="noreferrer">/sandbox/mail</a></p> : null}
          <p className="buttons"><button type="button" className="button primary" onClick={() => { setState('open'); close(); }}>{t.subscribe.close}</button></p>
        </>
      ) : (
        <>
          <p className="small muted">{t.subscribe.what}{t.unit.colon}{names.length === 0 ? t.subscribe.everything : names.join(t.subscribe.and)}</p>
          <label>{t.subscribe.email}<input name="email" type="email" required maxLength={254} autoComplete="email" inputMode="email" /></label>
          <label>{t.home.types}
            <select name="type" defaultValue={shown ?? ''}><option value="">{t.home.all}</option>{searchTypes.map((type) => <option key={type} value={type}>{t.home.typeNames[type]}</option>)}</select>
          </label>
          <fieldset><legend>{t.subscribe.often}</legend>
            <label><input type="radio" name="frequency" value="at-once" defaultChecked /> {t.subscribe.atOnce}</label>
            <label><input type="radio" name="frequency" value="daily" /> {t.subscribe.daily}</label>
          </fieldset>
          {typeof state === 'object' ? <p role="alert" className="problem">{said(state.zh, state.en)}</p> : null}
          <p className="small muted">{t.subscribe.privacy}</p>
          <p className="buttons">
            <button type="submit" className="button primary" disabled={state === 'sending'}>{t.subscribe.submit}</button>
            <button type="button" className="button" onClick={close}>{t.subscribe.close}</button>
          </p>
        </>
      )}
    </form>
  );
}
