import { formsZh, type FormsTexts } from './forms-zh.ts';
import type { Bundle } from './index.tsx';

export const formsTexts: Bundle<FormsTexts> = { zh: formsZh, en: () => import('./forms-en.ts').then((module) => module.formsEn) };
