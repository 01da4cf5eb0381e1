import { expect, it } from 'vitest';
import { run } from './run.ts';

const steps = Number(process.env['QINGLAN_SIM_STEPS'] ?? 500);
const seed = Number(process.env['QINGLAN_SIM_SEED'] ?? 1);

it('plays', async () => {
  const outcome = await run({ seed, steps, onStep: (line) => { if (process.env['QINGLAN_SIM_TELL']) process.stdout.write(`${line}\n`); } });
  const { coverage } = outcome;
  process.stdout.write(`${outcome.steps.length} steps, ${outcome.skipped} skipped, ${Math.round(outcome.ms)} ms; acts ${coverage.accepted.size}, refusals ${coverage.refused.size}, rows ${coverage.rows.size}\n`);
  if (process.env['QINGLAN_SIM_TELL']) process.stdout.write(`${JSON.stringify({ a: [...coverage.accepted], r: [...coverage.refused], k: [...coverage.kinds] })}\n`);
  expect(outcome.failure?.message).toBeUndefined();
}, 600_000);
