import { useEffect, useState } from 'react';
import { useTexts } from './index.tsx';
import { tendererZh, type TendererTexts } from './tenderer-zh.ts';

/** The texts of the tenderer's desk in the language of the switch. */
export function useTendererTexts(): TendererTexts {
  const { language } = useTexts();
  const [en, setEn] = useState<TendererTexts | null>(null);
  useEffect(() => {
    if (language === 'en' && !en) void import('./tenderer-en.ts').then((module) => { setEn(module.tendererEn); });
  }, [language, en]);
  return language === 'en' && en ? en : tendererZh;
}
