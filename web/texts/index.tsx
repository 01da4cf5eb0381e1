import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { zh, type Texts } from './zh.ts';

export type Language = 'zh' | 'en';
export type Spoken = {
  language: Language; t: Texts; setLanguage: (language: Language) => void;
  /** Chooses between the two words the platform sent; Chinese stands in where English is missing. */
  said: (zhText: string | undefined, enText?: string | undefined) => string;
};

const stored = 'qinglan-language';
const LanguageContext = createContext<Spoken | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (readStored() === 'en' ? 'en' : 'zh'));
  const [en, setEn] = useState<Texts | null>(null);
  useEffect(() => {
    if (language === 'en' && !en) void import('./en.ts').then((module) => setEn(module.en));
  }, [language, en]);
  const shown: Language = language === 'en' && en ? 'en' : 'zh';
  useEffect(() => {
    document.documentElement.lang = shown === 'en' ? 'en' : 'zh-CN';
  }, [shown]);
  const value = useMemo<Spoken>(() => ({
    language: shown, t: shown === 'en' && en ? en : zh,
    setLanguage: (next) => {
      writeStored(next);
      setLanguage(next);
    },
    said: (zhText, enText) => (shown === 'en' ? enText ?? zhText : zhText) ?? '',
  }), [shown, en]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useTexts(): Spoken {
  const value = useContext(LanguageContext);
  if (!value) throw new Error('texts are used outside their provider');
  return value;
}

/** Texts that are loaded with the pages they belong to: Chinese at once, English when it is first asked for. */
export interface Bundle<T> { zh: T; en: () => Promise<T> }

// What came once stays: the next page in English does not begin in Chinese.
const come = new Map<object, unknown>();

/** A bundle's texts in the language of the switch. */
export function useBundle<T>(bundle: Bundle<T>): T {
  const { language } = useTexts();
  const [, setCome] = useState(0);
  useEffect(() => {
    if (language !== 'en' || come.has(bundle)) return;
    void bundle.en().then((texts) => {
      come.set(bundle, texts);
      setCome((n) => n + 1);
    });
  }, [language, bundle]);
  return language === 'en' && come.has(bundle) ? come.get(bundle) as T : bundle.zh;
}

/** Names the page in the tab and in the history. */
export function usePageTitle(page: string): void {
  const { t } = useTexts();
  useEffect(() => {
    document.title = t.platform.title(page);
  }, [t, page]);
}

// Storage may be forbidden; the language then lasts as long as the page.
function readStored(): string | null {
  try {
    return localStorage.getItem(stored);
  } catch {
    return null;
  }
}

function writeStored(language: Language): void {
  try {
    localStorage.setItem(stored, language);
  } catch {
    // nothing to keep it in
  }
}
