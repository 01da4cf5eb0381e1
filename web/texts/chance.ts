import type { Bundle } from './index.tsx';
import { chanceZh, type ChanceTexts } from './chance-zh.ts';

export const chanceTexts: Bundle<ChanceTexts> = { zh: chanceZh, en: () => import('./chance-en.ts').then((module) => module.chanceEn) };
