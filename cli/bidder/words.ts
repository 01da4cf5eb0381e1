export type Lang = 'zh' | 'en';

/** The language of a terminal: QINGLAN_LANG, else what the system is set to; English where nobody says. */
export function langOf(env: Readonly<Record<string, string | undefined>>): Lang {
  const said = env['QINGLAN_LANG'] || env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return said.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export const lang: Lang = langOf(process.env);

export function t(zh: string, en: string): string { return lang === 'zh' ? zh : en; }

/** Instants as people here read them: UTC+8. */
export function timeText(at: string | number): string {
  return `${new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} UTC+8`;
}

export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [days, hours, minutes, rest] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
  return days > 0 ? `${days}${t('天', 'd')} ${clock}` : clock;
}

export function bytesText(bytes: number): string {
  return bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} KiB` : bytes < 1024 ** 3 ? `${(bytes / 1024 ** 2).toFixed(1)} MiB` : `${(bytes / 1024 ** 3).toFixed(2)} GiB`;
}
