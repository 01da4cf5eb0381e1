import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkFiles, checkSight, checkTree, type Rule } from './check.ts';
import { filesMin } from './table.ts';

/** Faults that the checker must see: a guard that has never caught anything may be blind. */
const faults: readonly [rule: Rule, path: string, text: string][] = [
  ['zone', 'src/kernel/money.ts', `import { problem } from '../contracts/problem.ts';`],
  ['zone', 'src/kernel/money.ts', `import type { Tx } from '../platform/db.ts';`],
  ['zone', 'src/contracts/reads.ts', `export type { Config } from '../platform/config.ts';`],
  ['zone', 'src/seal/envelope.ts', `import { open } from './node/files.ts';`],
  ['zone', 'src/ledger/core/leaf.ts', `import { append } from '../engines/local.ts';`],
  ['zone', 'src/ledger/engines/local.ts', `import { perform } from '../../platform/perform.ts';`],
  ['zone', 'src/platform/perform.ts', `import { bidSubmit } from '../modules/bidding/index.ts';`],
  ['zone', 'src/platform/perform.ts', `type Bid = import('../modules/bidding/index.ts').Bid;`],
  ['zone', 'src/modules/bidding/bid-submit.ts', `import { compose } from '../../app/compose.ts';`],
  ['zone', 'src/app/main.ts', `const { run } = await import('../../cli/case.ts');`],
  ['zone', 'web/lot/page.tsx', `import { records } from '../../src/platform/records.ts';`],
  ['zone', 'web/award-contract/page.tsx', `import { decide } from '../../src/modules/award-contract/index.ts';`],
  ['zone', 'web/lot/page.tsx', `export * from '../../src/ledger/core/index.ts';`],
  ['zone', 'architecture/check.ts', `import { must } from '../src/kernel/result.ts';`],
  ['zone', 'src/verify/award.ts', `import { perform } from '../platform/perform.ts';`],
  ['zone', 'src/verify/award.ts', `import { openLedger } from '../ledger/index.ts';`],
  ['zone', 'src/verify/award.ts', `import { decide } from '../modules/award-contract/index.ts';`],
  ['zone', 'src/platform/perform.ts', `import { evaluate } from '../modules/evaluation/rules/methods.ts';`],
  ['builtin', 'src/verify/draw.ts', `import { createHash } from 'node:crypto';`],
  ['impure', 'src/verify/draw.ts', `export const at = () => Date.now();`],
  ['zone', 'src/play/client.ts', `import { records } from '../platform/records.ts';`],
  ['door', 'src/modules/evaluation/eva-report.ts', `import { store } from '../bidding/store.ts';`],
  ['door', 'src/app/compose.ts', `import { store } from '../modules/bidding/store.ts';`],
  ['phase', 'src/modules/notice/not-publish.ts', `import { x } from '../bidding/index.ts';`],
  ['phase', 'src/modules/evaluation/eva-report.ts', `import { x } from '../gov-procurement/index.ts';`],
  ['observer', 'src/modules/certificate/cer-issue.ts', `import { tell } from '../live-hall/index.ts';`],
  ['observer', 'src/modules/supervision/sup-access.ts', `import { tell } from '../analytics/index.ts';`],
  ['observer', 'src/modules/award-contract/awd-decide.ts', `import { stays } from '../remedy/index.ts';`],
  ['wires', 'src/app/main.ts', `import { bidSubmit } from '../modules/bidding/index.ts';`],
  ['rules', 'src/modules/bidding/rules/deadline.ts', `import { records } from '../../../platform/records.ts';`],
  ['rules', 'src/modules/bidding/rules/deadline.ts', `import { store } from '../store.ts';`],
  ['rules', 'src/modules/evaluation/rules/score.ts', `import { bids } from '../../bidding/index.ts';`],
  ['builtin', 'src/kernel/ids.ts', `import { randomUUID } from 'node:crypto';`],
  ['builtin', 'src/seal/envelope.ts', `import { createHash } from 'node:crypto';`],
  ['builtin', 'src/modules/bidding/rules/deadline.ts', `import { readFileSync } from 'node:fs';`],
  ['builtin', 'web/lot/page.tsx', `import { join } from 'node:path';`],
  ['package', 'src/kernel/money.ts', `import { z } from 'zod';`],
  ['package', 'src/modules/bidding/store.ts', `import type { FastifyInstance } from 'fastify';`],
  ['package', 'src/contracts/reads.ts', `import fastify from 'fastify';`],
  ['impure', 'src/kernel/calendar.ts', `export const today = () => new Date();`],
  ['impure', 'src/kernel/calendar.ts', `export const today = () => Date();`],
  ['impure', 'src/law/rules.ts', `export const late = (at: number) => Date.now() > at;`],
  ['impure', 'src/law/rules.ts', `export const late = (at: number) => globalThis.Date['now']() > at;`],
  ['impure', 'src/modules/expert-draw/rules/draw.ts', `export const pick = (n: number) => Math.floor(Math.random() * n);`],
  ['impure', 'src/modules/bidding/bid-submit.ts', `export function decide() { return new Date(); }`],
  ['impure', 'src/modules/bidding/bid-submit.ts', `const f = () => crypto.randomUUID(); export { f as decideBid };`],
  ['test', 'src/modules/bidding/store.ts', `import { testDatabase } from '../../platform/testing/pg.ts';`],
  ['test', 'src/ledger/verify/index.ts', `import { sample } from './testing/sample.ts';`],
  ['test', 'src/kernel/money.ts', `import { cases } from './money.test.ts';`],
  ['unseen', 'src/app/main.ts', `const name = 'x'; await import(name);`],
  ['outside', 'src/kernel/money.ts', `import x from '../../../elsewhere/x.ts';`],
  ['module', 'src/modules/tendering/index.ts', `export {};`],
  ['lines', 'src/kernel/money.ts', '\n'.repeat(401)],
  ['syntax', 'src/kernel/money.ts', `export const = 1;`],
];

