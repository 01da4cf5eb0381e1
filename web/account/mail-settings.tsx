import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { NotificationMailRead } from '../../src/contracts/notifications.ts';
import { api, ApiProblem, postJson, readJson } from '../api/client.ts';
import { platformQuery } from '../api/reads.ts';
import { withSession } from '../session/session.ts';
import { shellTexts } from '../texts/shell.ts';
import { useBundle, useTexts } from '../texts/index.tsx';

const settingKey = ['notification-mail'];

/** What the notifications say, by mail as well: an address counts once its mailbox has confirmed it. */
export function MailSettings() {
  const t = useBundle(shellTexts).mail;
  const { language, said, t: words } = useTexts();
  const cache = useQueryClient();
  const id = useId();
  const { data } = useQuery({ queryKey: settingKey, queryFn: ({ signal }) => readJson<NotificationMailRead>('/notifications/mail', signal), refetchOnWindowFocus: true });
  const { data: platform } = useQuery(platformQuery);
  const [email, setEmail] = useState('');
  const [told, setTold] = useState<{ text: string; bad: boolean } | null>(null);
  const run = async (work: () => Promise<unknown>, text: string) => {
    try {
      await withSession(work);
      setTold({ text, bad: false });
      setEmail('');
      await cache.invalidateQueries({ queryKey: settingKey });
    } catch (error) {
      const body = error instanceof ApiProblem ? error.body : null;
      setTold({ text: body ? said(body.detailZh, body.detailEn) : words.state.errorNetwork, bad: true });
    }
  };
  const remove = () => run(async () => {
    const response = await fetch(`${api}/notifications/mail`, { method: 'DELETE', credentials: 'same-origin' });
    if (!response.ok) throw new ApiProblem(response.status, null);
  }, t.removed);
  return (
    <section className="sheet" aria-labelledby="mail"><h2 id="mail">{t.title}</h2>
      <p className="small muted">{t.lead} {t.privacy}</p>
      {told ? <p className={told.bad ? 'refused' : undefined} role={told.bad ? 'alert' : 'status'}>{told.text}</p> : null}
      {data?.email ? <p className="got"><strong>{data.confirmed ? t.on(data.email) : t.waits(data.email)}</strong> <button type="button" className="link-button" onClick={() => void remove()}>{t.remove}</button></p> : null}
      <form className="mail-form" onSubmit={(e) => { e.preventDefault(); if (email.trim()) void run(() => postJson('/notifications/mail', { email: email.trim(), language }), t.asked); }}>
        <div><label htmlFor={id}>{data?.email ? t.other : t.email}</label><input id={id} className="input" type="email" maxLength={254} autoComplete="email" value={email} onChange={(e) => { setEmail(e.target.value); }} /></div>
        <button type="submit" className="button">{t.ask}</button>
      </form>
      {platform?.mode === 'demo' ? <p className="small muted">{t.sandbox} <a href="/sandbox/mail" target="_blank" rel="noreferrer">/sandbox/mail</a></p> : null}
    </section>
  );
}
