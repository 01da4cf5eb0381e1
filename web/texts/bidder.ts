import { useEffect, useState } from 'react';
import { bidderZh, type BidderTexts } from './bidder-zh.ts';
import { useTexts } from './index.tsx';

/** Texts of the bidder's desk in the language of the switch; English comes when it is first asked for. */
export function useBidderTexts(): BidderTexts {
  const { language } = useTexts();
  const [en, setEn] = useState<BidderTexts | null>(null);
  useEffect(() => {
    if (language === 'en' && !en) void import('./bidder-en.ts').then((module) => { setEn(module.bidderEn); });
  }, [language, en]);
  return language === 'en' && en ? en : bidderZh;
}
