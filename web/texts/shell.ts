import { useEffect, useState } from 'react';
import { shellZh, type ShellTexts } from './shell-zh.ts';
import { useTexts } from './index.tsx';

/** The shell's texts in the language of the switch; English comes when it is first asked for. */
export function useShellTexts(): ShellTexts {
  const { language } = useTexts();
  const [en, setEn] = useState<ShellTexts | null>(null);
  useEffect(() => {
    if (language === 'en' && !en) void import('./shell-en.ts').then((module) => { setEn(module.shellEn); });
  }, [language, en]);
  return language === 'en' && en ? en : shellZh;
}
