import { useEffect, useState } from 'react';
import { deskZh, type DeskTexts } from './desk-zh.ts';
import { useTexts } from './index.tsx';

/** The desks' texts in the language of the switch; English comes when it is first asked for. */
export function useDeskTexts(): DeskTexts {
  const { language } = useTexts();
  const [en, setEn] = useState<DeskTexts | null>(null);
  useEffect(() => {
    if (language === 'en' && !en) void import('./desk-en.ts').then((module) => { setEn(module.deskEn); });
  }, [language, en]);
  return language === 'en' && en ? en : deskZh;
}
