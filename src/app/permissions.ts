import { functionPoint, grantsOn, isFunctionPointId, isStepId, relationIds, roles, step, type RelationId, type RoleId } from '../../catalogue/index.ts';
import type { AnySpec } from '../platform/act.ts';
import type { Declarations } from './declarations.ts';
import { workspaceRoutes } from './workspace-routes.ts';

export interface Permission { role: RoleId; relation: RelationId }

/**
 * Who may do the governance and workspace declarations. The catalogue grants only its points and steps, so these are judged
 * inside each declaration; the table says what they do, and the matrix test tries every role to see that it is true.
 */
const GOVERNANCE: Readonly<Record<string, readonly Permission[]>> = {
  'account-propose': [any('centre-admin')],
  'account-confirm': [any('centre-admin')],
  'account-suspend': [any('centre-admin')],
  'rep-register': [own('tenderer')],
  'custodian-register': (['centre-review', 'supervisor', 'auditor'] as const).map((role) => ({ role, relation: 'self' })),
  'custody-prove': (['centre-review', 'supervisor', 'auditor'] as const).map((role) => ({ role, relation: 'self' })),
  'custody-release': (['centre-review', 'supervisor', 'auditor'] as const).map((role) => ({ role, relation: 'self' })),
  'chance-commit': [own('tenderer'), post('supervisor'), post('discipline'), own('bidder')],
  'chance-reveal': [own('tenderer'), post('supervisor'), post('discipline'), own('bidder')],
  'member-absent': [post('centre-a')],
  'reject-vote': [member('expert'), member('owner-rep')],
  'correction-vote': [member('expert'), member('owner-rep')],
  'single-objection': [own('tenderer'), { role: 'agency', relation: 'acts-for' }],
  'order-call': [own('tenderer')],
  'order-offer': [own('bidder')],
  'dispute-answer': [own('tenderer'), { role: 'agency', relation: 'acts-for' }, post('centre-host')],
  'order-reply': [own('tenderer'), { role: 'agency', relation: 'acts-for' }],
  'warning-handle': (['centre-a', 'centre-b', 'centre-review', 'centre-host', 'centre-finance', 'centre-admin', 'supervisor', 'discipline', 'auditor'] as const).map(post),
  'project-draft': [own('tenderer'), { role: 'agency', relation: 'acts-for' }],
  'project-amend': [own('tenderer'), { role: 'agency', relation: 'acts-for' }],
};

/** The grants of a declaration; none for what only the platform does. */
export function permissionsOf(spec: Pick<AnySpec, 'id' | 'kind'>): readonly Permission[] {
  if (spec.kind === 'system') return [];
  if (isFunctionPointId(spec.id) || isStepId(spec.id)) return grantsOn(spec.id);
  const table = GOVERNANCE[spec.id];
  if (!table) throw new Error(`${spec.id} has no grant: name its roles in src/app/permissions.ts`);
  return table;
}

/** docs/permissions.md: declarations down, roles across, in the cell how the person must stand to the object. */
export function permissionsDoc({ specs, reads }: Declarations): string {
  const people = roles.filter(({ id }) => id !== 'system');
  const rows = specs.filter(({ kind }) => kind !== 'system').map((spec) => {
    const held = permissionsOf(spec);
    const cells = people.map(({ id }) => held.filter((grant) => grant.role === id).map((grant) => SIGNS[grant.relation]).join(' '));
    return `| ${spec.kind} | \`${spec.id}\` | ${titleOf(spec.id)} | ${cells.join(' | ')} |`;
  });
  return [
    '# Who may do what',
    GENERATED,
    `Roles: ${people.map((role) => `\`${role.id}\` ${role.zh}`).join(' · ')}.`,
    `In a cell, how the person must stand to the object: ${relationIds.filter((id) => id !== 'system').map((id) => `**${SIGNS[id]}** ${id}`).join(' · ')}. An empty cell is a refusal: 403 for an object one may know of, 404 for any other, 401 without a session.`,
    table(['kind', 'id', '', ...people.map(({ id }) => id)], rows),
    '## Reads',
    'A public read shows each reader what he may know and no more; objects one may not know of are not found.',
    table(['read', '', 'who'], reads.map((read) => `| \`GET ${read.path}\` | ${read.zh} | ${read.who} |`)),
    '## Workspace',
    table(['route', '', 'who'], workspaceRoutes.map((route) => `| \`${route.method} ${route.path}\` | ${route.zh} | ${route.who} |`)),
  ].join('\n\n') + '\n';
}

export const GENERATED = 'Generated from the declarations by `npm run generate`; do not edit.';

export function titleOf(id: string): string {
  if (isFunctionPointId(id)) return functionPoint(id).zh;
  if (isStepId(id)) return step(id).event;
  return '';
}

export function table(head: readonly string[], rows: readonly string[]): string {
  return [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows].join('\n');
}

const SIGNS: Readonly<Record<RelationId, string>> = {
  'any': 'any', 'own-entity': 'own', 'acts-for': 'for', 'assigned-post': 'post', 'committee-member': 'member', 'self': 'self', 'system': '',
};

function any(role: RoleId): Permission { return { role, relation: 'any' }; }
function own(role: RoleId): Permission { return { role, relation: 'own-entity' }; }
function member(role: RoleId): Permission { return { role, relation: 'committee-member' }; }
function post(role: RoleId): Permission { return { role, relation: 'assigned-post' }; }
