import { functionPoint, isFunctionPointId, isStepId, step } from '../../../catalogue/index.ts';
import { inTrade } from '../../kernel/trade-words.ts';
import { ProblemError, type Client } from '../client.ts';
import type { Platform, RosterEntry, Staff } from '../people.ts';
import type { Memory } from './memory.ts';

/** Everybody but the market: centre, host, supervisor, experts. The market's side is played by whoever sits at the screens. */
export interface Attendance {
  platform: Platform; staff: Staff; roster: readonly RosterEntry[]; lotId: string;
  memory: Memory; file: string;
  /** rounds of quotation that the group's chair calls for, the last of them final */
  rounds: number;
  /** who sits in the committee and is played here, each signed in once */
  members: Map<string, Client>;
  /** one line of what was done, or why it was not */
  tell: (line: string) => void;
  /** category of the trade, once it has been looked at: whose words are used */
  trade?: string;
}

/** What is told, in Chinese and in English: both stand in every line, since the pages may be read in either. */
export type Said = readonly [zh: string, en: string];

export function both([zh, en]: Said): string { return `${zh} / ${en}`; }

/** `what` is an act or step by its id, or said in words where it is neither. */
export async function attempt(at: Attendance, who: Said, what: string | Said, act: () => Promise<unknown>): Promise<void> { await attempted(at, who, what, act); }

/** What is refused is told, and tried again with the next look: it may wait for somebody else. */
export async function attempted(at: Attendance, who: Said, what: string | Said, act: () => Promise<unknown>): Promise<boolean> {
  return await refusalOf(at, who, what, act) === null;
}

/** The code of the refusal, or null when it was done. */
export async function refusalOf(at: Attendance, who: Said, what: string | Said, act: () => Promise<unknown>): Promise<string | null> {
  const [zh, en] = nameOf(what, at.trade ?? '');
  try {
    await act();
    at.tell(both([`${who[0]}：${zh}`, `${who[1]}: ${en}`]));
    return null;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    at.tell(both([`${who[0]}：${zh}，现在还不能办：${error.problem.detailZh}`, `${who[1]}: ${en} is not possible yet: ${error.problem.detailEn}`]));
    return error.code;
  }
}

/** Acts and steps as the pages name them. */
function nameOf(what: string | Said, trade: string): Said {
  if (typeof what !== 'string') return what;
  const named = isFunctionPointId(what) ? functionPoint(what) : isStepId(what) ? step(what) : { zh: what, en: what };
  return [inTrade(named.zh, trade, 'zh'), inTrade(named.en, trade, 'en')];
}
