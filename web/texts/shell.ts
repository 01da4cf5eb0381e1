import type { Bundle } from './index.tsx';
import { shellZh, type ShellTexts } from './shell-zh.ts';

export const shellTexts: Bundle<ShellTexts> = { zh: shellZh, en: () => import('./shell-en.ts').then((module) => module.shellEn) };