test.each(faults)('%s: %s: %s', (rule, path, text) => {
  expect(checkFiles([{ path, text }]).map((violation) => violation.rule)).toEqual([rule]);
});

const honest: readonly [path: string, text: string][] = [
  ['src/kernel/calendar.ts', `import { holidays } from '../../catalogue/holidays.ts'; export const at = (ms: number) => new Date(ms);`],
  ['src/modules/evaluation/eva-report.ts', `import { x } from '../bidding/index.ts'; import { y } from './rules/score.ts'; import { z } from 'zod';`],
  ['src/modules/evaluation/rules/score.ts', `import { add } from '../../../kernel/money.ts'; import { x } from './other.ts';`],
  ['src/modules/live-hall/queries.ts', `import { x } from '../opening-hall/index.ts';`],
  ['src/modules/bidding/bid-submit.ts', `export const submittedAt = () => new Date();`],
  ['src/app/compose.ts', `import { bidSubmit } from '../modules/bidding/index.ts';`],
  ['src/app/flows/refund.ts', `import { x } from '../../modules/award-contract/index.ts';`],
  ['src/seal/node/files.ts', `import { open } from 'node:fs/promises'; import { seal } from '../envelope.ts';`],
  ['web/lot/page.tsx', `import { useState } from 'react'; import type { Lot } from '../../src/contracts/reads.ts'; export const P = () => <b>{useState(1)[0]}</b>;`],
  ['src/modules/bidding/bid-submit.pg.test.ts', `import { testDatabase } from '../../platform/testing/pg.ts'; import { compose } from '../../app/compose.ts';`],
  ['src/ledger/verify/testing/sample.ts', `import 'reflect-metadata'; import { compose } from '../../../app/compose.ts';`],
  ['src/kernel/money.ts', '\n'.repeat(400)],
];

test.each(honest)('lets by %s: %s', (path, text) => {
  expect(checkFiles([{ path, text }])).toEqual([]);
});

test('a tree that is too small, or lacks a zone, is not "no violations"', () => {
  const paths = Array.from({ length: filesMin }, (_, n) => `src/kernel/f${n}.ts`);
  expect(checkSight(paths.slice(1)).map(({ rule }) => rule)).toContain('blind');
  expect(checkSight(paths).map(({ path }) => path)).toContain('web/');
});

test('sees this repository', () => {
  const { files, violations } = checkTree(fileURLToPath(new URL('../', import.meta.url)));
  expect(files).toBeGreaterThanOrEqual(filesMin);
  expect(violations.filter(({ rule }) => rule === 'blind')).toEqual([]);
});
