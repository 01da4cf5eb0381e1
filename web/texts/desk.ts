import type { Bundle } from './index.tsx';
import { deskZh, type DeskTexts } from './desk-zh.ts';

export const deskTexts: Bundle<DeskTexts> = { zh: deskZh, en: () => import('./desk-en.ts').then((module) => module.deskEn) };
