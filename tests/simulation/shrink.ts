import { run } from './run.ts';
import type { Step } from './steps.ts';

export interface Shrunk { steps: Step[]; tries: number }

/** Drops steps for as long as what is left still fails in the same way. What no longer applies is passed over, so any list is a run. */
export async function shrink(steps: readonly Step[], kind: string, budgetMs: number): Promise<Shrunk> {
  const end = Date.now() + budgetMs;
  // no time for a single try: told as it is
  if (budgetMs < 1_000) return { steps: [...steps], tries: 0 };
  let [left, tries] = [[...steps], 0];
  const still = async (list: readonly Step[]): Promise<boolean> => {
    tries += 1;
    const { failure, steps: taken } = await run({ seed: 0, steps: 0, list });
    if (failure?.kind !== kind) return false;
    // nothing after the failure counts
    left = taken;
    return true;
  };
  const last = left.at(-1);
  const lot = last && 'lot' in last ? last.lot : null;
  if (lot !== null) await still(left.filter((step) => !('lot' in step) || step.lot === lot || step.lot === null));
  await still(left.filter((step) => ['act', 'world', 'time'].includes(step.kind) || step === left.at(-1)));
  for (let size = Math.ceil(left.length / 2); size >= 1 && Date.now() < end; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < left.length - 1 && Date.now() < end;) {
      const fewer = [...left.slice(0, from), ...left.slice(Math.min(from + size, left.length - 1))];
      if (!await still(fewer)) from += size;
    }
  }
  return { steps: left, tries };
}
