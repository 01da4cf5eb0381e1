import type { Bundle } from './index.tsx';
import { tendererZh, type TendererTexts } from './tenderer-zh.ts';

export const tendererTexts: Bundle<TendererTexts> = { zh: tendererZh, en: () => import('./tenderer-en.ts').then((module) => module.tendererEn) };
