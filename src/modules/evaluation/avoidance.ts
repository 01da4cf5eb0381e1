import type { Actor } from '../../platform/act.ts';
import type { Reader, Rec } from '../../platform/records.ts';
import { avoidanceFacts, currentDraw, hitsNow, type Draw, type Expert } from '../expert-draw/index.ts';
import type { SessionFacts } from './session.ts';

export interface Avoidance { expert: Rec<Expert> | null; draw: Rec<Draw> | null; about: Awaited<ReturnType<typeof avoidanceFacts>> }

/** Judged again at the door: by now the bidders are known. */
export async function loadAvoidance(read: Reader, { lot }: SessionFacts, actor: Pick<Actor, 'accountId'>): Promise<Avoidance> {
  const expert = actor.accountId === null ? null : await read.get<Expert>('expert', actor.accountId);
  return { expert, draw: await currentDraw(read, lot.id), about: await avoidanceFacts(read, lot) };
}

/** Representatives are the tenderer's own and not of the roster: the rules about experts do not judge them. */
export function avoidHitsOf({ expert, draw, about }: Avoidance): number {
  return expert === null || draw === null ? 0 : hitsNow(expert, draw.data, about);
}
