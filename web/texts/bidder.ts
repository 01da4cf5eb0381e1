import type { Bundle } from './index.tsx';
import { bidderZh, type BidderTexts } from './bidder-zh.ts';

export const bidderTexts: Bundle<BidderTexts> = { zh: bidderZh, en: () => import('./bidder-en.ts').then((module) => module.bidderEn) };
