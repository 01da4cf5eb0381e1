import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFile } from '../../src/play/case-file.ts';
import { repository } from '../lifecycle/process.ts';

/** npm run soak sets it; without it every part is a short version of itself, for npm test. */
export const whole = process.env['QINGLAN_SOAK'] !== undefined;

export const minutes = 60_000;

/** A figure for whoever reads the run. */
export function tell(line: string): void { process.stdout.write(`soak: ${line}\n`); }

export function casesNamed(names: readonly string[]): CaseFile[] {
  return names.map((name) => JSON.parse(readFileSync(join(repository, 'cases', `${name}.json`), 'utf8')) as CaseFile);
}

/** Of sorted milliseconds. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
