import type { Language } from '../texts/index.tsx';

/** The page of a notice that needs no script, in the language of the switch. */
export function noticeHref(lotId: string, noticeId: string, language: Language): string {
  return `/notices/${lotId}/${encodeURIComponent(noticeId)}${language === 'en' ? '.en' : ''}.html`;
}
