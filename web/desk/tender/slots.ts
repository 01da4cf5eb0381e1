import type { WorkroomRead } from '../../../src/contracts/workroom.ts';

/** A room is taken for a while that any booking overlaps. */
export function isTaken(taken: WorkroomRead['taken'], roomId: string, start: unknown, end: unknown): boolean {
  if (typeof start !== 'string' || typeof end !== 'string') return false;
  return taken.some((slot) => slot.roomId === roomId && slot.slotStart < end && start < slot.slotEnd);
}

const hour = 3_600_000;

/** The opening begins with the deadline; the evaluation follows it, the same day or the next morning. */
export function slotFor(type: 'opening' | 'evaluation', deadline: string): { slotStart: string; slotEnd: string } {
  const start = Date.parse(deadline) + (type === 'opening' ? 0 : 4 * hour);
  return { slotStart: new Date(start).toISOString(), slotEnd: new Date(start + (type === 'opening' ? 4 : 8) * hour).toISOString() };
}
