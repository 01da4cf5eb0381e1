import { committeeZh, type CommitteeTexts } from './committee-zh.ts';
import type { Bundle } from './index.tsx';

export const committeeTexts: Bundle<CommitteeTexts> = { zh: committeeZh, en: () => import('./committee-en.ts').then((module) => module.committeeEn) };
