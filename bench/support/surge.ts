import type { Market, Submission } from './market.ts';
import { quantile, round } from './stats.ts';
import { Wire } from './wire.ts';

const LAST_MS = 10_000;
export const LATE = 50;
const WIRES = 200;
/** making and signing them takes seconds */
const MAKING_MS = 10_000;

/**
 * The rush before a deadline: every company sends within the last ten seconds, evenly, whether or not the earlier ones are
 * answered, and fifty more just after. None of the late ones may be accepted, none of the others may be lost.
 */
export async function surge(market: Market, url: string): Promise<object> {
  const skew = await platformAhead(url);
  const deadline = Date.now() + MAKING_MS + LAST_MS;
  const ready = await market.submissions(deadline + skew);
  const wires = await Promise.all(Array.from({ length: WIRES }, () => Wire.open(url)));
  const late = ready.splice(0, LATE);
  const waits: number[] = [];
  const told = { before: 0, after: 0, refused: 0, lateAccepted: 0 };
  const tell = (status: number, at: number, isLate: boolean): void => {
    if (isLate) { if (status === 201) told.lateAccepted += 1; return; }
    if (status !== 201) told.refused += 1;
    else if (Date.now() < deadline) told.before += 1;
    else told.after += 1;
    waits.push(Date.now() - at);
  };
  const from = deadline - LAST_MS;
  if (Date.now() > from) throw new Error('making the submissions took too long');
  const send = async (one: Submission, at: number, isLate: boolean): Promise<void> => {
    await until(at);
    const wire = wires.pop() ?? await Wire.open(url);
    await wire.must(one.upload);
    const { status } = await wire.send(one.submit);
    tell(status, at, isLate);
    wires.push(wire);
  };
  const step = LAST_MS / ready.length;
  await Promise.all([...ready.map((one, i) => send(one, from + i * step, false)), ...late.map((one, i) => send(one, deadline + i, true))]);
  for (const wire of wires) wire.close();
  if (told.lateAccepted > 0) throw new Error(`${told.lateAccepted} submissions sent after the deadline were accepted`);
  return {
    bench: 'bids', measure: 'surge: sent within the last 10 s before the deadline', sent: ready.length, acknowledgedBefore: told.before, acknowledgedAfterArrivingInTime: told.after,
    refusedAtDeadline: told.refused, p50Ms: round(quantile(waits, 0.5)), p99Ms: round(quantile(waits, 0.99)), sentAfter: late.length, acceptedAfter: told.lateAccepted,
  };
}

/** The platform's clock judges, and it began a moment before this process read its own. */
async function platformAhead(url: string): Promise<number> {
  const asked = Date.now();
  const { now } = await (await fetch(`${url}/api/v1/platform`)).json() as { now: string };
  return Math.floor(Date.parse(now) - (asked + Date.now()) / 2);
}

async function until(at: number): Promise<void> {
  const wait = at - Date.now();
  if (wait > 0) await new Promise((resolve) => { setTimeout(resolve, wait); });
}
