import { functionPoint, isFunctionPointId, isStepId, step } from '../../../catalogue/index.ts';
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
}

export async function attempt(at: Attendance, who: string, what: string, act: () => Promise<unknown>): Promise<void> { await attempted(at, who, what, act); }

/** What is refused is told, and tried again with the next look: it may wait for somebody else. */
export async function attempted(at: Attendance, who: string, what: string, act: () => Promise<unknown>): Promise<boolean> {
  return await refusalOf(at, who, what, act) === null;
}

/** The code of the refusal, or null when it was done. */
export async function refusalOf(at: Attendance, who: string, what: string, act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act();
    at.tell(`${who}: ${nameOf(what)}`);
    return null;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    at.tell(`${who}: ${nameOf(what)} is not possible yet: ${error.problem.detailEn}`);
    return error.code;
  }
}

/** Acts and steps as the pages name them. */
function nameOf(id: string): string {
  if (isFunctionPointId(id)) return functionPoint(id).en;
  return isStepId(id) ? step(id).en : id;
}
