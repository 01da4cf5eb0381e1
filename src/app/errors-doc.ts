import { rules } from '../../catalogue/index.ts';
import { PROBLEMS } from '../contracts/problems.ts';
import { GENERATED, table } from './permissions.ts';

/** docs/errors.md: every code a program may meet, from the registry and the hard rules. */
export function errorsDoc(): string {
  const problems = Object.entries(PROBLEMS).map(([code, { status, zh, en }]) => `| \`${code}\` | ${status} | ${zh} | ${en} |`);
  const hard = rules.filter(({ kind }) => kind === 'hard').map(({ id, zh, en }) => `| \`${id}\` | 409 | ${zh} | ${en} |`);
  return [
    '# Problems',
    GENERATED,
    'Every refusal is an RFC 9457 problem (`application/problem+json`) with `type`, `title`, `status`, `code`, `detailZh`, `detailEn`, and where they help `field`, `rule` and `article`. Programs branch on `code`. A refused act changes nothing; what a rule refused leaves a small `refusal` leaf, so that attempts are seen.',
    table(['code', 'status', 'zh', 'en'], problems),
    '## Hard rules',
    'A rule of the catalogue that refuses is its own code. Soft rules refuse nothing: they are recorded with the act and warn.',
    table(['code', 'status', 'zh', 'en'], hard),
  ].join('\n\n') + '\n';
}
