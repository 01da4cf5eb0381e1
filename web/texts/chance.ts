import { useEffect, useState } from 'react';
import { chanceZh, type ChanceTexts } from './chance-zh.ts';
import { useTexts } from './index.tsx';

/** Texts of draws and of the demo's clock in the language of the switch; English comes when it is first asked for. */
export function useChanceTexts(): ChanceTexts {
  const { language } = useTexts();
  const [en, setEn] = useState<ChanceTexts | null>(null);
  useEffect(() => {
    if (language === 'en' && !en) void import('./chance-en.ts').then((module) => { setEn(module.chanceEn); });
  }, [language, en]);
  return language === 'en' && en ? en : chanceZh;
}
