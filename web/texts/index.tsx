import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { inTrade } from '../../src/kernel/trade-words.ts';
import { textsInTrade } from './trade.ts';
import { zh, type Texts } from './zh.ts';

export type Language = 'zh' | 'en';
export type Spoken = {
  language: Language; t: Texts; setLanguage: (language: Language) => void;
  /** Chooses between the two names the platform sent, in the words of the trade; Chinese stands in where English is missing. */
  said: (zhText: string | undefined, enText?: string | undefined) => string;
  /** The same of a title or a line that names people and projects: the platform has put it into the trade's words already. */
  asSent: (zhText: string, enText?: string | undefined) => string;
  /** whose words are spoken here: the category of the lot that is shown */
  trade: string | undefined;
};

const stored = 'qinglan-language';
const LanguageContext = createContext<Pick<Spoken, 'language' | 't' | 'setLanguage'> | null>(null);
const TradeContext = createContext<string | undefined>(undefined);

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
  const value = useMemo(() => ({
    language: shown, t: shown === 'en' && en ? en : zh,
    setLanguage: (next: Language) => {
      writeStored(next);
      setLanguage(next);
    },
  }), [shown, en]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

/** What stands inside speaks of a lot of this category, in its words. */
export function Trade({ category, children }: { category: string | undefined; children: ReactNode }) {
  return <TradeContext value={category}>{children}</TradeContext>;
}

export function useTexts(): Spoken {
  const value = useContext(LanguageContext);
  const trade = useContext(TradeContext);
  if (!value) throw new Error('texts are used outside their provider');
  return useMemo(() => ({
    ...value, trade, t: textsInTrade(value.t, trade, value.language),
    asSent: (zhText, enText) => (value.language === 'en' ? enText ?? zhText : zhText),
    said: (zhText, enText) => inTrade((value.language === 'en' ? enText ?? zhText : zhText) ?? '', trade, value.language),
  }), [value, trade]);
}

/** Texts that are loaded with the pages they belong to: Chinese at once, English when it is first asked for. */
export interface Bundle<T> { zh: T; en: () => Promise<T> }

// What came once stays: the next page in English does not begin in Chinese.
const come = new Map<object, unknown>();

/** A bundle's texts in the language of the switch. */
export function useBundle<T extends object>(bundle: Bundle<T>): T {
  const { language, trade } = useTexts();
  const [, setCome] = useState(0);
  useEffect(() => {
    if (language !== 'en' || come.has(bundle)) return;
    void bundle.en().then((texts) => {
      come.set(bundle, texts);
      setCome((n) => n + 1);
    });
  }, [language, bundle]);
  const english = language === 'en' && come.has(bundle);
  return textsInTrade(english ? come.get(bundle) as T : bundle.zh, trade, english ? 'en' : 'zh');
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
