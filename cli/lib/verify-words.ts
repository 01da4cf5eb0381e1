import { localText } from '../../src/kernel/calendar.ts';
import { publishedWord } from '../../src/kernel/published-words.ts';

const PERIODS: Readonly<Record<string, string>> = {
  minBidPeriod: '投标准备时间 time to bid', minPrequalPeriod: '资格预审申请时间 time to apply', minDocPeriod: '文件提供期 time the documents were offered',
  clarifyLead: '澄清提前时间 lead of clarifications', candidatePublicity: '候选人公示期 publicity of candidates',
};
const DRAWS: Readonly<Record<string, string>> = { experts: '专家 experts', coefficients: '系数 coefficients', tie: '并列排序 order of a tie' };

/** What a check found, as a reader says it: Beijing time, names instead of ids. Numbers stand as they are. */
export function inWords(detail: string): string {
  if (detail === '—') return '本标段没有 none in this lot';
  const method = publishedWord('evaluationMethod', detail);
  if (method) return `${method.zh} ${method.en}`;
  return detail
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, beijing)
    .split(', ').map((part) => PERIODS[part] ?? DRAWS[part] ?? part).join(', ');
}

/** Beijing time, marked. */
export const beijing = (at: string): string => `${localText(Date.parse(at))} (UTC+8)`;
